"""Every question about assignments and their steps that is put to the database."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.accounts.models import Agency, User
from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of
from cocreate.handling.models import Assignment, HandlingStep, Part, State

OPEN = (State.GIVEN, State.ACCEPTED)
IN_HAND = (*OPEN, State.HANDED_IN, State.CLOSED)
NO_SUCH = _l("There is no such assignment.")


class Show(enum.StrEnum):
    """What a list of assignments shows."""

    OPEN = "open"
    GIVEN = "given"
    SOON = "soon"
    OVERDUE = "overdue"
    ASKED = "asked"
    DONE = "done"


@dataclass(frozen=True)
class Days:
    """The days that divide a list: due soon is up to `soon`, overdue is before `today`."""

    today: date
    soon: date


def _full() -> sa.Select[Assignment]:
    return sa.select(Assignment).options(joinedload(Assignment.contribution).joinedload(Contribution.author))


def get(number: str, slug: str) -> Assignment:
    """The latest assignment of a contribution to a department, all that it shows loaded. NotFound when there is none."""
    wanted = (
        _full()
        .join(Contribution, _its_contribution())
        .join(Agency, Agency.id == Assignment.agency_id)
        .where(Contribution.number == number, Agency.slug == slug)
        .order_by(Assignment.id.desc())
        .limit(1)
    )
    found = db.session.scalar(wanted) if "\0" not in number + slug else None
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def _its_contribution() -> sa.ColumnElement[bool]:
    return sa.and_(Contribution.call_id == Assignment.call_id, Contribution.id == Assignment.contribution_id)


def by_ids(call_id: int, ids: Iterable[int]) -> list[Assignment]:
    """Assignments of a call by row id, all that they show loaded."""
    wanted = _full().where(Assignment.call_id == call_id, Assignment.id.in_(set(ids)))
    return list(db.session.scalars(wanted.order_by(Assignment.id)))


def of_contribution(call_id: int, contribution_id: int) -> list[Assignment]:
    """All assignments of one contribution, the lead first, then in order."""
    wanted = sa.select(Assignment).where(
        Assignment.call_id == call_id, Assignment.contribution_id == contribution_id
    )
    rows = db.session.scalars(wanted.order_by(Assignment.id)).all()
    return sorted(rows, key=lambda row: row.part is not Part.LEAD)


def is_assigned(call_id: int, contribution_id: int, paths: Collection[str]) -> bool:
    """Whether a department at or below one of these paths has, or had until the result, this contribution in hand."""
    found = sa.exists().where(
        Assignment.call_id == call_id,
        Assignment.contribution_id == contribution_id,
        Assignment.state.in_(IN_HAND),
        Assignment.agency_id == Agency.id,
        _under(paths),
    )
    return bool(db.session.scalar(sa.select(found)))


def _under(paths: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))


def _shown(show: Show, days: Days) -> sa.ColumnElement[bool]:
    is_open = Assignment.state.in_(OPEN)
    if show is Show.GIVEN:
        return Assignment.state == State.GIVEN
    if show is Show.SOON:
        return sa.and_(is_open, Assignment.due_on.between(days.today, days.soon))
    if show is Show.OVERDUE:
        return sa.and_(is_open, Assignment.due_on < days.today)
    if show is Show.ASKED:
        return sa.and_(is_open, Assignment.asked_for.is_not(None))
    return is_open if show is Show.OPEN else ~is_open


def _of(
    paths: Collection[str] | None, call_id: int | None, show: Show, days: Days
) -> list[sa.ColumnElement[bool]]:
    found = [_shown(show, days)]
    if paths is not None:
        found.append(Assignment.agency_id.in_(sa.select(Agency.id).where(_under(paths))))
    if call_id is not None:
        found.append(Assignment.call_id == call_id)
    return found


def listed(
    days: Days,
    show: Show = Show.OPEN,
    *,
    paths: Collection[str] | None = None,
    call_id: int | None = None,
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> Page[Assignment]:
    """One page of assignments to the departments at or below `paths` (None: all), of one call or all, by due day.

    `after` is the due day and id that the page starts after; the page's next key is "2026-11-23.123"."""
    wanted = _full().where(*_of(paths, call_id, show, days))
    if after is not None:
        wanted = wanted.where(
            sa.tuple_(Assignment.due_on, Assignment.id) > sa.tuple_(*map(sa.literal, after))
        )
    rows = db.session.scalars(wanted.order_by(Assignment.due_on, Assignment.id).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: f"{row.due_on.isoformat()}.{row.id}")


def counts(
    days: Days, *, paths: Collection[str] | None = None, call_id: int | None = None
) -> dict[Show, int]:
    """How many assignments each list has that is not done, in one statement."""
    asked = [show for show in Show if show is not Show.DONE]
    sums = [sa.func.coalesce(sa.func.sum(sa.case((_shown(show, days), 1), else_=0)), 0) for show in asked]
    row = db.session.execute(sa.select(*sums).where(*_of(paths, call_id, Show.OPEN, days))).one()
    return dict(zip(asked, map(int, row), strict=True))


@dataclass(frozen=True)
class Told:
    """A step with the name of who did it; empty for the platform itself."""

    step: HandlingStep
    by: str


def steps(call_id: int, assignment_ids: Collection[int]) -> list[Told]:
    """The steps of assignments (0: of the deadline of the call itself), in order, in one statement."""
    wanted = (
        sa.select(HandlingStep, User.name)
        .outerjoin(User, User.id == HandlingStep.by_id)
        .where(HandlingStep.call_id == call_id, HandlingStep.assignment_id.in_(assignment_ids))
    )
    rows = db.session.execute(wanted.order_by(HandlingStep.id))
    return [Told(step, name or "") for step, name in rows]


def step(call_id: int, step_id: int) -> HandlingStep:
    """One step. NotFound when there is none."""
    found = db.session.get(HandlingStep, (call_id, step_id))
    if found is None:
        raise NotFound(NO_SUCH)
    return found


@dataclass(frozen=True)
class InHand:
    """What the public reads of an assignment: the leading department, and the day it was extended to."""

    agency: Agency
    extended_to: date | None


def leads_now() -> sa.ColumnElement[bool]:
    """The condition that an assignment is that of the department which leads on its contribution now."""
    return sa.and_(Assignment.part == Part.LEAD, Assignment.state.in_((*OPEN, State.HANDED_IN)))


def leads(call_id: int, contribution_ids: Collection[int]) -> dict[int, Agency]:
    """The department that leads, or led until the end, on each of these, by contribution id, in one statement."""
    wanted = (
        sa.select(Assignment.contribution_id, Agency)
        .join(Agency, Assignment.agency_id == Agency.id)
        .where(
            Assignment.call_id == call_id,
            Assignment.contribution_id.in_(contribution_ids),
            Assignment.part == Part.LEAD,
            Assignment.state.in_((*OPEN, State.HANDED_IN, State.CLOSED)),
        )
        .order_by(Assignment.id)
    )
    return dict(db.session.execute(wanted).all()) if contribution_ids else {}


def departments(call_path: str) -> Sequence[Agency]:
    """The agencies that contributions of a call of the agency at `call_path` can be given to, in the order of the tree."""
    rows = db.session.scalars(sa.select(Agency)).all()
    allowed = [row for row in rows if not call_path.startswith(row.path)]
    return sorted(allowed, key=lambda row: [int(part) for part in row.path.strip("/").split("/")])
