"""Every question to the database about errors that readers found in published outcomes."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.outcomes.erratum_models import Erratum, Settled

SHOWN = 200
NO_SUCH = _l("Nobody has reported an error with this number.")


def get(call_id: int, number: int) -> Erratum:
    """The report with this number within its call, the reporter loaded. NotFound when there is none."""
    found = db.session.scalar(_of_call(call_id).where(Erratum.number == number))
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def by_id(call_id: int, erratum_id: int) -> Erratum:
    """A report by its row ids, as events name it. NotFound when there is none."""
    found = db.session.get(Erratum, (call_id, erratum_id))
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def of_call(call_id: int, *settled: Settled) -> Sequence[Erratum]:
    """The reports of a call that were settled so, the oldest first, the reporters loaded; one statement."""
    wanted = _of_call(call_id).where(Erratum.settled.in_(settled))
    return db.session.scalars(wanted.order_by(Erratum.number).limit(SHOWN)).all()


def last_number(call_id: int) -> int:
    """The number of the latest report of a call, 0 when there is none."""
    return db.session.scalar(sa.select(sa.func.max(Erratum.number)).where(Erratum.call_id == call_id)) or 0


def waiting_of(call_id: int, user_id: int | None) -> Sequence[Erratum]:
    """What this person has reported in a call and nobody has settled."""
    mine = sa.and_(Erratum.call_id == call_id, Erratum.reported_by_id == user_id)
    return db.session.scalars(sa.select(Erratum).where(mine, Erratum.settled == Settled.WAITING)).all()


def _of_call(call_id: int) -> sa.Select[Erratum]:
    return sa.select(Erratum).where(Erratum.call_id == call_id).options(joinedload(Erratum.reporter))
