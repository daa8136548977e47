"""Every question about notices that is put to the database."""

from __future__ import annotations

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.notices.models import Notice


def unread(user_id: int | None) -> int:
    """How many notices a person has not read; 0 for a guest."""
    statement = sa.select(sa.func.count()).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return db.session.scalar(statement) or 0
