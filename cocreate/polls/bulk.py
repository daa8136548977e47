"""Taking in a ballot that was held elsewhere, with every vote: voters of another system have negative ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.polls import queries
from cocreate.polls.events import PollSetUp
from cocreate.polls.models import Poll, PollEvent, PollMark, PollOption, PollVoter, Showing
from cocreate.polls.rules import Setup
from cocreate.polls.service import SLOTS, add_to_tallies

BATCH = 5000


@dataclass(frozen=True, slots=True)
class Statement:
    """An option with the number it had elsewhere."""

    number: int
    title: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One vote as it was cast."""

    voter_id: int
    number: int  # of the option
    value: int
    at: datetime


def take_in(
    actor: Actor, call: Call, setup: Setup, source: str, options: Sequence[Statement], votes: Sequence[Given]
) -> Poll:
    """Store a ballot that is over, its votes in the order in which they were cast. Its result is shown at once."""
    require(actor, "poll.import", call)
    poll = Poll(
        call_id=call.id,
        id=new_id(),
        number=len(queries.of_call(call.id)) + 1,
        method=setup.method,
        question=setup.question,
        opens_at=setup.opens_at,
        closes_at=setup.closes_at,
        showing=Showing.AFTER_CLOSE,
        approved_at=now(),
        source=source,
    )
    db.session.add(poll)
    db.session.flush()
    ids = {one.number: new_id() for one in options}
    for one in options:
        row = {"id": ids[one.number], "number": one.number, "title": one.title, "is_hidden": one.is_hidden}
        db.session.add(PollOption(call_id=call.id, poll_id=poll.id, **row))
    db.session.flush()
    acts: Counter[int] = Counter()
    marks: dict[tuple[int, int], int] = {}
    _store(PollEvent, _events(poll, ids, votes, acts, marks))
    key = {"call_id": call.id, "poll_id": poll.id}
    _store(PollVoter, ({**key, "voter_id": voter, "acts": n} for voter, n in acts.items()))
    _store(
        PollMark,
        ({**key, "voter_id": who, "option_id": what, "value": value} for (who, what), value in marks.items()),
    )
    _count(poll, marks)
    emit(PollSetUp(call.id, poll.id))
    return poll


def _events(
    poll: Poll,
    ids: dict[int, int],
    votes: Iterable[Given],
    acts: Counter[int],
    marks: dict[tuple[int, int], int],
) -> Iterator[dict[str, Any]]:
    """Rows of events; fills in how often each voter acted and what counts in the end."""
    for vote in votes:
        acts[vote.voter_id] += 1
        marks[vote.voter_id, ids[vote.number]] = vote.value
        yield {
            "call_id": poll.call_id,
            "id": new_id(),
            "poll_id": poll.id,
            "voter_id": vote.voter_id,
            "option_id": ids[vote.number],
            "act": acts[vote.voter_id],
            "value": vote.value,
            "at": vote.at,
        }


def _count(poll: Poll, marks: dict[tuple[int, int], int]) -> None:
    slots: dict[int, Counter[tuple[int, int]]] = {slot: Counter() for slot in range(SLOTS)}
    for (voter, option), value in marks.items():
        slots[voter % SLOTS][option, value] += 1
    for voter in {voter for voter, _option in marks}:
        slots[voter % SLOTS][queries.VOTERS] += 1
    for slot, counts in slots.items():
        add_to_tallies(poll, dict(counts), slot)


def _store(table: Any, rows: Iterable[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            db.session.execute(sa.insert(table), batch)
            batch = []
    if batch:
        db.session.execute(sa.insert(table), batch)
