"""Every question about promises, who is asked about them, and what was answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from cocreate.ballots.models import Vote
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Kind
from cocreate.core.db import among, db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.milestones.models import NONE, Confirmation, Milestone, MilestoneTie, Promise
from cocreate.milestones.progress_queries import counted
from cocreate.milestones.rules import Results, summed
from cocreate.outcomes.question_models import Standing

COMMENTS_SHOWN = 100


def get(call_id: int, promise_id: int) -> Promise:
    """A promise of a call. NotFound when there is none."""
    found = db.session.get(Promise, (call_id, promise_id))
    if found is None:
        raise NotFound(_l("There is no such promise."))
    return found


def find(call_id: int, *, milestone_id: int = NONE, contribution_id: int = NONE) -> Promise | None:
    """The promise of a milestone, or of the planned answer to a contribution."""
    return db.session.scalar(
        sa.select(Promise).where(
            Promise.call_id == call_id,
            Promise.milestone_id == milestone_id,
            Promise.contribution_id == contribution_id,
        )
    )


def of_milestones(call_id: int) -> dict[int, Promise]:
    """Promises by milestone, in one statement."""
    wanted = sa.select(Promise).where(Promise.call_id == call_id, Promise.milestone_id != NONE)
    return {row.milestone_id: row for row in db.session.scalars(wanted)}


def of_call(call_id: int, limit: int = 1000) -> list[tuple[Promise, str | None]]:
    """The promises of a call by their days, each with the number of its contribution where it is of one; one statement."""
    same = sa.and_(Contribution.call_id == Promise.call_id, Contribution.id == Promise.contribution_id)
    statement = sa.select(Promise, Contribution.number).outerjoin(Contribution, same)
    ordered = statement.where(Promise.call_id == call_id, Promise.is_void.is_(False))
    rows = db.session.execute(ordered.order_by(Promise.due_on, Promise.id).limit(limit))
    return [(promise, number) for promise, number in rows]


def due(on: date, limit: int) -> Sequence[Promise]:
    """Promises about which people should be asked by this day and have not been."""
    wanted = sa.select(Promise).where(
        Promise.asked_at.is_(None), Promise.due_on <= on, Promise.is_void.is_(False)
    )
    return db.session.scalars(wanted.order_by(Promise.due_on, Promise.id).limit(limit)).all()


def _about(promise: Promise) -> sa.ColumnElement[bool]:
    """The contributions that a promise is about: those tied to it, or all of the call when none is."""
    if promise.milestone_id == NONE:
        return sa.and_(Contribution.call_id == promise.call_id, Contribution.id == promise.contribution_id)
    ties = sa.select(MilestoneTie.contribution_id).where(
        MilestoneTie.call_id == promise.call_id, MilestoneTie.milestone_id == promise.milestone_id
    )
    return sa.and_(
        Contribution.call_id == promise.call_id,
        contributions.wants_answer(),
        sa.or_(~sa.exists(ties), Contribution.id.in_(ties)),
    )


def _people(promise: Promise) -> sa.Subquery:
    """Who is asked: the authors of these contributions, and who supported them."""
    about = _about(promise)
    authors = sa.select(
        Contribution.author_id.label("user_id"), Contribution.id.label("contribution_id")
    ).where(about, Contribution.author_id.is_not(None))
    supporters = (
        sa.select(Vote.voter_id, Vote.target_id)
        .join(Contribution, sa.and_(Contribution.call_id == Vote.call_id, Contribution.id == Vote.target_id))
        .where(Vote.call_id == promise.call_id, Vote.weight > 0, about)
    )
    return sa.union(authors, supporters).subquery()


def people(promise: Promise, *, after: int, limit: int) -> list[tuple[int, int]]:
    """Who is asked about a promise, in order of id, each with one of the contributions it is about."""
    found = _people(promise)
    statement = (
        sa.select(found.c.user_id, sa.func.min(found.c.contribution_id))
        .where(found.c.user_id > after)
        .group_by(found.c.user_id)
        .order_by(found.c.user_id)
        .limit(limit)
    )
    return [(user_id, contribution_id) for user_id, contribution_id in db.session.execute(statement)]


def is_asked(promise: Promise, user_id: int | None) -> bool:
    """Whether this person is one of those who are asked."""
    found = _people(promise)
    return bool(db.session.scalar(sa.select(sa.exists().where(found.c.user_id == user_id))))


def confirmation(promise: Promise, user_id: int | None) -> Confirmation | None:
    """What this person has said of a promise."""
    if user_id is None:
        return None
    return db.session.get(Confirmation, (promise.call_id, promise.id, user_id))


def results(call_id: int, promise_ids: Collection[int]) -> dict[int, Results]:
    """What people said, by promise, in one statement; promises without an answer have empty results."""
    rows: dict[int, list] = {promise_id: [] for promise_id in promise_ids}
    statement = (
        sa.select(Confirmation.promise_id, Confirmation.kept, Confirmation.rating, sa.func.count())
        .where(Confirmation.call_id == call_id, Confirmation.promise_id.in_(rows))
        .group_by(Confirmation.promise_id, Confirmation.kept, Confirmation.rating)
    )
    for promise_id, *said in db.session.execute(statement):
        rows[promise_id].append(said)
    return {promise_id: summed(said) for promise_id, said in rows.items()}


def of_calls(call_ids: Collection[int]) -> dict[int, Results]:
    """What people said of all promises of each call, in one statement: for scorecards and the whole outcome."""
    rows: dict[int, list] = {call_id: [] for call_id in call_ids}
    statement = (
        sa.select(Confirmation.call_id, Confirmation.kept, Confirmation.rating, sa.func.count())
        .where(Confirmation.call_id.in_(rows))
        .group_by(Confirmation.call_id, Confirmation.kept, Confirmation.rating)
    )
    for call_id, *said in db.session.execute(statement):
        rows[call_id].append(said)
    return {call_id: summed(said) for call_id, said in rows.items()}


def comments(call_id: int, promise_ids: Collection[int]) -> dict[int, list[Confirmation]]:
    """Comments that a moderator has passed, by promise, the newest first; one statement."""
    wanted = sa.select(Confirmation).where(
        Confirmation.call_id == call_id,
        Confirmation.promise_id.in_(set(promise_ids)),
        Confirmation.standing == Standing.SHOWN,
        Confirmation.comment != "",
    )
    found: dict[int, list[Confirmation]] = {}
    for row in db.session.scalars(wanted.order_by(Confirmation.changed_at.desc()).limit(COMMENTS_SHOWN)):
        found.setdefault(row.promise_id, []).append(row)
    return found


@dataclass(frozen=True)
class Asked:
    """A promise that waits for somebody's word, its call, and what it is about."""

    promise: Promise
    call: Call
    about: Milestone | Contribution


