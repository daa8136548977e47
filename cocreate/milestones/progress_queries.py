"""How far the steps of an outcome are and what people say of each, asked in one statement, for pages about more than that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.milestones.models import Confirmation, Milestone, Promise
from cocreate.milestones.rules import Results, summed
from cocreate.outcomes.question_models import Standing

COMMENTS = 50


@dataclass(frozen=True)
class Comment:
    """A comment that a moderator has passed, without who wrote it."""

    comment: str
    changed_at: datetime


@dataclass(frozen=True)
class Progress:
    """A step, its promise, and what people said of that."""

    milestone: Milestone
    promise: Promise | None
    results: Results
    comments: tuple[Comment, ...]


def counted(calls: sa.ColumnElement[bool]) -> Any:
    """A SELECT of the answers about the promises of these calls, counted by promise, answer and rating."""
    row = Confirmation
    columns = (row.promise_id.label("promise_id"), row.kept.label("kept"), row.rating.label("rating"))
    return (
        sa.select(*columns, sa.func.count().label("count"))
        .where(calls)
        .group_by(row.promise_id, row.kept, row.rating)
    )


def _with_comments(call_id: int) -> sa.Subquery:
    """The counts, and below them the newest comments that are shown, each counted as nothing."""
    row = Confirmation
    words = (
        sa.select(
            row.promise_id, row.kept, row.rating, sa.literal(0).label("count"), row.comment, row.changed_at
        )
        .where(row.call_id == call_id, row.standing == Standing.SHOWN, row.comment != "")
        .order_by(row.changed_at.desc())
        .limit(COMMENTS)
        .subquery()
    )
    numbers = counted(row.call_id == call_id).subquery()
    nothing = (sa.literal("").label("comment"), sa.null().cast(row.changed_at.type).label("changed_at"))
    return sa.union_all(sa.select(numbers, *nothing), sa.select(words)).subquery()


def of_call(call_id: int) -> list[Progress]:
    """The steps of a call by their days, those without one last; one statement."""
    said = _with_comments(call_id)
    day = sa.func.coalesce(Milestone.actual_on, Milestone.planned_on)
    is_its = sa.and_(Promise.call_id == Milestone.call_id, Promise.milestone_id == Milestone.id)
    statement = (
        sa.select(Milestone, Promise, *said.c)
        .outerjoin(Promise, is_its)
        .outerjoin(said, said.c.promise_id == Promise.id)
        .where(Milestone.call_id == call_id)
        .order_by(day.is_(None), day, Milestone.id, said.c.changed_at.desc())
    )
    found: dict[int, tuple[Milestone, Promise | None, list[Any]]] = {}
    for step, promise, *rest in db.session.execute(statement):
        found.setdefault(step.id, (step, promise, []))[2].append(rest)
    return [Progress(step, promise, *_summed(rows)) for step, promise, rows in found.values()]


def _summed(rows: Iterable[Any]) -> tuple[Results, tuple[Comment, ...]]:
    counts = [(kept, rating, count) for _promise, kept, rating, count, *_words in rows if count]
    words = [Comment(words, at) for *_counts, words, at in rows if words]
    return summed(counts), tuple(words)
