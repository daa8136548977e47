"""Answers that somebody has begun: kept on the server while they type, dropped when the answer is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import User
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.batches import pieces
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.core.policy import require
from cocreate.outcomes.desk_models import Unfinished

LATELY = timedelta(minutes=30)
LONGEST = 4000  # of one field; more than an answer can hold, so that what is too long is not lost either


def save(
    actor: Actor, contribution: Contribution, call: Call, words: Mapping[str, Any], seen: int
) -> Unfinished:
    """Keep what a person has typed so far as an answer; it counts for nothing until it is kept as one."""
    require(actor, "outcome.answer", call)
    kept = {name: str(text)[:LONGEST] for name, text in words.items() if text}
    key = {"call_id": call.id, "contribution_id": contribution.id, "user_id": actor.user_id}
    values = {"words": kept, "seen": seen, "saved_at": now()}
    new = insert(db.session, Unfinished).values(**key, **values)
    db.session.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))
    return db.session.get_one(Unfinished, tuple(key.values()), populate_existing=True)


def of_person(call_id: int, contribution_id: int, user_id: int | None) -> Unfinished | None:
    """What this person has begun to answer to a contribution, if anything."""
    key = (call_id, contribution_id, user_id)
    return db.session.get(Unfinished, key) if user_id is not None else None


def writers(call_id: int, ids: Collection[int], but: int | None) -> dict[int, str]:
    """Who else has typed an answer lately, by contribution id: the name of one of them; one statement."""
    lately = _lately(call_id, but).where(Unfinished.contribution_id.in_(ids))
    return dict(db.session.execute(lately.with_only_columns(Unfinished.contribution_id, User.name)).all())


def writer(call_id: int, contribution_id: Any, but: int | None) -> sa.ScalarSelect[str]:
    """The same as a column of a statement about contributions; `contribution_id` is the column of their ids."""
    return (
        _lately(call_id, but).where(Unfinished.contribution_id == contribution_id).limit(1).scalar_subquery()
    )


def _lately(call_id: int, but: int | None) -> sa.Select[str]:
    return (
        sa.select(User.name)
        .select_from(Unfinished)
        .join(User, User.id == Unfinished.user_id)
        .where(
            Unfinished.call_id == call_id,
            Unfinished.user_id != (but or 0),
            Unfinished.saved_at > now() - LATELY,
        )
    )


def drop(call_id: int, ids: Sequence[int], user_id: int | None) -> None:
    """Let go of what a person had begun, since it is kept as an answer, or no longer wanted."""
    for some in pieces(ids):
        mine = sa.and_(
            Unfinished.call_id == call_id,
            Unfinished.contribution_id.in_(some),
            Unfinished.user_id == user_id,
        )
        db.session.execute(sa.delete(Unfinished).where(mine))
