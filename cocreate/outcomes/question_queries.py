"""Every question to the database about what follows a published answer."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.contributions.models import Contribution
from cocreate.core.db import among, db
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.question_models import Complaint, FollowUp, Reopening


class Task(enum.StrEnum):
    """What waits for the agency after publication."""

    FOLLOW_UP = "follow_up"
    COMPLAINT = "complaint"
    REOPENING = "reopening"


@dataclass(frozen=True)
class Aftermath:
    """What followed the answers to one contribution, the latest of each first."""

    follow_ups: tuple[FollowUp, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    answers: tuple[Disposition, ...] = ()  # that stand or stood in public

    def follow_up_to(self, answer_number: int) -> FollowUp | None:
        """The question about this version of the answer."""
        return next((one for one in self.follow_ups if one.answer_number == answer_number), None)

    def complaint_about(self, answer_number: int) -> Complaint | None:
        """The complaint about this version of the answer."""
        return next((one for one in self.complaints if one.answer_number == answer_number), None)

    @property
    def open_reopening(self) -> Reopening | None:
        """The reopening that waits for its new answer, if one does."""
        return next((one for one in self.reopenings if one.closed_at is None), None)


NOTHING = Aftermath()


@dataclass(frozen=True)
class OpenTask:
    """One thing that waits, with its contribution and the last day for it."""

    task: Task
    contribution: Contribution
    answer_number: int
    due_on: date


def aftermath(call_id: int, contribution_id: int) -> Aftermath:
    """What followed the answers to one contribution, in one statement."""
    return aftermaths([(call_id, contribution_id)]).get(contribution_id, NOTHING)


def aftermaths(keys: Iterable[tuple[int, int]]) -> dict[int, Aftermath]:
    """What followed the answers to contributions, wanted by (call id, contribution id), by contribution id; one
    statement. Those that have no answer are absent."""
    statement = sa.select(Disposition, FollowUp, Complaint, Reopening).select_from(Disposition)
    for model in (FollowUp, Complaint, Reopening):
        key = sa.and_(
            model.call_id == Disposition.call_id,
            model.contribution_id == Disposition.contribution_id,
            model.answer_number == Disposition.number,
        )
        statement = statement.outerjoin(model, key)
    stood = sa.or_(Disposition.is_current, Disposition.published_at.is_not(None))
    wanted = among(Disposition.call_id, Disposition.contribution_id, keys)
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(
        statement.where(wanted, stood, Disposition.removed_at.is_(None)).order_by(Disposition.number.desc())
    ):
        found.setdefault(row[0].contribution_id, []).append(row)
    return {one: Aftermath(*(_present(rows, at) for at in (1, 2, 3, 0))) for one, rows in found.items()}


def _present(rows: Sequence[Any], at: int) -> tuple[Any, ...]:
    return tuple(row[at] for row in rows if row[at] is not None)


def follow_up(call_id: int, contribution_id: int, answer_number: int) -> FollowUp | None:
    """The question about one version of an answer, if there is one."""
    return db.session.get(FollowUp, (call_id, contribution_id, answer_number))


def complaint(call_id: int, contribution_id: int, answer_number: int) -> Complaint | None:
    """The complaint about one version of an answer, if there is one."""
    return db.session.get(Complaint, (call_id, contribution_id, answer_number))


def open_reopening(call_id: int, contribution_id: int) -> Reopening | None:
    """The reopening of a contribution's answer that waits for the new one."""
    return db.session.scalar(
        sa.select(Reopening).where(
            Reopening.call_id == call_id,
            Reopening.contribution_id == contribution_id,
            Reopening.closed_at.is_(None),
        )
    )


def prepared_by(call_id: int, contribution_id: int, answer_number: int) -> set[int | None]:
    """Who wrote this version of an answer, and who replied to the question about it."""
    row = db.session.get(Disposition, (call_id, contribution_id, answer_number))
    asked = follow_up(call_id, contribution_id, answer_number)
    return {row.prepared_by_id if row else None, asked.replied_by_id if asked else None} - {None}


