"""Every question that the workbench puts to the database: which contributions, in which order, how many, by which topics."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.ballots.models import Ballot, Method, Tally
from cocreate.clusters import queries as clusters
from cocreate.contributions.models import Channel, Contribution, Kind, Revision, State, Validity
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.paging import Page, int_key, page_of
from cocreate.core.settings import settings
from cocreate.handling.models import Assignment
from cocreate.handling.queries import OPEN
from cocreate.outcomes import drafts, queries, question_queries
from cocreate.outcomes.desk_models import Remark, Sorting, Unfinished
from cocreate.outcomes.models import Awaiting, Disposition
from cocreate.outcomes.queries import Line
from cocreate.outcomes.question_queries import Task

TERMS = 5  # words of a search that are looked at
NOT_ASSESSED = "none"


class Show(enum.StrEnum):
    """What the workbench shows."""

    ALL = "all"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    IN_REVIEW = "in_review"
    BEGUN = "begun"
    REOPENED = "reopened"  # an answer has to be made anew
    ASKED = "asked"  # a question about an answer waits for its reply
    REVIEW = "review"


TASKS = {Show.REOPENED: Task.REOPENING, Show.ASKED: Task.FOLLOW_UP}


class Sort(enum.StrEnum):
    """In which order."""

    ARRIVAL = "arrival"
    SUPPORT = "support"


@dataclass(frozen=True)
class Filter:
    """Which contributions of a call the workbench shows; what is not set is not asked.

    `validity` may be "none" for what nobody has assessed; `reader` is the person whose unfinished answers are meant."""

    show: Show = Show.ALL
    validity: str | None = None
    clause_id: int | None = None
    degree: str | None = None
    channel: Channel | None = None
    topic: str | None = None
    cluster_id: int | None = None  # 0 for what stands in none
    least: int = 0  # supporters
    due_by: date | None = None  # by this day something is owed: a department's draft, a new answer, a reply
    text: str = ""
    reader: int | None = None
    sort: Sort = Sort.ARRIVAL


@dataclass(frozen=True)
class BenchLine(Line):
    """A contribution as the workbench lists it: its current answer, how many support it, and what the desk noted."""

    support: int
    topic: str | None
    begun: Unfinished | None
    remarks: int
    writer: str | None  # who else is writing an answer to it
    due_on: date | None  # of what was opened again, or asked


def page(call_id: int, chosen: Filter, *, after: str | None = None, limit: int = 50) -> Page[BenchLine]:
    """One page of a call's contributions, comments left out, in one statement; `after` is the key the page starts after."""
    narrow = _after(_chosen(call_id, chosen), chosen.sort, after).order_by(*_order(chosen.sort))
    found = narrow.limit(limit + 1).subquery()
    remarks = (
        sa.select(sa.func.count())
        .where(Remark.call_id == call_id, Remark.contribution_id == found.c.id)
        .scalar_subquery()
    )
    columns = (Contribution, Disposition, found.c.support, Sorting.topic, Unfinished, remarks)
    task = TASKS.get(chosen.show)
    due = question_queries.due_of(call_id, task, found.c.id) if task else sa.null()
    statement = (
        sa.select(*columns, drafts.writer(call_id, found.c.id, chosen.reader), due)
        .join(found, sa.and_(Contribution.call_id == call_id, Contribution.id == found.c.id))
        .outerjoin(Disposition, _answer_of(call_id, found.c.id))
        .outerjoin(Sorting, sa.and_(Sorting.call_id == call_id, Sorting.contribution_id == found.c.id))
        .outerjoin(Unfinished, _begun_by(chosen.reader, call_id, found.c.id))
        .options(joinedload(Contribution.author))
    )
    ordered = (found.c.support.desc(), found.c.id) if chosen.sort is Sort.SUPPORT else (found.c.id,)
    lines = [BenchLine(*row) for row in db.session.execute(statement.order_by(*ordered))]
    return page_of(lines, limit, lambda line: _key(line, chosen.sort))


def count(call_id: int, chosen: Filter) -> int:
    """How many contributions are so."""
    asked = _chosen(call_id, chosen).with_only_columns(Contribution.id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(asked.subquery())) or 0