def unsaid(user_id: int, limit: int = 10) -> list[Asked]:
    """What a person is asked about as an author and has not answered, the latest first; one statement."""
    row = aliased(Contribution)
    ties = (
        sa.select(MilestoneTie.contribution_id)
        .where(MilestoneTie.call_id == Promise.call_id, MilestoneTie.milestone_id == Promise.milestone_id)
        .correlate(Promise)
    )
    of_all = sa.and_(Promise.milestone_id != NONE, ~ties.exists())
    is_own = sa.exists().where(
        row.call_id == Promise.call_id,
        row.author_id == user_id,
        row.kind != Kind.COMMENT,
        sa.or_(row.id == Promise.contribution_id, of_all, row.id.in_(ties)),
    )
    is_said = sa.exists().where(
        Confirmation.call_id == Promise.call_id,
        Confirmation.promise_id == Promise.id,
        Confirmation.user_id == user_id,
    )
    calls = sa.select(row.call_id).where(row.author_id == user_id)
    statement = (
        sa.select(Promise, Call, Milestone, Contribution)
        .join(Call, Call.id == Promise.call_id)
        .outerjoin(
            Milestone, sa.and_(Milestone.call_id == Promise.call_id, Milestone.id == Promise.milestone_id)
        )
        .outerjoin(
            Contribution,
            sa.and_(Contribution.call_id == Promise.call_id, Contribution.id == Promise.contribution_id),
        )
        .where(Promise.call_id.in_(calls), Promise.round > 0, Promise.is_void.is_(False), is_own, ~is_said)
        .order_by(Promise.asked_at.desc(), Promise.id)
        .limit(limit)
        # A promise of a step has no contribution, so its words must not be asked for by an inner join.
        .options(joinedload(Contribution.revision, innerjoin=False))
    )
    return [Asked(promise, call, step or one) for promise, call, step, one in db.session.execute(statement)]


