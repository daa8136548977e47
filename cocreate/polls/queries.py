"""Every question about ballots that is put to the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.polls.models import Poll, PollChange, PollEvent, PollMark, PollOption, PollTally, PollVoter

VOTERS = (0, 0)  # the option and value under which a tally counts voters
Counts = dict[tuple[int, int], int]  # votes by option id and value
BATCH = 20_000


@dataclass(frozen=True)
class Audit:
    """The votes of a call's ballots counted anew."""

    events: int
    current: int
    tallies_equal: bool


def get(call_id: int, number: int) -> Poll:
    """A ballot by its number within the call. NotFound when there is none."""
    found = db.session.scalar(sa.select(Poll).where(Poll.call_id == call_id, Poll.number == number))
    if found is None:
        raise NotFound(_l("There is no such ballot."))
    return found


def of_call(call_id: int) -> Sequence[Poll]:
    """The ballots of a call, in the order of their numbers."""
    return db.session.scalars(sa.select(Poll).where(Poll.call_id == call_id).order_by(Poll.number)).all()


def find_imported(call_id: int, source: str) -> Poll | None:
    """The ballot that was brought in from there, if it was."""
    return db.session.scalar(sa.select(Poll).where(Poll.call_id == call_id, Poll.source == source))


def options(poll: Poll) -> Sequence[PollOption]:
    """What can be marked, in the order in which it was written down."""
    statement = sa.select(PollOption).where(PollOption.call_id == poll.call_id, PollOption.poll_id == poll.id)
    return db.session.scalars(statement.order_by(PollOption.number)).all()


def changes(poll: Poll) -> Sequence[PollChange]:
    """What was changed since people could vote, the first change first."""
    statement = sa.select(PollChange).where(PollChange.call_id == poll.call_id, PollChange.poll_id == poll.id)
    return db.session.scalars(statement.order_by(PollChange.id)).all()


def marks_of(poll: Poll, voter_id: int | None) -> dict[int, int]:
    """What one voter has marked now: values by option id."""
    statement = sa.select(PollMark.option_id, PollMark.value).where(
        PollMark.call_id == poll.call_id, PollMark.poll_id == poll.id, PollMark.voter_id == voter_id
    )
    return {option: value for option, value in db.session.execute(statement)}


def has_voted(poll: Poll, voter_id: int | None) -> bool:
    """Whether this person has sent in a sheet, now or before."""
    statement = sa.select(PollVoter.acts).where(
        PollVoter.call_id == poll.call_id, PollVoter.poll_id == poll.id, PollVoter.voter_id == voter_id
    )
    return db.session.scalar(statement) is not None


def counts(poll: Poll) -> Counts:
    """The kept tallies, in one statement; VOTERS has the number of voters."""
    statement = (
        sa.select(PollTally.option_id, PollTally.value, sa.func.sum(PollTally.votes))
        .where(PollTally.call_id == poll.call_id, PollTally.poll_id == poll.id)
        .group_by(PollTally.option_id, PollTally.value)
    )
    return {(option, value): int(n) for option, value, n in db.session.execute(statement) if n}


def latest_event(poll: Poll) -> int:
    """The id of the newest event, 0 before the first."""
    statement = sa.select(sa.func.max(PollEvent.id)).where(
        PollEvent.call_id == poll.call_id, PollEvent.poll_id == poll.id
    )
    return db.session.scalar(statement) or 0


def sheets(poll: Poll) -> Iterator[tuple[int, dict[int, int]]]:
    """Every sheet that counts as (voter, value by option id), streamed in the order of the voters."""
    return _sheets(poll, PollMark.voter_id.not_in(_set_aside(poll)))


def set_aside(poll: Poll) -> set[int]:
    """Voters whose sheets were set aside and don't count."""
    return set(db.session.scalars(_set_aside(poll)))


def _set_aside(poll: Poll) -> sa.Select[int]:
    return sa.select(PollVoter.voter_id).where(
        PollVoter.call_id == poll.call_id, PollVoter.poll_id == poll.id, PollVoter.set_aside_id.is_not(None)
    )


def _sheets(poll: Poll, which: sa.ColumnElement[bool]) -> Iterator[tuple[int, dict[int, int]]]:
    statement = (
        sa.select(PollMark.voter_id, PollMark.option_id, PollMark.value)
        .where(PollMark.call_id == poll.call_id, PollMark.poll_id == poll.id, which)
        .order_by(PollMark.voter_id, PollMark.option_id)
        .execution_options(yield_per=BATCH)
    )
    for voter, rows in groupby(db.session.execute(statement), key=lambda row: row[0]):
        yield voter, {option: value for _voter, option, value in rows}


def audit(call_id: int) -> Audit:
    """Count every ballot of a call anew: tallies against marks, and marks against the last event of each."""
    found = [_audit(poll) for poll in of_call(call_id)]
    return Audit(
        sum(one.events for one in found),
        sum(one.current for one in found),
        all(one.tallies_equal for one in found),
    )


def _audit(poll: Poll) -> Audit:
    fresh: Counts = {}
    current, voters = 0, 0
    marks: dict[tuple[int, int], int] = {}
    aside = set_aside(poll)
    for voter, sheet in _sheets(poll, sa.true()):
        voters += voter not in aside
        for option, value in sheet.items():
            marks[voter, option] = value
            if voter not in aside:
                current += 1
                fresh[option, value] = fresh.get((option, value), 0) + 1
    if voters:
        fresh[VOTERS] = voters
    events, last = _last_events(poll)
    return Audit(events, current, fresh == counts(poll) and (poll.is_secret or last == marks))


def _last_events(poll: Poll) -> tuple[int, dict[tuple[int, int], int]]:
    statement = (
        sa.select(PollEvent.voter_id, PollEvent.option_id, PollEvent.value)
        .where(PollEvent.call_id == poll.call_id, PollEvent.poll_id == poll.id)
        .order_by(PollEvent.act, PollEvent.id)
        .execution_options(yield_per=BATCH)
    )
    count, last = 0, dict[tuple[int, int], int | None]()
    for voter, option, value in db.session.execute(statement):
        count += 1
        last[voter, option] = value
    return count, {key: value for key, value in last.items() if value is not None}
