"""Every question about drafts that is put to the database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from cocreate.contributions.models import Draft
from cocreate.core.db import db


def find_draft(
    call_id: int, *, user_id: int | None, guest_key: str | None, parent_number: str | None = None
) -> Draft | None:
    """The words that a person or a guest's browser has begun for a call, if any."""
    if user_id is None and guest_key is None:
        return None
    asked = {"call_id": call_id, "owner": guest_key if user_id is None else user_id, "parent": parent_number}
    return db.session.scalar(_draft(user_id is not None, parent_number is not None), asked)


@cache
def _draft(of_person: bool, is_comment: bool) -> sa.Select[Draft]:
    owner = Draft.user_id if of_person else Draft.guest_key
    parent = Draft.parent_number == sa.bindparam("parent") if is_comment else Draft.parent_number.is_(None)
    statement = sa.select(Draft).where(
        Draft.call_id == sa.bindparam("call_id"), owner == sa.bindparam("owner"), parent
    )
    return statement.order_by(Draft.saved_at.desc()).limit(1)


def drafts_of(user_id: int) -> Sequence[Draft]:
    """A person's drafts, the latest first."""
    statement = sa.select(Draft).where(Draft.user_id == user_id).order_by(Draft.saved_at.desc())
    return db.session.scalars(statement.limit(50)).all()
