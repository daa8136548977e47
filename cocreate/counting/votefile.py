"""Reading exported conversations: votes, which statements were rejected, and groups, as CSV, plain or gzipped."""

from __future__ import annotations

import csv
import gzip
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.counting.marks import Marks

VALUES = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}
Key = int | str


def read_marks(votes: Path, comments: Path | None = None) -> Marks:
    """The votes of a conversation: columns voter-id, comment-id, vote (1 agree, 0 pass, -1 disagree), and timestamp or
    timestamp_ms. Of several votes of a person on a statement the latest counts, of equal times the later line.

    `comments` says by its column moderated which statements were rejected (-1). Invalid with the line of a bad row."""
    columns: tuple[array[int], array[int], array[int]] = (array("q"), array("q"), array("b"))
    times = array("d")
    people: dict[str, int] = {}
    statements: dict[str, int] = {}
    for voter, comment, value, time in read_votes(votes):
        columns[0].append(people.setdefault(voter, len(people)))
        columns[1].append(statements.setdefault(comment, len(statements)))
        columns[2].append(value)
        times.append(time)
    rejected = read_rejected(comments) if comments else set()
    order = np.argsort(np.asarray(times, dtype=np.float64), kind="stable")
    who, who_keys = _in_order(people, np.asarray(columns[0], dtype=np.int64)[order])
    what, what_keys = _in_order(statements, np.asarray(columns[1], dtype=np.int64)[order])
    values = np.asarray(columns[2], dtype=np.int8)[order]
    return Marks.built(who_keys, what_keys, who, what, values, rejected)


def read_votes(votes: Path) -> Iterator[tuple[str, str, int, float]]:
    """Each row of a file of votes as voter, comment, vote and time, in the order of the file. Invalid with a bad row's line."""
    for number, row in _rows(votes, ("voter-id", "comment-id", "vote")):
        value = VALUES.get(row["vote"].strip())
        if value is None or not row["voter-id"] or not row["comment-id"]:
            raise _wrong(votes, number, _l("a vote is 1, 0 or -1 of a voter on a comment"))
        yield row["voter-id"], row["comment-id"], value, _time(votes, number, row)


def read_comments(comments: Path) -> Iterator[tuple[str, str, bool]]:
    """Each statement of a file as its id, its words, and whether it was rejected. Invalid when a column is missing."""
    for _number, row in _rows(comments, ("comment-id", "moderated", "comment-body")):
        yield row["comment-id"], row["comment-body"], row["moderated"].strip() in ("-1", "-1.0")


def read_rejected(comments: Path) -> set[Key]:
    """The ids of the statements that moderators rejected."""
    rows = _rows(comments, ("comment-id", "moderated"))
    return {key(row["comment-id"]) for _number, row in rows if row["moderated"].strip() in ("-1", "-1.0")}


def read_groups(file: Path) -> dict[Key, Key]:
    """Each voter's group: columns voter-id (or participant) and group (or group-id); those without one are left out."""
    found: dict[Key, Key] = {}
    for number, row in _rows(file, ()):
        who = row.get("voter-id") or row.get("participant") or row.get("voter")
        group = row.get("group") if "group" in row else row.get("group-id")
        if who is None or group is None:
            raise _wrong(file, number, _l("columns voter-id and group are needed"))
        if group.strip():
            found[key(who)] = key(group)
    return found


def key(written: str) -> Key:
    """An id as a number where it is one."""
    written = written.strip()
    if written.removesuffix(".0").lstrip("-").isdecimal():
        return int(written.removesuffix(".0"))
    return written


def _in_order(places: dict[str, int], column: np.ndarray) -> tuple[np.ndarray, list[Key]]:
    """The column with places in the order of the ids, and the ids in that order."""
    keys = [key(one) for one in places]
    numbers = all(isinstance(one, int) for one in keys)
    order = sorted(range(len(keys)), key=lambda place: keys[place] if numbers else str(keys[place]))
    new = np.empty(len(keys), dtype=np.int64)
    new[order] = np.arange(len(keys))
    return new[column] if len(keys) else column, [keys[place] for place in order]


def _time(file: Path, number: int, row: dict[str, str]) -> float:
    written = row.get("timestamp_ms") or row.get("timestamp") or "0"
    try:
        return float(written)
    except ValueError:
        raise _wrong(file, number, _l("the time is not a number: %(written)s", written=written)) from None


def _rows(file: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with (gzip.open if file.suffix == ".gz" else open)(
            file, "rt", encoding="utf-8-sig", newline=""
        ) as lines:
            reader = csv.DictReader(lines, restval="")
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise Invalid(_l("%(file)s has no column %(name)s.", file=file.name, name=missing[0]))
            for row in reader:
                yield reader.line_num, row
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise Invalid(_l("%(file)s can't be read: %(error)s.", file=file.name, error=str(error))) from error


def _wrong(file: Path, number: int, what: object) -> Invalid:
    return Invalid(_l("%(file)s, line %(number)s: %(what)s.", file=file.name, number=number, what=what))
