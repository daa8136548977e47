"""Keeps the list of what waits for an answer equal to the rows: in the same transaction, a statement or two a change."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from cocreate.contributions import queries as contributions
from cocreate.contributions import rules
from cocreate.contributions.events import ContributionsArrived, ContributionSubmitted
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.core.db import db
from cocreate.core.dialect import built, insert
from cocreate.outcomes.models import Awaiting, Disposition


def has_none() -> sa.ColumnElement[bool]:
    """The condition that a contribution has no answer."""
    return ~sa.exists().where(
        Disposition.call_id == Contribution.call_id,
        Disposition.contribution_id == Contribution.id,
        Disposition.is_current,
    )


def answered(call_id: int, ids: Collection[int]) -> None:
    """These have an answer now."""
    gone = sa.and_(Awaiting.call_id == call_id, Awaiting.contribution_id.in_(ids))
    _run(sa.delete(Awaiting).where(gone))


def look_again(call_id: int, ids: Collection[int]) -> None:
    """Note anew whether these wait, by what their rows say."""
    waits = _waiting(call_id, ids)
    over = sa.and_(
        Awaiting.call_id == call_id,
        Awaiting.contribution_id.in_(ids),
        Awaiting.contribution_id.not_in(sa.select(waits.c.id)),
    )
    _run(sa.delete(Awaiting).where(over))
    _note(waits)


def arrived(event: ContributionSubmitted | ContributionsArrived) -> None:
    """What was sent or imported just now waits from now on."""
    if isinstance(event, ContributionsArrived):
        _note(_waiting(event.call_id, event.contribution_ids))
    elif rules.wants_answer(Kind(event.kind), State(event.state), None):  # nobody can have answered it yet
        row = {"call_id": event.call_id, "contribution_id": event.contribution_id}
        _run(_noted(db.session), row)


def counted(call_id: int) -> set[int]:
    """What waits, found anew in the rows, to prove that the list is right."""
    return set(db.session.scalars(sa.select(_waiting(call_id, None).c.id)))


def _waiting(call_id: int, ids: Collection[int] | None) -> sa.Subquery:
    asked = sa.select(Contribution.call_id, Contribution.id).where(
        Contribution.call_id == call_id, contributions.wants_answer(), has_none()
    )
    return (asked if ids is None else asked.where(Contribution.id.in_(ids))).subquery()


def _note(waits: sa.Subquery) -> None:
    # SQLite can't tell ON CONFLICT from a join's ON unless the SELECT has a WHERE.
    chosen = sa.select(waits.c.call_id, waits.c.id).where(sa.true())
    new = insert(db.session, Awaiting).from_select(["call_id", "contribution_id"], chosen)
    _run(new.on_conflict_do_nothing(index_elements=["call_id", "contribution_id"]))


@built
def _noted(insert: Any) -> Any:
    return insert(Awaiting.__table__).on_conflict_do_nothing(index_elements=["call_id", "contribution_id"])


def _run(statement: sa.Executable, values: dict[str, int] | None = None) -> None:
    db.session.execute(statement, values, execution_options={"synchronize_session": False})