def progress(call_id: int, chosen: Filter | None) -> tuple[int, int, int]:
    """How many of a call want an answer, how many have one, and how many are so (0 for None), in one statement."""
    if chosen is None:
        return *queries.progress(call_id), 0
    found = _chosen(call_id, chosen).with_only_columns(Contribution.id).subquery()
    count = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    row = db.session.execute(sa.select(*queries.progress_columns(call_id), count)).one()
    return row[0] or 0, int(row[1]), int(row[2])


def ids(call_id: int, chosen: Filter, limit: int) -> Sequence[int]:
    """The row ids of what is so, in order of arrival, at most `limit` of them."""
    asked = _chosen(call_id, chosen).with_only_columns(Contribution.id)
    return db.session.scalars(asked.order_by(Contribution.id).limit(limit)).all()


def ids_by_numbers(call_id: int, numbers: Sequence[str]) -> Sequence[int]:
    """The row ids of the contributions of a call that have these public numbers; comments are left out."""
    wanted = sa.select(Contribution.id).where(
        Contribution.call_id == call_id,
        Contribution.number.in_([number for number in numbers if "\0" not in number]),
        Contribution.kind != Kind.COMMENT,
    )
    return db.session.scalars(wanted.order_by(Contribution.id)).all()


def next_waiting(call_id: int, after: int | None) -> str | None:
    """The number of the first contribution that waits for an answer, of those that arrived after this row."""
    asked = sa.select(Contribution.number).join(Awaiting, _same(Awaiting)).where(Awaiting.call_id == call_id)
    if after is not None:
        asked = asked.where(Awaiting.contribution_id > after)
    return db.session.scalar(asked.order_by(Awaiting.contribution_id).limit(1))


def topics(call_id: int) -> list[tuple[str, int]]:
    """The topics that editors sorted a call's contributions by, with how many have each."""
    asked = sa.select(Sorting.topic, sa.func.count()).where(Sorting.call_id == call_id)
    grouped = asked.group_by(Sorting.topic).order_by(Sorting.topic)
    return [(topic, number) for topic, number in db.session.execute(grouped)]


def _chosen(call_id: int, chosen: Filter) -> sa.Select[Any]:
    """Ids and support of what is so, without the rows themselves: cheap to count and to sort."""
    needs_tally = chosen.sort is Sort.SUPPORT or chosen.least > 0
    votes = Tally.votes if needs_tally else _votes(call_id)
    support = sa.func.coalesce(Contribution.imported_likes, 0) + sa.func.coalesce(votes, 0)
    of_call = (Contribution.call_id == call_id, Contribution.kind != Kind.COMMENT)
    columns: tuple[Any, ...] = (Contribution.id.label("id"), support.label("support"))
    asked: sa.Select[Any] = sa.select(*columns).where(*of_call)
    if needs_tally:
        asked = asked.outerjoin(Tally, _tally_of(call_id))
    if chosen.least > 0:
        asked = asked.where(support >= chosen.least)
    return _with_words(_narrowed(asked, call_id, chosen).where(*_plain(call_id, chosen)), chosen.text)


def _narrowed(asked: sa.Select[Any], call_id: int, chosen: Filter) -> sa.Select[Any]:
    if chosen.show is Show.UNANSWERED:
        asked = asked.join(Awaiting, _same(Awaiting))
    elif chosen.show is Show.IN_REVIEW:
        asked = asked.where(Contribution.state == State.IN_REVIEW)
    elif chosen.show is Show.BEGUN:
        asked = asked.join(Unfinished, _begun_by(chosen.reader, call_id, Contribution.id))
    elif chosen.show in TASKS:
        asked = asked.where(
            Contribution.id.in_(question_queries.waiting_ids(call_id, TASKS[chosen.show], chosen.due_by))
        )
    if chosen.show in (Show.ANSWERED, Show.REVIEW) or chosen.degree is not None:
        asked = asked.join(Disposition, _answer_of(call_id, Contribution.id))
    if chosen.show is Show.REVIEW:
        asked = asked.where(Disposition.review_date <= today(settings().timezone))
    if chosen.degree is not None:
        asked = asked.where(Disposition.degree == chosen.degree)
    if chosen.topic is not None:
        asked = asked.join(Sorting, _same(Sorting)).where(Sorting.topic == chosen.topic)
    return asked