@dataclass(frozen=True)
class Prospect:
    """What is promised about one contribution: the milestone if it is one, what this reader has said, what all said."""

    promise: Promise
    milestone: Milestone | None
    own: Confirmation | None
    results: Results = Results()


def of_contributions(keys: Collection[tuple[int, int]], reader_id: int | None) -> dict[int, list[Prospect]]:
    """What is promised about contributions, wanted by (call id, contribution id): in order of the days, by contribution
    id; one statement."""
    about = _promised(keys)
    is_its = sa.and_(Confirmation.call_id == Promise.call_id, Confirmation.promise_id == Promise.id)
    in_these = Confirmation.call_id.in_({call_id for call_id, _one in keys})
    said = counted(sa.and_(in_these, Confirmation.promise_id.in_(sa.select(about.c.promise_id)))).subquery()
    statement = (
        sa.select(
            about.c.about_id, Promise, Milestone, Confirmation, said.c.kept, said.c.rating, said.c.count
        )
        .join(Promise, sa.and_(Promise.call_id == about.c.call_id, Promise.id == about.c.promise_id))
        .outerjoin(
            Milestone, sa.and_(Milestone.call_id == Promise.call_id, Milestone.id == Promise.milestone_id)
        )
        .outerjoin(Confirmation, sa.and_(is_its, Confirmation.user_id == (reader_id or 0)))
        .outerjoin(said, said.c.promise_id == Promise.id)
        .order_by(sa.func.coalesce(Milestone.actual_on, Promise.due_on, Milestone.planned_on), Promise.id)
    )
    found: dict[tuple[int, int], tuple[Promise, Milestone | None, Confirmation | None, list[Any]]] = {}
    for one, promise, step, own, *counts in db.session.execute(statement):
        found.setdefault((one, promise.id), (promise, step, own, []))[3].append(counts)
    shown: dict[int, list[Prospect]] = {}
    for (one, _promise), (promise, step, own, rows) in found.items():
        results = summed([row for row in rows if row[2]])
        shown.setdefault(one, []).append(Prospect(promise, step, own, results))
    return shown


def _promised(keys: Collection[tuple[int, int]]) -> sa.CTE:
    """The promises about contributions: of planned answers, and of steps that go back to them."""
    is_of_answer = sa.and_(
        Promise.milestone_id == NONE, among(Promise.call_id, Promise.contribution_id, keys)
    )
    is_tied = sa.and_(
        Promise.call_id == MilestoneTie.call_id, Promise.milestone_id == MilestoneTie.milestone_id
    )
    columns = (Promise.call_id, Promise.id.label("promise_id"))
    return sa.union_all(
        sa.select(*columns, Promise.contribution_id.label("about_id")).where(is_of_answer),
        sa.select(*columns, MilestoneTie.contribution_id)
        .join(MilestoneTie, is_tied)
        .where(among(MilestoneTie.call_id, MilestoneTie.contribution_id, keys)),
    ).cte("promised")
