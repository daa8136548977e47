"""What the public can know of contributions that have no answer yet: who leads on them, or by which rule they were closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.contributions.models import Contribution
from cocreate.core.db import among, db
from cocreate.handling import queries as handling
from cocreate.handling.models import Assignment
from cocreate.handling.queries import InHand
from cocreate.outcomes import undoing


@dataclass(frozen=True)
class Pending:
    """The department that leads on it now, and the stated rule by which it was closed together with others."""

    in_hand: InHand | None = None
    rule: str = ""


NOTHING = Pending()


def by_keys(keys: Iterable[tuple[int, int]]) -> dict[int, Pending]:
    """By contribution id, wanted by (call id, contribution id), in one statement."""
    same = sa.and_(Assignment.call_id == Contribution.call_id, Assignment.contribution_id == Contribution.id)
    rule = undoing.rule_of(Contribution.call_id, Contribution.id)
    statement = (
        sa.select(Contribution.id, Agency, Assignment.due_on, Assignment.first_due_on, rule)
        .select_from(Contribution)
        .outerjoin(Assignment, sa.and_(same, handling.leads_now()))
        .outerjoin(Agency, Agency.id == Assignment.agency_id)
        .where(among(Contribution.call_id, Contribution.id, keys))
        .order_by(Assignment.id)  # of several, the one given last
    )
    found: dict[int, Pending] = {}
    for one, agency, due_on, first_due_on, said in db.session.execute(statement):
        in_hand = InHand(agency, due_on if first_due_on is not None else None) if agency else None
        found[one] = Pending(in_hand, said or "")
    return found