def _plain(call_id: int, chosen: Filter) -> list[sa.ColumnExpressionArgument[bool]]:
    found: list[sa.ColumnExpressionArgument[bool]] = []
    if chosen.validity == NOT_ASSESSED:
        found.append(Contribution.validity.is_(None))
    elif chosen.validity is not None:
        found.append(Contribution.validity == Validity(chosen.validity))
    if chosen.clause_id is not None:
        found.append(Contribution.clause_id == chosen.clause_id)
    if chosen.channel is not None:
        found.append(Contribution.channel == chosen.channel)
    if chosen.due_by is not None and chosen.show not in TASKS:
        found.append(_is_owed(call_id, chosen.due_by))
    if chosen.cluster_id == 0:
        found.append(~clusters.is_clustered(call_id))
    elif chosen.cluster_id is not None:
        found.append(clusters.is_member(call_id, chosen.cluster_id))
    return found


def _is_owed(call_id: int, day: date) -> sa.ColumnElement[bool]:
    """Whether a department has it in hand and owes its draft by this day."""
    return sa.exists().where(
        Assignment.call_id == call_id,
        Assignment.contribution_id == Contribution.id,
        Assignment.state.in_(OPEN),
        Assignment.due_on <= day,
    )


def _with_words(asked: sa.Select[Any], text: str) -> sa.Select[Any]:
    """All words must be in the title or the text as it stands now, or be the number."""
    terms = text.replace("\0", " ").split()[:TERMS]
    if not terms:
        return asked
    current = Revision.number == Contribution.revision_number
    asked = asked.join(Revision, sa.and_(_same(Revision), current))
    for term in terms:
        parts = [one.icontains(term, autoescape=True) for one in (Revision.title, Revision.body)]
        asked = asked.where(sa.or_(*parts, Contribution.number == term))
    return asked


def _votes(call_id: int) -> sa.ScalarSelect[int]:
    return sa.select(Tally.votes).where(_tally_of(call_id)).correlate(Contribution).scalar_subquery()


def _tally_of(call_id: int) -> sa.ColumnElement[bool]:
    ballot = sa.select(Ballot.id).where(Ballot.call_id == call_id, Ballot.method == Method.SUPPORT)
    return sa.and_(
        Tally.call_id == call_id,
        Tally.ballot_id == ballot.scalar_subquery(),
        Tally.target_id == Contribution.id,
    )


def _answer_of(call_id: int, contribution_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        Disposition.call_id == call_id, Disposition.contribution_id == contribution_id, Disposition.is_current
    )


def _begun_by(user_id: int | None, call_id: int, contribution_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        Unfinished.call_id == call_id,
        Unfinished.contribution_id == contribution_id,
        Unfinished.user_id == user_id,
    )


def _same(table: Any) -> sa.ColumnElement[bool]:
    return sa.and_(table.call_id == Contribution.call_id, table.contribution_id == Contribution.id)


def _order(sort: Sort) -> tuple[Any, ...]:
    return (sa.desc("support"), Contribution.id) if sort is Sort.SUPPORT else (Contribution.id,)


def _key(line: BenchLine, sort: Sort) -> str:
    return f"{line.support}-{line.contribution.id}" if sort is Sort.SUPPORT else str(line.contribution.id)


def _after(asked: sa.Select[Any], sort: Sort, after: str | None) -> sa.Select[Any]:
    """What comes after a key; an odd key is the beginning."""
    support, joint, row_id = (after or "").rpartition("-")
    last, reached = int_key(row_id), int_key(support)
    if last is None or bool(joint) != (sort is Sort.SUPPORT):
        return asked
    if sort is Sort.ARRIVAL:
        return asked.where(Contribution.id > last)
    if reached is None:
        return asked
    column = asked.selected_columns.support
    return asked.where(sa.or_(column < reached, sa.and_(column == reached, Contribution.id > last)))
