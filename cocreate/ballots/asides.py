"""Takes the support of some people out of the count, and puts it back; each is an event, and no row goes.

Who may do that, and why, is decided by the room that calls (scrutiny)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa

from cocreate.ballots import queries
from cocreate.ballots.events import VoteReweighed
from cocreate.ballots.models import Tally, Vote, VoteEvent
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.core.ids import new_id

SOME = 1000  # voters of one statement


def set_aside(call_id: int, voter_ids: Collection[int], decision_id: int) -> tuple[int, int]:
    """Let all support of these people in a call weigh nothing; returns how many people and votes that took out."""
    ordered, pairs = sorted(set(voter_ids)), list[tuple[int, int]]()
    for start in range(0, len(ordered), SOME):
        those = sa.and_(Vote.voter_id.in_(ordered[start : start + SOME]), Vote.weight > 0)
        pairs += _switch(call_id, those, 0, decision_id)
    return _count(call_id, pairs, 0)


def restore(call_id: int, decision_id: int) -> tuple[int, int]:
    """Let what a decision had set aside weigh again; returns how many people and votes that put back."""
    return _count(call_id, _switch(call_id, Vote.set_aside_id == decision_id, 1, None), 1)


def _switch(
    call_id: int, which: sa.ColumnElement[bool], weight: int, aside: int | None
) -> list[tuple[int, int]]:
    statement = (
        sa.update(Vote)
        .where(Vote.call_id == call_id, which)
        .values(weight=weight, set_aside_id=aside, at=now())
        .returning(Vote.target_id, Vote.voter_id)
        .execution_options(synchronize_session=False)
    )
    return [(target, voter) for target, voter in db.session.execute(statement)]


def _count(call_id: int, pairs: list[tuple[int, int]], weight: int) -> tuple[int, int]:
    """Write the events, bring the tallies (in one order, as everybody does), and say what changed."""
    ballot_id = queries.ballot_id(call_id)
    if not pairs or ballot_id is None:
        return 0, 0
    key, moment = {"call_id": call_id, "ballot_id": ballot_id}, now()
    rows = [
        {**key, "id": new_id(), "voter_id": voter, "target_id": target, "weight": weight, "at": moment}
        for target, voter in pairs
    ]
    db.session.execute(sa.insert(VoteEvent), rows)
    change = 1 if weight else -1
    counts = Counter(target for target, _voter in pairs)
    for target in sorted(counts):
        step = change * counts[target]
        mine = (Tally.call_id == call_id, Tally.ballot_id == ballot_id, Tally.target_id == target)
        db.session.execute(sa.update(Tally).where(*mine).values(votes=Tally.votes + step))
    for target, voter in pairs:
        emit(VoteReweighed(call_id, target, voter, change))
    return len({voter for _target, voter in pairs}), len(pairs)
