"""Drafts: words not sent yet, kept for a person or for the browser of a guest, and claimed at sign-in."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import cast

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.contributions import draft_queries, rules
from cocreate.contributions.models import Draft
from cocreate.contributions.service import Words
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.policy import require

GUEST_DRAFTS_KEPT = timedelta(days=7)


def save(
    actor: Actor, call: Call, words: Words, *, guest_key: str | None = None, parent_number: str | None = None
) -> Draft:
    """Keep the words; a second save overwrites the first. One draft a call and person (and comment thread)."""
    require(actor, "contribution.draft", call)
    rules.check_draft(words.title, words.body)
    draft = draft_queries.find_draft(
        call.id, user_id=actor.user_id, guest_key=guest_key, parent_number=parent_number
    )
    if draft is None:
        owner = {"user_id": actor.user_id} if actor.user_id is not None else {"guest_key": guest_key}
        draft = Draft(call_id=call.id, parent_number=parent_number, **owner)
        db.session.add(draft)
    draft.title, draft.body = words.title, words.body
    draft.clause_id, draft.is_private = words.clause_id, words.is_private
    draft.saved_at = now()
    db.session.flush()
    return draft


def discard(
    call_id: int, *, user_id: int | None, guest_key: str | None, parent_number: str | None = None
) -> None:
    """Let go of a draft that was sent, or that its owner no longer wants."""
    if user_id is None and guest_key is None:
        return
    asked = {"call": call_id, "owner": guest_key if user_id is None else user_id, "parent": parent_number}
    db.session.execute(_gone(user_id is not None, parent_number is not None), asked)


@cache
def _gone(of_person: bool, is_comment: bool) -> sa.Delete:
    table = cast(sa.Table, Draft.__table__)
    owner = table.c.user_id if of_person else table.c.guest_key
    parent = (
        table.c.parent_number == sa.bindparam("parent") if is_comment else table.c.parent_number.is_(None)
    )
    chosen = sa.and_(table.c.call_id == sa.bindparam("call"), owner == sa.bindparam("owner"), parent)
    return sa.delete(table).where(chosen)


def claim(user_id: int, guest_key: str) -> None:
    """Hand a guest's drafts to the person who has just signed in with that browser."""
    statement = sa.update(Draft).where(Draft.guest_key == guest_key).values(user_id=user_id, guest_key=None)
    db.session.execute(statement)


def forget_old() -> None:
    """Drop guests' drafts that nobody came back for."""
    old = sa.and_(Draft.guest_key.is_not(None), Draft.saved_at < now() - GUEST_DRAFTS_KEPT)
    db.session.execute(sa.delete(Draft).where(old))
