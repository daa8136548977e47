"""Every question about contributions that is put to the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.calls.models import Call
from cocreate.contributions.models import (
    CommentCount,
    Contribution,
    Figures,
    Kind,
    Revision,
    State,
    Validity,
)
from cocreate.core.db import among, db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of

NO_SUCH = _l("There is no contribution with this number.")
LAST = 2**63 - 1
DUE_STATES = (State.IN_REVIEW, State.PUBLIC)


def get(number: str) -> Contribution:
    """The contribution with this public number, its author loaded. NotFound when there is none."""
    found = find(number)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


BY_NUMBER = (
    sa.select(Contribution)
    .where(Contribution.number == sa.bindparam("number"))
    .options(joinedload(Contribution.author))
)
WITH_CALL = BY_NUMBER.add_columns(Call).join(Call, Call.id == Contribution.call_id)


def find(number: str) -> Contribution | None:
    """The contribution with this public number, if there is one."""
    return db.session.scalar(BY_NUMBER, {"number": number})


def with_call(number: str) -> tuple[Contribution, Call]:
    """The contribution with this public number, its author loaded, and its call. NotFound when there is none."""
    found = db.session.execute(WITH_CALL, {"number": number}).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found[0], found[1]


def at_hand(call_id: int, contribution_id: int) -> Contribution:
    """The contribution as this session knows it already, or else read now; its author may not be loaded."""
    found = db.session.get(Contribution, (call_id, contribution_id))
    return found or get_by_id(call_id, contribution_id)


def get_by_id(call_id: int, contribution_id: int) -> Contribution:
    """The contribution with these row ids. NotFound when there is none."""
    found = by_ids(call_id, [contribution_id]).get(contribution_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def by_ids(call_id: int, ids: Iterable[int]) -> dict[int, Contribution]:
    """Contributions of a call by row id, authors loaded, in one statement."""
    wanted = sa.select(Contribution).where(Contribution.call_id == call_id, Contribution.id.in_(set(ids)))
    rows = db.session.scalars(wanted.options(joinedload(Contribution.author)))
    return {row.id: row for row in rows}


def by_keys(keys: Iterable[tuple[int, int]]) -> dict[int, Contribution]:
    """Contributions of several calls by (call id, row id), authors loaded, in one statement."""
    wanted = among(Contribution.call_id, Contribution.id, keys)
    rows = db.session.scalars(sa.select(Contribution).where(wanted).options(joinedload(Contribution.author)))
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contribution stands in a list: enough to draw one that was drawn before."""

    id: int
    ring: int
    number: str
    author_id: int | None


def _listed(of_clause: bool) -> sa.Select[int, int, str, int | None]:
    columns = (Contribution.id, Contribution.ring, Contribution.number, Contribution.author_id)
    statement = sa.select(*columns).where(
        Contribution.call_id == sa.bindparam("call_id"),
        Contribution.is_listed.is_(True),
        Contribution.kind == Kind.SUGGESTION,
    )
    if of_clause:
        statement = statement.where(Contribution.clause_id == sa.bindparam("clause_id"))
    return statement.limit(sa.bindparam("most"))


@cache  # putting such a statement together costs as much as asking it
def _newest(of_clause: bool) -> sa.Select[int, int, str, int | None]:
    listed = _listed(of_clause).order_by(Contribution.id.desc())
    return listed.where(Contribution.id < sa.bindparam("before"))


@cache
def _fair(of_clause: bool, is_wrapped: bool) -> sa.Executable:
    listed = _listed(of_clause).order_by(Contribution.ring, Contribution.id)
    ahead = listed.where(Contribution.ring > sa.bindparam("after"))
    until = Contribution.ring < sa.bindparam("start")
    if is_wrapped:
        return ahead.where(until)
    return sa.union_all(*(sa.select(part.subquery()) for part in (ahead, listed.where(until))))


def newest(
    call_id: int, *, before: int | None = None, clause_id: int | None = None, limit: int = 20
) -> Page[Place]:
    """One page of what the public sees of a call, the newest first."""
    asked = {"call_id": call_id, "clause_id": clause_id, "before": before or LAST, "most": limit + 1}
    rows = db.session.execute(_newest(clause_id is not None), asked)
    return page_of([Place(*row) for row in rows], limit, lambda row: row.id)


def fair(
    call_id: int, *, start: int, after: int | None = None, clause_id: int | None = None, limit: int = 20
) -> Page[Place]:
    """One page of the fair order: round the ring of random keys, from another starting point for each person.

    `after` is the ring key that the page starts after; once round, the list ends where it began."""
    asked = {"call_id": call_id, "clause_id": clause_id, "start": start, "most": limit + 1}
    asked["after"] = start - 1 if after is None else after
    is_wrapped = after is not None and after < start
    rows = [Place(*row) for row in db.session.execute(_fair(clause_id is not None, is_wrapped), asked)]
    rows.sort(key=lambda row: (row.ring < start, row.ring, row.id))
    return page_of(rows, limit, lambda row: row.ring)