WAITS: dict[Task, tuple[Any, Any]] = {
    Task.FOLLOW_UP: (FollowUp, FollowUp.replied_at),
    Task.COMPLAINT: (Complaint, Complaint.decided_at),
    Task.REOPENING: (Reopening, Reopening.closed_at),
}


def _waiting(call_id: int) -> sa.CompoundSelect[tuple[str, int, int, date]]:
    return sa.union_all(
        *(
            sa.select(
                sa.literal(task.value).label("task"),
                model.contribution_id.label("contribution_id"),
                model.answer_number.label("answer_number"),
                model.due_on.label("due_on"),
            ).where(model.call_id == call_id, done.is_(None))
            for task, (model, done) in WAITS.items()
        )
    )


def waiting_ids(call_id: int, task: Task, by: date | None = None) -> sa.Select[int]:
    """A SELECT of the contributions of a call about which this waits, of those that are due by a day when one is given."""
    model, done = WAITS[task]
    waits = sa.select(model.contribution_id).where(model.call_id == call_id, done.is_(None))
    return waits if by is None else waits.where(model.due_on <= by)


def due_of(call_id: int, task: Task, contribution_id: Any) -> sa.ScalarSelect[date]:
    """The day by which this waits, as a column of a statement about contributions."""
    model, done = WAITS[task]
    mine = (model.call_id == call_id, model.contribution_id == contribution_id, done.is_(None))
    return sa.select(sa.func.min(model.due_on)).where(*mine).scalar_subquery()


def waiting(call_id: int, limit: int = 200) -> list[OpenTask]:
    """What waits in a call after publication, what is due first first, authors loaded; one statement."""
    tasks = _waiting(call_id).subquery()
    statement = (
        sa.select(Contribution, tasks.c.task, tasks.c.answer_number, tasks.c.due_on)
        .join(tasks, tasks.c.contribution_id == Contribution.id)
        .where(Contribution.call_id == call_id)
        .order_by(tasks.c.due_on, Contribution.id)
        .limit(limit)
        .options(joinedload(Contribution.author))
    )
    return [
        OpenTask(Task(task), row, number, due) for row, task, number, due in db.session.execute(statement)
    ]


def planned(call_id: int, *, after: int, limit: int) -> Sequence[Disposition]:
    """Current answers of a published call that promise something by a review date, in order of their contributions."""
    wanted = sa.select(Disposition).where(
        Disposition.call_id == call_id,
        Disposition.is_current,
        Disposition.review_date.is_not(None),
        Disposition.contribution_id > after,
    )
    return db.session.scalars(wanted.order_by(Disposition.contribution_id).limit(limit)).all()


@dataclass(frozen=True)
class Clock:
    """How much waits in a call after publication, and the first last day."""

    count: int = 0
    first_due: date | None = None


def clock(call_id: int) -> Clock:
    """How much waits in a call after publication; one statement."""
    tasks = _waiting(call_id).subquery()
    row = db.session.execute(sa.select(sa.func.count(), sa.func.min(tasks.c.due_on))).one()
    return Clock(row[0], row[1])


def follow_ups(call_id: int, ids: Collection[int]) -> Sequence[FollowUp]:
    """Questions asked about the answers to these contributions, in one statement."""
    wanted = sa.select(FollowUp).where(FollowUp.call_id == call_id, FollowUp.contribution_id.in_(set(ids)))
    return db.session.scalars(wanted).all()


def reopened(call_ids: Collection[int]) -> dict[int, int]:
    """How many answers of each call were opened again after a justified complaint; zeros are absent."""
    statement = sa.select(Reopening.call_id, sa.func.count()).where(Reopening.call_id.in_(set(call_ids)))
    rows = db.session.execute(statement.group_by(Reopening.call_id))
    return {call_id: int(count) for call_id, count in rows}
