"""Opening the scorecards of an agency and all below it, and closing them: every choice is kept with its reason."""

from __future__ import annotations

from cocreate.accounts.models import Agency
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.core.policy import require
from cocreate.insights import rules
from cocreate.insights.events import ScorecardOpened
from cocreate.insights.models import Audience, ScorecardOpening


def open_to(actor: Actor, agency: Agency, audience: Audience, reason: str) -> ScorecardOpening:
    """Choose who may read them from now on; it holds below, where no other choice was made. Invalid without a reason."""
    require(actor, "scorecard.open", agency)
    row = ScorecardOpening(
        agency_id=agency.id,
        audience=audience,
        reason=rules.checked_reason(reason),
        chosen_by_id=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    emit(ScorecardOpened(agency.id, audience.value))
    return row
