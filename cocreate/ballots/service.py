"""Casting and taking back: one current vote per person and target, whatever races whatever."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import sqlalchemy as sa

from cocreate.ballots import queries
from cocreate.ballots.events import VoteCast
from cocreate.ballots.models import Ballot, Method, Tally, Vote, VoteEvent
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, writing
from cocreate.core.dialect import built, insert
from cocreate.core.errors import Denied
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require

VOTE = cast(sa.Table, Vote.__table__)
EVENT = sa.insert(cast(sa.Table, VoteEvent.__table__))
KEY = ("call_id", "ballot_id", "target_id", "voter_id")
UNMARKED = (
    sa.update(VOTE)
    .where(*(VOTE.c[name] == sa.bindparam(f"of_{name}") for name in KEY), VOTE.c.weight != 0)
    .values(weight=0, at=sa.bindparam("moment"))
)
HELD = 2000  # targets of one statement
SET_ASIDE = _l(
    "Your support was set aside after a review of the votes. The reason stands with the ballots of this call."
)


def support(actor: Actor, contribution: Contribution, call: Call) -> int:
    """Support a contribution; a second time changes nothing. Returns what the tally grew by, 0 or 1."""
    return _mark(actor, contribution, call, 1)


def retract(actor: Actor, contribution: Contribution, call: Call) -> int:
    """Take one's support back; without any, changes nothing. Returns what the tally grew by, 0 or -1."""
    return _mark(actor, contribution, call, 0)


def hold(call_id: int, target_ids: Collection[int]) -> None:
    """Keep the votes on these targets from changing until the end of the transaction, so that they can be counted.

    Each vote writes the tally of its target; here each tally is written once, as it is, made where there is none."""
    ballot_id, ordered = _ballot_id(call_id), sorted(set(target_ids))
    for start in range(0, len(ordered), HELD):
        rows = [
            {"call_id": call_id, "ballot_id": ballot_id, "target_id": target, "votes": 0}
            for target in ordered[start : start + HELD]
        ]
        new = insert(db.session, Tally).values(rows)
        keys = ["call_id", "ballot_id", "target_id"]
        db.session.execute(new.on_conflict_do_update(index_elements=keys, set_={"votes": Tally.votes}))


def _mark(actor: Actor, contribution: Contribution, call: Call, weight: int) -> int:
    require(actor, "ballot.support", (contribution, call))
    ballot_id = _ballot_id(call.id)
    change = _set_vote(call.id, ballot_id, contribution.id, actor.user_id, weight)
    if change == 0:
        return 0
    key = {"call_id": call.id, "ballot_id": ballot_id, "target_id": contribution.id}
    event = {**key, "id": new_id(), "voter_id": actor.user_id, "weight": weight, "at": now()}
    connection = writing()
    connection.execute(EVENT, event)
    connection.execute(_tallied(db.session), {**key, "votes": change})
    emit(VoteCast(call.id, contribution.id, actor.user_id or 0, change))
    return change


def _ballot_id(call_id: int) -> int:
    found = queries.ballot_id(call_id)
    if found is None:
        new = insert(db.session, Ballot).values(
            call_id=call_id, id=new_id(), method=Method.SUPPORT, created_at=now()
        )
        db.session.execute(new.on_conflict_do_nothing(index_elements=["call_id", "method"]))
        found = queries.ballot_id(call_id)
        assert found is not None
    return found


def _set_vote(call_id: int, ballot_id: int, target_id: int, voter_id: int | None, weight: int) -> int:
    """Put the mark in place only when it differs, decided by the database: racing requests can't both win."""
    key = {"call_id": call_id, "ballot_id": ballot_id, "target_id": target_id, "voter_id": voter_id}
    if weight:
        marked = writing().execute(_marked(db.session), {**key, "weight": weight, "at": now()})
        if marked.first() is not None:
            return weight
        if queries.is_set_aside(call_id, ballot_id, target_id, voter_id):
            raise Denied(SET_ASIDE)
        return 0
    return -int(
        writing().execute(UNMARKED, {**{f"of_{name}": key[name] for name in KEY}, "moment": now()}).rowcount
    )


@built
def _marked(insert: Any) -> Any:
    table = Vote.__table__
    new = insert(table)
    return new.on_conflict_do_update(
        index_elements=["call_id", "ballot_id", "target_id", "voter_id"],
        set_={"weight": new.excluded.weight, "at": new.excluded.at},
        where=sa.and_(table.c.weight != new.excluded.weight, table.c.set_aside_id.is_(None)),
    ).returning(table.c.weight)


@built
def _tallied(insert: Any) -> Any:
    table = Tally.__table__
    new = insert(table)
    return new.on_conflict_do_update(
        index_elements=["call_id", "ballot_id", "target_id"],
        set_={"votes": table.c.votes + new.excluded.votes},
    )
