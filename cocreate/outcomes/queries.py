"""Every question about outcomes, approvals and answers that is put to the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Figures, State
from cocreate.core.db import among, db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of
from cocreate.documents.models import DocumentVersion
from cocreate.outcomes import schemes
from cocreate.outcomes.desk_models import BulkAct
from cocreate.outcomes.models import (
    AnswerFigures,
    Approval,
    Awaiting,
    Disposition,
    Outcome,
    OutcomeState,
    Verdict,
)
from cocreate.outcomes.rules import Gate
from cocreate.provenance.models import Derivation
from cocreate.provenance.models import State as TraceState

NAMED = 100  # how many numbers a refusal lists


@dataclass(frozen=True)
class Line:
    """A contribution with its current answer, if it has one."""

    contribution: Contribution
    disposition: Disposition | None


def find(call_id: int) -> Outcome | None:
    """The outcome of a call, once somebody has begun it."""
    return db.session.scalar(sa.select(Outcome).where(Outcome.call_id == call_id))


def approvals(call_id: int, round_: int | None = None) -> Sequence[Approval]:
    """What approvers said of a call's outcome, in order, the persons loaded; of one round or of all."""
    statement = sa.select(Approval).where(Approval.call_id == call_id).order_by(Approval.id)
    statement = statement.options(joinedload(Approval.approver))
    if round_ is not None:
        statement = statement.where(Approval.round == round_)
    return db.session.scalars(statement).all()


def approved_by(call_id: int, round_: int) -> set[int]:
    """Who approved this submission."""
    return {one.approver_id for one in approvals(call_id, round_) if one.decision is Verdict.APPROVE}


def has_helped(outcome: Outcome, user_id: int | None) -> bool:
    """Whether this person submitted the outcome, wrote a version of its text, prepared an answer that stands or stood,
    or did something to many contributions at once that was not undone."""
    if user_id is None or outcome.prepared_by_id == user_id:
        return user_id is not None
    answered_one = sa.exists().where(
        Disposition.call_id == outcome.call_id,
        Disposition.prepared_by_id == user_id,
        Disposition.removed_at.is_(None),
    )
    wrote = sa.exists().where(
        DocumentVersion.document_id == outcome.document_id, DocumentVersion.author_id == user_id
    )
    did_many = sa.exists().where(
        BulkAct.call_id == outcome.call_id, BulkAct.by_id == user_id, BulkAct.undone_at.is_(None)
    )
    return bool(db.session.scalar(sa.select(sa.or_(answered_one, wrote, did_many))))


def _is_public(outcome_is_published: bool) -> sa.ColumnExpressionArgument[bool]:
    """What the public sees: the current answers once the outcome is published, before that only imported replies."""
    return Disposition.is_current if outcome_is_published else Disposition.published_at.is_not(None)


def _answers(published_only: bool) -> sa.Select[Disposition]:
    if not published_only:
        return sa.select(Disposition).where(Disposition.is_current)
    is_out = Outcome.state == OutcomeState.PUBLISHED
    seen = sa.or_(sa.and_(is_out, _is_public(True)), sa.and_(is_out.is_not(True), _is_public(False)))
    return sa.select(Disposition).outerjoin(Outcome, Outcome.call_id == Disposition.call_id).where(seen)


def dispositions(call_id: int, ids: Iterable[int], published_only: bool = True) -> dict[int, Disposition]:
    """Current answers by contribution id, in one statement; those without one are absent."""
    wanted = _answers(published_only).where(Disposition.call_id == call_id)
    rows = db.session.scalars(wanted.where(Disposition.contribution_id.in_(set(ids))))
    return {row.contribution_id: row for row in rows}


def dispositions_by_keys(
    keys: Iterable[tuple[int, int]], published_only: bool = True
) -> dict[int, Disposition]:
    """Current answers in several calls, wanted by (call id, contribution id), by contribution id; one statement."""
    wanted = among(Disposition.call_id, Disposition.contribution_id, keys)
    return {row.contribution_id: row for row in db.session.scalars(_answers(published_only).where(wanted))}


def disposition(call_id: int, contribution_id: int, published_only: bool = True) -> Disposition | None:
    """The current answer to one contribution, if there is one that this reader may see."""
    return dispositions(call_id, [contribution_id], published_only).get(contribution_id)


def versions(call_id: int, contribution_id: int) -> Sequence[Disposition]:
    """All versions of the answer to a contribution, the latest first: for staff."""
    statement = sa.select(Disposition).where(
        Disposition.call_id == call_id, Disposition.contribution_id == contribution_id
    )
    return db.session.scalars(statement.order_by(Disposition.number.desc())).all()


def version(call_id: int, contribution_id: int, number: int) -> Disposition:
    """One version of the answer to a contribution. NotFound when there is none of that number."""
    found = db.session.get(Disposition, (call_id, contribution_id, number))
    if found is None:
        raise NotFound(_l("There is no such version of the answer."))
    return found


