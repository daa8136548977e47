"""Remarks that staff leave each other on a contribution; nobody outside the agency reads them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.outcomes.desk_models import Remark
from cocreate.outcomes.rules import NOTE_LIMIT


def add(actor: Actor, contribution: Contribution, call: Call, body: str) -> Remark:
    """Leave a remark for colleagues. It can't be changed afterwards: say more in another one."""
    require(actor, "outcome.remark", call)
    said = body.strip()
    if not said:
        raise Invalid(_l("Please write the remark first."), "remark")
    if len(said) > NOTE_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=NOTE_LIMIT), "remark")
    row = Remark(call_id=call.id, contribution_id=contribution.id, author_id=actor.user_id, body=said)
    db.session.add(row)
    db.session.flush()
    return row


def of_contribution(call_id: int, contribution_id: int) -> Sequence[Remark]:
    """The remarks on a contribution, the oldest first."""
    mine = sa.and_(Remark.call_id == call_id, Remark.contribution_id == contribution_id)
    return db.session.scalars(sa.select(Remark).where(mine).order_by(Remark.id)).all()
