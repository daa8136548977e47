"""Every question that scorecards put to the database: a fixed number of statements, however many contributions there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import local_date
from cocreate.core.localtime import end_of, start_of
from cocreate.core.settings import settings
from cocreate.insights.models import Audience, ScorecardOpening
from cocreate.insights.rules import Heap, Period
from cocreate.milestones.models import Confirmation, Kept
from cocreate.outcomes import schemes
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from cocreate.outcomes.question_models import Reopening


@dataclass(frozen=True)
class Scope:
    """An agency and all below it, to whom its scorecard is open, and the choice that made it so."""

    agency: Agency
    audience: Audience
    choice: ScorecardOpening | None = None

    @property
    def path(self) -> str:
        return self.agency.path


def scope(slug: str) -> Scope:
    """The scope of an agency by slug; two statements. NotFound when there is no such agency."""
    return scopes([accounts.agency(slug)])[0]


def scopes(agencies: Sequence[Agency]) -> list[Scope]:
    """The scopes of agencies: the last choice for the agency itself, else for the nearest one above; one statement."""
    lines = {one.id: [int(part) for part in one.path.strip("/").split("/")] for one in agencies}
    latest = _latest({above for line in lines.values() for above in line})

    def of(agency: Agency) -> Scope:
        choice = next((latest[above] for above in reversed(lines[agency.id]) if above in latest), None)
        return Scope(agency, choice.audience if choice else Audience.INTERNAL, choice)

    return [of(agency) for agency in agencies]


def _latest(agency_ids: Collection[int]) -> dict[int, ScorecardOpening]:
    chosen = sa.select(ScorecardOpening).where(ScorecardOpening.agency_id.in_(agency_ids))
    rows = db.session.scalars(chosen.order_by(ScorecardOpening.id))
    return {row.agency_id: row for row in rows}


def parent(agency: Agency) -> Scope | None:
    """The scope of the agency above; two statements."""
    found = db.session.get(Agency, agency.parent_id) if agency.parent_id else None
    return scopes([found])[0] if found else None


def openings(agency_id: int) -> Sequence[ScorecardOpening]:
    """Every choice for an agency with who made it, the latest first; one statement."""
    chosen = sa.select(ScorecardOpening).where(ScorecardOpening.agency_id == agency_id)
    loaded = chosen.options(joinedload(ScorecardOpening.chosen_by))
    return db.session.scalars(loaded.order_by(ScorecardOpening.id.desc())).all()


def calls_of(path: str) -> Sequence[Call]:
    """The released calls of the agency at this path and of all below it, agencies loaded; one statement."""
    within = Agency.path.startswith(path, autoescape=True)
    return db.session.scalars(
        sa.select(Call).join(Call.agency).where(within, Call.released_at.is_not(None))
    ).all()


def _of(path: str, period: Period) -> list[sa.ColumnElement[bool]]:
    """The conditions on contributions, joined with their calls and agencies, that a scorecard is about."""
    return [
        Agency.path.startswith(path, autoescape=True),
        Call.released_at.is_not(None),
        contributions.is_received(),
        Contribution.received_at >= start_of(period.first),
        Contribution.received_at < end_of(period.last),
    ]


def _of_call(model: Any) -> sa.ColumnElement[bool]:
    return sa.and_(model.call_id == Contribution.call_id, model.contribution_id == Contribution.id)


def heaps(path: str, period: Period) -> list[Heap]:
    """What came in a period to the agency at `path` and to all below it, heaped by how it fared; one statement, and one
    for each scheme of degrees that agencies made."""
    row = _fates(path, period).subquery()
    columns = (row.c.call_id, row.c.received_on, row.c.is_valid, row.c.answered_on, row.c.degree)
    found = db.session.execute(sa.select(*columns, sa.func.count()).group_by(*columns)).all()
    degrees = schemes.known({one.degree for one in found if one.degree})
    groups = {key: degree.group for key, degree in degrees.items()}
    return [
        Heap(call_id, received, bool(valid), answered, groups.get(key) if answered else None, count)
        for call_id, received, valid, answered, key, count in found
    ]


def _fates(path: str, period: Period) -> sa.Select[Any]:
    """A row for each contribution: its call, its day, whether it counts, and when and how far it was answered."""
    since, until = start_of(period.first), max(end_of(period.last), now()) + timedelta(days=2)

    def day(moment: Any) -> Any:
        return local_date(db.session, moment, settings().timezone, since, until)

    published = sa.and_(
        Outcome.call_id == Contribution.call_id, Outcome.state == OutcomeState.PUBLISHED.value
    )
    return (
        sa.select(
            Contribution.call_id,
            day(Contribution.received_at).label("received_on"),
            contributions.wants_answer().label("is_valid"),
            day(_first_public()).label("answered_on"),
            Disposition.degree,
        )
        .select_from(Contribution)
        .join(Call, Call.id == Contribution.call_id)
        .join(Agency, Agency.id == Call.agency_id)
        .outerjoin(Outcome, published)
        .outerjoin(Disposition, sa.and_(_of_call(Disposition), Disposition.is_current))
        .where(*_of(path, period))
    )


def _first_public() -> Any:
    """When an answer was first public, by itself or with the outcome; later versions don't make it later."""
    earlier = sa.orm.aliased(Disposition)
    first = (
        sa.select(sa.func.min(earlier.published_at))
        .where(_of_call(earlier))
        .correlate(Contribution)
        .scalar_subquery()
    )
    # Nearly all have one version, for which nothing further is looked up.
    by_itself = sa.case((Disposition.number == 1, Disposition.published_at), else_=first)
    return sa.case((Disposition.number.is_not(None), sa.func.coalesce(by_itself, Outcome.published_at)))


def reopened(path: str, period: Period) -> dict[int, int]:
    """How many contributions of each call, of those that came in the period, had their answer opened again after a
    justified complaint; one statement."""
    statement = (
        sa.select(Reopening.call_id, sa.func.count(sa.distinct(Reopening.contribution_id)))
        .join(Contribution, _of_call(Reopening))
        .join(Call, Call.id == Contribution.call_id)
        .join(Agency, Agency.id == Call.agency_id)
        .where(*_of(path, period), contributions.wants_answer())
        .group_by(Reopening.call_id)
    )
    return {call_id: count for call_id, count in db.session.execute(statement)}


def said(path: str, period: Period) -> dict[int, list[tuple[Kept, int, int]]]:
    """What people said in the period of the promises of each call: rows (answer, rating, how many); one statement."""
    columns = (Confirmation.call_id, Confirmation.kept, Confirmation.rating)
    statement = (
        sa.select(*columns, sa.func.count())
        .join(Call, Call.id == Confirmation.call_id)
        .join(Agency, Agency.id == Call.agency_id)
        .where(
            Agency.path.startswith(path, autoescape=True),
            Call.released_at.is_not(None),
            Confirmation.given_at >= start_of(period.first),
            Confirmation.given_at < end_of(period.last),
        )
        .group_by(*columns)
    )
    found: dict[int, list[tuple[Kept, int, int]]] = {}
    for call_id, kept, rating, count in db.session.execute(statement):
        found.setdefault(call_id, []).append((kept, rating, count))
    return found
