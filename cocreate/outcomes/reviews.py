"""What was put off comes back: on the review date of a published answer its editors are told, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from cocreate.calls.models import Call, Stage
from cocreate.core.clock import now, today
from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.core.settings import settings
from cocreate.outcomes.events import ReviewsDue
from cocreate.outcomes.models import Disposition


def tell_due(limit: int = 500) -> int:
    """Tell of published answers whose review date has come and that nobody was told of; returns how many.

    The worker calls this all the time; a second time adds nothing."""
    present = today(settings().timezone)
    of_call: dict[int, list[Disposition]] = defaultdict(list)
    for row in _due(present, limit):
        row.review_told_at = now()
        of_call[row.call_id].append(row)
    if not of_call:
        return 0
    db.session.flush()
    for call_id, rows in of_call.items():
        emit(ReviewsDue(call_id, present.isoformat(), len(rows), rows[0].contribution_id))
    return sum(map(len, of_call.values()))


def _due(present: date, limit: int) -> Sequence[Disposition]:
    wanted = (
        sa.select(Disposition)
        .join(Call, Call.id == Disposition.call_id)
        .where(
            Disposition.review_date <= present,
            Disposition.review_date.is_not(None),
            Disposition.review_told_at.is_(None),
            Disposition.is_current,
            Call.stage == Stage.PUBLISHED,
        )
        .order_by(Disposition.review_date, Disposition.call_id, Disposition.contribution_id)
        .limit(limit)
    )
    return db.session.scalars(wanted).all()