def comments(
    call_id: int, root_id: int, *, after: int | None = None, limit: int = 50, own: int | None = None
) -> Page[Contribution]:
    """Comments under a contribution, the oldest first: those the public sees and those of the person reading."""
    seen: sa.ColumnElement[bool] = Contribution.is_listed.is_(True)
    if own is not None:
        hers = sa.and_(Contribution.author_id == own, Contribution.state != State.WITHDRAWN)
        seen = sa.or_(seen, hers)
    statement = (
        sa.select(Contribution)
        .where(Contribution.call_id == call_id, Contribution.root_id == root_id, seen)
        .order_by(Contribution.id)
        .limit(limit + 1)
        .options(joinedload(Contribution.author))
    )
    if after is not None:
        statement = statement.where(Contribution.id > after)
    return page_of(db.session.scalars(statement).all(), limit, lambda row: row.id)


def comment_counts(call_id: int, ids: Iterable[int]) -> dict[int, int]:
    """How many comments the public sees under each, in one statement; those without any are absent."""
    statement = sa.select(CommentCount.contribution_id, CommentCount.listed).where(
        CommentCount.call_id == call_id, CommentCount.contribution_id.in_(set(ids))
    )
    return {contribution_id: count for contribution_id, count in db.session.execute(statement)}


def of_author(user_id: int, before: int | None = None, limit: int = 20) -> Page[Contribution]:
    """One page of what a person has sent, comments left out, the newest first."""
    statement = (
        sa.select(Contribution)
        .where(Contribution.author_id == user_id, Contribution.kind != Kind.COMMENT)
        .order_by(Contribution.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(Contribution.id < before)
    return page_of(db.session.scalars(statement).all(), limit, lambda row: row.id)


def of_call(
    call_id: int,
    *,
    states: Sequence[State] | None = None,
    validity: Validity | None = None,
    clause_id: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Page[Contribution]:
    """One page of a call's contributions for its staff, comments left out, the oldest first."""
    statement = (
        sa.select(Contribution)
        .where(Contribution.call_id == call_id, Contribution.kind != Kind.COMMENT)
        .order_by(Contribution.id)
        .limit(limit + 1)
        .options(joinedload(Contribution.author))
    )
    if states is not None:
        statement = statement.where(Contribution.state.in_(states))
    if validity is not None:
        statement = statement.where(Contribution.validity == validity)
    if clause_id is not None:
        statement = statement.where(Contribution.clause_id == clause_id)
    if after is not None:
        statement = statement.where(Contribution.id > after)
    return page_of(db.session.scalars(statement).all(), limit, lambda row: row.id)


def wants_answer() -> sa.ColumnElement[bool]:
    """The condition under which the gate asks for an answer; the same as `rules.wants_answer`."""
    return sa.and_(
        Contribution.kind != Kind.COMMENT,
        Contribution.state.in_(DUE_STATES),
        sa.or_(Contribution.validity.is_(None), Contribution.validity == Validity.VALID),
    )


def is_received() -> sa.ColumnElement[bool]:
    """The condition under which a contribution counts as received: no comment, and not withdrawn."""
    return sa.and_(Contribution.kind != Kind.COMMENT, Contribution.state != State.WITHDRAWN)


def figures(call_ids: Iterable[int]) -> dict[int, Figures]:
    """Counts by call id, in one statement; zeros for calls that nobody has answered to yet."""
    wanted = set(call_ids)
    rows = db.session.scalars(sa.select(Figures).where(Figures.call_id.in_(wanted)))
    found = {row.call_id: row for row in rows}
    return {key: found.get(key) or _no_figures(key) for key in wanted}


def _no_figures(call_id: int) -> Figures:
    return Figures(call_id=call_id, received=0, listed=0, in_review=0, due=0, comments=0)


def counted(call_id: int) -> dict[str, int]:
    """The figures of a call counted anew from its rows, to prove that the kept ones are right."""
    suggestion = Contribution.kind != Kind.COMMENT
    one = {
        "received": suggestion & (Contribution.state != State.WITHDRAWN),
        "listed": suggestion & Contribution.is_listed.is_(True),
        "in_review": Contribution.state == State.IN_REVIEW,
        "due": wants_answer(),
        "comments": ~suggestion & Contribution.is_listed.is_(True),
    }
    sums = [sa.func.coalesce(sa.func.sum(sa.case((test, 1), else_=0)), 0) for test in one.values()]
    row = db.session.execute(sa.select(*sums).where(Contribution.call_id == call_id)).one()
    return dict(zip(one, (int(value) for value in row), strict=True))


def revisions(contribution: Contribution) -> Sequence[Revision]:
    """All revisions of a contribution, the first one first."""
    statement = sa.select(Revision).where(
        Revision.call_id == contribution.call_id, Revision.contribution_id == contribution.id
    )
    return db.session.scalars(statement.order_by(Revision.number)).all()


SUBMISSION = sa.select(Contribution).where(
    *(
        getattr(Contribution, name) == sa.bindparam(name)
        for name in ("call_id", "author_id", "submission_key")
    )
)


def find_submission(call_id: int, author_id: int, key: str) -> Contribution | None:
    """What this person has already sent with this form, if it was sent before."""
    return db.session.scalar(SUBMISSION, {"call_id": call_id, "author_id": author_id, "submission_key": key})


def texts(latest: int | None = None) -> Iterator[str]:
    """Title and text of every contribution as it stands now, or of the latest, read in pieces so that memory stays flat."""
    statement = sa.select(Revision.title, Revision.body).join(Contribution.revision)
    if latest is not None:
        statement = statement.order_by(Contribution.id.desc()).limit(latest)
    for title, body in db.session.execute(statement.execution_options(yield_per=500)):
        yield f"{title}\n{body}".strip()