def by_degree(call_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many answers of each degree each call has, prepared ones too, in one statement; zeros are absent."""
    found: dict[int, dict[str, int]] = {call_id: {} for call_id in call_ids}
    rows = db.session.execute(
        sa.select(AnswerFigures.call_id, AnswerFigures.degree, AnswerFigures.answered).where(
            AnswerFigures.call_id.in_(found), AnswerFigures.answered > 0
        )
    )
    for call_id, degree, count in rows:
        found[call_id][degree] = count
    return found


def answered(call_ids: Collection[int]) -> dict[int, int]:
    """How many contributions of each call have an answer, prepared ones too, in one statement."""
    return {call_id: sum(counts.values()) for call_id, counts in by_degree(call_ids).items()}


def progress(call_id: int) -> tuple[int, int]:
    """How many contributions of a call want an answer, and how many have one, in one statement."""
    due, done = db.session.execute(sa.select(*progress_columns(call_id))).one()
    return due or 0, int(done)


def progress_columns(call_id: int) -> tuple[sa.ScalarSelect[int], sa.ScalarSelect[int]]:
    """The same for a statement that asks for more; the first is NULL where nothing came in."""
    done = sa.select(sa.func.coalesce(sa.func.sum(AnswerFigures.answered), 0))
    due = sa.select(Figures.due).where(Figures.call_id == call_id)
    return due.scalar_subquery(), done.where(AnswerFigures.call_id == call_id).scalar_subquery()


def counted(call_id: int) -> dict[str, int]:
    """Answers by degree counted anew from the rows, to prove that the kept figures are right."""
    statement = (
        sa.select(Disposition.degree, sa.func.count())
        .join(Contribution, _same())
        .where(Disposition.call_id == call_id, Disposition.is_current, contributions.wants_answer())
        .group_by(Disposition.degree)
    )
    return {degree: int(count) for degree, count in db.session.execute(statement)}


def _same() -> sa.ColumnElement[bool]:
    return sa.and_(
        Disposition.call_id == Contribution.call_id, Disposition.contribution_id == Contribution.id
    )


def gate(call_id: int, limit: int | None = NAMED) -> Gate:
    """How far the answers are, with the numbers of what is missing: the first `limit` of each kind, or all."""
    due = contributions.figures([call_id])[call_id].due
    degrees = by_degree([call_id])[call_id]
    done = sum(degrees.values())
    unanswered = _unanswered(call_id, limit) if due > done else ()
    in_review = _first(_in_review(call_id), limit)
    untraced = _first(_untraced(call_id, degrees), limit)
    return Gate(due, done, unanswered, *in_review, *untraced, degrees)


def _unanswered(call_id: int, limit: int | None) -> tuple[str, ...]:
    """The numbers of the first `limit` that wait for an answer, in order of arrival."""
    same = sa.and_(Awaiting.call_id == Contribution.call_id, Awaiting.contribution_id == Contribution.id)
    wanted = sa.select(Contribution.number).join(Awaiting, same).where(Awaiting.call_id == call_id)
    return tuple(db.session.scalars(wanted.order_by(Awaiting.contribution_id).limit(limit)))


def _in_review(call_id: int) -> sa.Select[str, int]:
    return _numbered().where(
        Contribution.call_id == call_id,
        contributions.wants_answer(),
        Contribution.state == State.IN_REVIEW,
    )


def _untraced(call_id: int, degrees: Collection[str]) -> sa.Select[str, int] | None:
    """What an answer calls adopted without naming a measure, while no words of it stand in the text (any more)."""
    keys = [
        key for key, degree in schemes.known(degrees).items() if key in degrees and "measure" in degree.needs
    ]
    if not keys:
        return None
    stands = sa.exists().where(
        Derivation.call_id == Disposition.call_id,
        Derivation.contribution_id == Disposition.contribution_id,
        Derivation.state == TraceState.CONFIRMED,
    )
    answers = (Disposition.call_id == call_id, Disposition.is_current, Disposition.counts)
    says = (Disposition.degree.in_(keys), Disposition.measure == "", ~stands)
    return _numbered().join(Disposition, _same()).where(*answers, *says)


def _numbered() -> sa.Select[str, int]:
    return sa.select(Contribution.number, sa.func.count().over()).order_by(Contribution.id)


def _first(wanted: sa.Select[str, int] | None, limit: int | None) -> tuple[tuple[str, ...], int]:
    """The numbers of the first `limit`, and how many there are altogether; one statement, none for nothing."""
    rows = db.session.execute(wanted.limit(limit)).all() if wanted is not None else []
    return tuple(number for number, _ in rows), int(rows[0][1]) if rows else 0


def by_numbers(call_id: int, numbers: Collection[str]) -> Sequence[Contribution]:
    """The contributions of a call that have these public numbers, in order of arrival, in one statement."""
    wanted = sa.select(Contribution).where(Contribution.call_id == call_id, Contribution.number.in_(numbers))
    return db.session.scalars(wanted.order_by(Contribution.id)).all()


def adoption_table(
    call_id: int,
    *,
    is_published: bool,
    degree: str | None = None,
    ids: Collection[int] | None = None,
    author_id: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Page[Line]:
    """One page of the public table 意见采纳情况表: what counts and has a public answer, in order of arrival.

    `is_published` says whether the outcome is; before that only imported replies are public.
    `ids` and `author_id` ask for some only."""
    statement = (
        sa.select(Contribution, Disposition)
        .join(Disposition, _same())
        .where(*_in_table(call_id, is_published))
        .order_by(Disposition.contribution_id)
        .limit(limit + 1)
        .options(joinedload(Contribution.author))
    )
    if degree is not None:
        statement = statement.where(Disposition.degree == degree)
    if ids is not None:
        statement = statement.where(Disposition.contribution_id.in_(ids))
    if author_id is not None:
        statement = statement.where(Contribution.author_id == author_id)
    if after is not None:
        statement = statement.where(Disposition.contribution_id > after)
    lines = [Line(*row) for row in db.session.execute(statement)]
    return page_of(lines, limit, lambda line: line.contribution.id)


def adoption_count(call_id: int, *, is_published: bool) -> int:
    """How many lines the public table has."""
    counted = sa.select(sa.func.count()).select_from(Disposition).where(*_in_table(call_id, is_published))
    return db.session.scalar(counted) or 0


def _in_table(call_id: int, is_published: bool) -> list[sa.ColumnExpressionArgument[bool]]:
    return [Disposition.call_id == call_id, Disposition.counts, _is_public(is_published)]
