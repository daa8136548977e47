"""How contributions stand on the desk right now, in plain values by id: what bulk acts record and undoing compares."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from cocreate.contributions.models import Contribution
from cocreate.core.batches import pieces
from cocreate.core.db import db
from cocreate.outcomes.desk_models import Sorting
from cocreate.outcomes.models import Disposition


def answers(call_id: int, ids: Collection[int]) -> dict[int, int]:
    """The number of the current version of each answer; those without one are absent."""
    found: dict[int, int] = {}
    for some in pieces(ids):
        asked = sa.select(Disposition.contribution_id, Disposition.number).where(
            Disposition.call_id == call_id, Disposition.contribution_id.in_(some), Disposition.is_current
        )
        found |= dict(db.session.execute(asked).all())
    return found


def validities(rows: Sequence[Contribution]) -> dict[int, str | None]:
    """What is recorded as the validity of each of these locked rows."""
    return {one.id: one.validity.value if one.validity else None for one in rows}


def topics(call_id: int, ids: Collection[int]) -> dict[int, str]:
    """The topic of each; those without one are absent."""
    found: dict[int, str] = {}
    for some in pieces(ids):
        asked = sa.select(Sorting.contribution_id, Sorting.topic).where(
            Sorting.call_id == call_id, Sorting.contribution_id.in_(some)
        )
        found |= dict(db.session.execute(asked).all())
    return found
