"""Bringing in a conversation exported from Polis: its statements become a ballot, its votes events and marks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cocreate.calls import queries as calls
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _l
from cocreate.counting.votefile import read_comments, read_votes
from cocreate.exchange.service import Report, make_call
from cocreate.polls import bulk, queries
from cocreate.polls.models import Method
from cocreate.polls.rules import Setup

SUMMARY = "从其他平台导入的意见投票。"
QUESTION = "您同意这些说法吗？"
MILLISECONDS = 1e11  # as seconds this would be the year 5138


def import_polis(folder: Path, slug: str) -> Report:
    """Take the conversation in `folder` into the call at this address, which is made when there is none.

    Of several votes of a person on a statement the latest counts; all are kept as events. All or nothing; a second run
    adds nothing. Invalid with the file and line of what can't be read."""
    votes = _votes(folder)
    report = Report(rows=len(votes))
    system = Actor.system()
    call = calls.find(slug) or make_call(system, slug, SUMMARY)
    if not call.is_released:
        raise Conflict(_l("This call has not been published yet."))
    source = f"polis:{folder.resolve().name}"[:120]
    if queries.find_imported(call.id, source) is not None:
        report.skipped = len(votes)
        return report
    statements = _statements(folder, votes)
    opens_at = min((vote.at for vote in votes), default=now())
    closes_at = max((vote.at for vote in votes), default=now()) + timedelta(seconds=1)
    options = tuple((one.title, None) for one in statements)
    setup = Setup(Method.OPINION, _topic(folder), options, opens_at, closes_at)
    bulk.take_in(system, call, setup, source, statements, votes)
    report.imported = len(votes)
    return report


def _votes(folder: Path) -> list[bulk.Given]:
    """All votes in the order in which they were cast; of equal times the later line is later."""
    rows = [
        bulk.Given(-1 - _id(voter), _id(comment), value, _moment(time))
        for voter, comment, value, time in read_votes(_file(folder, "votes.csv"))
    ]
    return sorted(rows, key=lambda row: row.at)


def _statements(folder: Path, votes: list[bulk.Given]) -> list[bulk.Statement]:
    found = {
        _id(one): bulk.Statement(_id(one), words.strip() or f"#{one}", is_rejected)
        for one, words, is_rejected in read_comments(_file(folder, "comments.csv"))
    }
    for number in {vote.number for vote in votes} - found.keys():
        found[number] = bulk.Statement(number, f"#{number}", False)
    return [found[number] for number in sorted(found)]


def _topic(folder: Path) -> str:
    summary = folder / "summary.csv"
    lines = summary.read_text(encoding="utf-8-sig").splitlines() if summary.exists() else []
    told = next((line[6:] for line in lines if line.startswith("topic,")), "")
    return told.strip().strip('"')[:200] or QUESTION


def _file(folder: Path, name: str) -> Path:
    for file in (folder / name, folder / f"{name}.gz"):
        if file.exists():
            return file
    raise Invalid(_l("There is no %(name)s in %(folder)s.", name=name, folder=folder.name))


def _id(written: str) -> int:
    plain = written.strip().removesuffix(".0")
    if not plain.isdecimal() or len(plain) > 15:
        raise Invalid(
            _l("Voters and comments have whole numbers as ids, not “%(written)s”.", written=written)
        )
    return int(plain)


def _moment(time: float) -> datetime:
    try:
        return datetime.fromtimestamp(time / 1000 if time > MILLISECONDS else time, UTC)
    except (ValueError, OverflowError, OSError):
        raise Invalid(_l("The time is out of range: %(time)s.", time=time)) from None
