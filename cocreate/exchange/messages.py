"""Reads citizens' messages from CSV: every row is checked before the first is stored, and a bad one is named by its line."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cocreate.core.clock import now
from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.core.unicode import clean_line, clean_text

NEEDED = ("message_id", "user", "time", "title", "body")
REPLY = ("reply", "reply_time")
BODY_LIMIT = 30_000
TITLE_LIMIT = 200


@dataclass(frozen=True)
class Message:
    """One message as the file tells it."""

    line: int
    message_id: str
    user: str
    time: datetime
    title: str
    body: str
    likes: int | None = None
    dislikes: int | None = None
    reply: str = ""
    reply_time: datetime | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line, counted from 1 with the heading."""

    line: int
    why: Sentence


def read(path: Path, replies: bool, zone: str) -> tuple[list[Message], list[Problem]]:
    """All messages of a CSV or CSV.GZ file in UTF-8, and the problems found; times are local unless they name a zone."""
    try:
        text = _text(path)
    except (OSError, EOFError) as error:
        raise Invalid(_l("The file can't be read: %(why)s.", why=str(error))) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [], [Problem(line, _l("This line is not UTF-8. Save the file as UTF-8 and try again."))]
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return _check(reader, replies, ZoneInfo(zone))


def _text(path: Path) -> str:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data.decode("utf-8-sig")


def _check(reader: csv.DictReader[str], replies: bool, zone: ZoneInfo) -> tuple[list[Message], list[Problem]]:
    messages: list[Message] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    try:
        wanted = NEEDED + (REPLY if replies else ())
        missing = [name for name in wanted if name not in (reader.fieldnames or ())]
        if missing:
            return [], [Problem(1, _l("These columns are missing: %(names)s.", names=", ".join(missing)))]
        for line, row in _rows(reader):
            try:
                message = _message(line, row, replies, zone)
                if message.message_id in seen:
                    first = seen[message.message_id]
                    raise Invalid(_l("This message id stands in line %(line)s already.", line=first))
                seen[message.message_id] = line
                messages.append(message)
            except Invalid as refusal:
                problems.append(Problem(line, refusal.why))
    except csv.Error as error:
        problems.append(Problem(reader.line_num, _l("This is not a CSV line: %(why)s.", why=str(error))))
    return messages, problems


def _rows(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line on which each begins; a quoted field may run over several."""
    before = reader.line_num or 1
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _message(line: int, row: dict[str, str], replies: bool, zone: ZoneInfo) -> Message:
    if None in row or any(row[name] is None for name in NEEDED):
        raise Invalid(_l("This line has not as many fields as the heading."))
    message_id = clean_line(row["message_id"], 80).text
    if not message_id:
        raise Invalid(_l("This line has no message id."))
    title, body = clean_line(row["title"], TITLE_LIMIT).text, clean_text(row["body"], BODY_LIMIT).text
    if not title and not body:
        raise Invalid(_l("This message has neither title nor text."))
    reply_time = _time(row["reply_time"], zone) if replies and row.get("reply") else None
    return Message(
        line=line,
        message_id=message_id,
        user=clean_line(row["user"], 80).text,
        time=_time(row["time"], zone),
        title=title,
        body=body or title,
        likes=_count(row.get("likes")),
        dislikes=_count(row.get("dislikes")),
        reply=clean_text(row["reply"], BODY_LIMIT).text if replies and row.get("reply") else "",
        reply_time=reply_time,
    )


def _time(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(_l("“%(text)s” is not a time like 2026-05-03 09:12:00.", text=text[:40])) from None
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    if moment > now():
        raise Invalid(_l("“%(text)s” lies in the future.", text=text[:40]))
    return moment


def _count(text: str | None) -> int | None:
    if text is None or not text.strip():
        return None
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise Invalid(_l("“%(text)s” is not a count of likes.", text=plain[:40]))
    return int(plain)
