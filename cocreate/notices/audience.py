"""Who is concerned by what is published of a call, read in batches by key: each batch costs the same, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.ballots.models import Vote
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.core.db import db
from cocreate.notices.models import Subscription

Key = list[int]


@dataclass(frozen=True)
class Batch:
    """Some people (one may come again in a later batch), and where the next batch begins: None after the last."""

    people: list[int]
    next_key: Key | None


def _owed() -> sa.ColumnElement[bool]:
    return sa.and_(
        Contribution.author_id.is_not(None),
        Contribution.kind != Kind.COMMENT,
        Contribution.state.in_((State.PUBLIC, State.IN_REVIEW)),
    )


def authored(call_id: int, *, after: int, limit: int) -> Sequence[Contribution]:
    """Contributions of people with an account who are owed an answer, in order of id."""
    statement = sa.select(Contribution).where(
        Contribution.call_id == call_id, _owed(), Contribution.id > after
    )
    return db.session.scalars(statement.order_by(Contribution.id).limit(limit)).all()


def authors_among(call_id: int, people: Collection[int]) -> set[int]:
    """Those of these people who are owed an answer of their own in the call."""
    statement = sa.select(Contribution.author_id).where(
        Contribution.author_id.in_(people), Contribution.call_id == call_id, _owed()
    )
    return {one for one in db.session.scalars(statement.distinct()) if one is not None}


def supporters(call_id: int, after: Key, limit: int) -> Batch:
    """People who support something in the call, by ballot, contribution and person."""
    key = (Vote.ballot_id, Vote.target_id, Vote.voter_id)
    chosen = sa.select(*key, Vote.weight).where(Vote.call_id == call_id).order_by(*key).limit(limit)
    if after:
        chosen = chosen.where(sa.tuple_(*key) > sa.tuple_(*(sa.literal(part) for part in after)))
    rows = db.session.execute(chosen).all()
    last = list(rows[-1][:3]) if len(rows) == limit else None
    return Batch([row.voter_id for row in rows if row.weight > 0], last)


def commenters(call_id: int, after: Key, limit: int) -> Batch:
    """People whose comments in the call are public."""
    chosen = sa.select(Contribution.id, Contribution.author_id).where(
        Contribution.call_id == call_id,
        Contribution.kind == Kind.COMMENT,
        Contribution.state == State.PUBLIC,
        Contribution.author_id.is_not(None),
        Contribution.id > (after[0] if after else 0),
    )
    rows = db.session.execute(chosen.order_by(Contribution.id).limit(limit)).all()
    return Batch([row.author_id for row in rows], [rows[-1].id] if len(rows) == limit else None)


def followers(call_id: int, after: Key, limit: int) -> Batch:
    """People who follow something in the call, or the call itself."""
    key = (Subscription.contribution_id, Subscription.user_id)
    chosen = sa.select(*key).where(Subscription.call_id == call_id).order_by(*key).limit(limit)
    if after:
        chosen = chosen.where(sa.tuple_(*key) > sa.tuple_(*(sa.literal(part) for part in after)))
    rows = db.session.execute(chosen).all()
    return Batch([row.user_id for row in rows], list(rows[-1]) if len(rows) == limit else None)


def beside(call_id: int, contribution_id: int, *, after: int, limit: int) -> list[int]:
    """Ids of people who support or follow one contribution, in order."""
    supports = sa.select(Vote.voter_id.label("id")).where(
        Vote.call_id == call_id, Vote.target_id == contribution_id, Vote.weight > 0
    )
    follows = sa.select(Subscription.user_id).where(
        Subscription.call_id == call_id, Subscription.contribution_id == contribution_id
    )
    both = supports.union(follows).subquery()
    return list(
        db.session.scalars(sa.select(both.c.id).where(both.c.id > after).order_by(both.c.id).limit(limit))
    )


# In this order: who is several of these hears of it as the first.
CONCERNED: dict[str, Callable[[int, Key, int], Batch]] = {
    "support": supporters,
    "comment": commenters,
    "follow": followers,
}
