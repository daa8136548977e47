"""Every question about what is due, overdue, or unanswered for too long that is put to the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call, Stage
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.handling.models import Assignment, Signal, State
from cocreate.handling.queries import OPEN
from cocreate.outcomes.models import Disposition


def answering(paths: Collection[str] | None = None) -> Sequence[Call]:
    """Calls whose answers are awaited, of the agencies at or below `paths` or of all, the oldest close first."""
    wanted = sa.select(Call).join(Call.agency).where(Call.stage == Stage.ANSWERING)
    if paths is not None:
        wanted = wanted.where(_under(paths))
    return db.session.scalars(wanted.order_by(Call.closed_at, Call.id)).all()


def _under(paths: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))


@dataclass(frozen=True)
class Open:
    """An open assignment as the clock sees it."""

    call_id: int
    id: int
    agency_id: int
    due_on: date
    given_on: date
    is_accepted: bool


def open_assignments(due_until: date, given_until: date) -> list[Open]:
    """Assignments that are due up to a day, or given up to a day and not accepted yet."""
    row = Assignment
    late = sa.or_(row.due_on <= due_until, sa.and_(row.state == State.GIVEN, row.given_on <= given_until))
    columns = (row.call_id, row.id, row.agency_id, row.due_on, row.given_on, row.state)
    rows = db.session.execute(
        sa.select(*columns).where(row.state.in_(OPEN), late).order_by(row.due_on, row.id)
    )
    return [Open(*row[:5], is_accepted=row[5] == State.ACCEPTED) for row in rows]


def unanswered_since(received_before: datetime) -> list[tuple[int, int, datetime]]:
    """(call id, how many, when the newest of them came) of valid contributions that came before a moment and whose
    authors have no public answer yet."""
    has_answer = sa.exists().where(
        Disposition.call_id == Contribution.call_id,
        Disposition.contribution_id == Contribution.id,
        Disposition.is_current,
        Disposition.published_at.is_not(None),
    )
    # Chosen by call first, so that an index leads past everything that published calls have ever received.
    open_calls = sa.select(Call.id).where(Call.stage.not_in((Stage.DRAFT, Stage.PUBLISHED)))
    wanted = (
        sa.select(Contribution.call_id, sa.func.count(), sa.func.max(Contribution.received_at))
        .where(
            Contribution.call_id.in_(open_calls),
            Contribution.received_at <= received_before,
            contributions.wants_answer(),
            ~has_answer,
        )
        .group_by(Contribution.call_id)
    )
    return [(call_id, count, newest) for call_id, count, newest in db.session.execute(wanted)]


@dataclass(frozen=True)
class Warned:
    """One warning: what kind, about which call or assignment (0: the call), for which day, and how many it is about."""

    call_id: int
    kind: str
    about_id: int
    day: date
    count: int = 0


def remember(warned: Sequence[Warned], at: datetime) -> set[tuple[int, str, int, date]]:
    """Keep warnings that were not given before, and say which those are by (call id, kind, about, day)."""
    if not warned:
        return set()
    values = [{**vars(one), "at": at} for one in warned]
    new = insert(db.session, Signal).values(values).on_conflict_do_nothing()
    rows = db.session.execute(new.returning(Signal.call_id, Signal.kind, Signal.about_id, Signal.day))
    return {tuple(row) for row in rows}


def latest_waiting(call_ids: Collection[int], kinds: Sequence[str]) -> dict[tuple[int, str], Signal]:
    """What the clock last said of each call about contributions that wait too long, in one statement."""
    rows = db.session.scalars(
        sa.select(Signal).where(Signal.call_id.in_(call_ids), Signal.kind.in_(kinds)).order_by(Signal.day)
    )
    return {(row.call_id, row.kind): row for row in rows}


@dataclass(frozen=True)
class Load:
    """What a department has in hand: open, due soon, overdue, not accepted in time, under supervision."""

    agency: Agency
    open: int
    soon: int
    overdue: int
    supervised: int


def loads(paths: Collection[str], today: date, soon: date) -> list[Load]:
    """Open assignments counted by department at or below `paths`, the most overdue first."""
    row = Assignment

    def how_many(test: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((test, 1), else_=0))

    wanted = (
        sa.select(
            Agency,
            sa.func.count(),
            how_many(row.due_on.between(today, soon)),
            how_many(row.due_on < today),
            how_many(row.is_supervised.is_(True)),
        )
        .join(row, row.agency_id == Agency.id)
        .where(row.state.in_(OPEN), _under(paths))
        .group_by(Agency.id)
    )
    found = [Load(*values) for values in db.session.execute(wanted)]
    return sorted(found, key=lambda load: (-load.overdue, -load.soon, load.agency.path))
