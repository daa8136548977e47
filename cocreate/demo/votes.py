"""Casts the demo city's support in one batch: the same rows as ballots leaves, without thousands of round trips."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from cocreate.ballots.models import Ballot, Tally, Vote, VoteEvent
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.ids import new_id


@dataclass(frozen=True)
class Mark:
    """One person's support for one contribution, with the id it got at its own time."""

    id: int
    call_id: int
    target_id: int
    voter_id: int
    at: datetime


def mark(call_id: int, target_id: int, voter_id: int) -> Mark:
    """Support given at the clock's present moment; it counts when all are cast."""
    return Mark(new_id(), call_id, target_id, voter_id, now())


def cast(marks: list[Mark]) -> None:
    """Write ballots, events, current votes and tallies; nobody may have voted on these calls before."""
    ballots = {
        one.call_id: Ballot(call_id=one.call_id, id=new_id(), created_at=one.at) for one in reversed(marks)
    }
    db.session.add_all(ballots.values())
    db.session.flush()
    events, votes, tallies = [], [], Counter[tuple[int, int]]()
    for one in marks:
        row = {
            "call_id": one.call_id,
            "ballot_id": ballots[one.call_id].id,
            "voter_id": one.voter_id,
            "target_id": one.target_id,
            "weight": 1,
            "at": one.at,
        }
        events.append({**row, "id": one.id})
        votes.append(row)
        tallies[one.call_id, one.target_id] += 1
    counted = [
        {"call_id": call, "ballot_id": ballots[call].id, "target_id": target, "votes": count}
        for (call, target), count in tallies.items()
    ]
    for table, rows in ((VoteEvent, events), (Vote, votes), (Tally, counted)):
        if rows:
            db.session.execute(sa.insert(table), rows)
