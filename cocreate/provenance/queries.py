"""Every question about traces that is put to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cocreate.contributions.models import Contribution, Revision
from cocreate.contributions.models import State as ContributionState
from cocreate.core.db import among, db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of
from cocreate.documents.models import DocumentVersion
from cocreate.provenance.blame import Trace, blame
from cocreate.provenance.models import Derivation, Placement, State, TraceBook
from cocreate.provenance.spans import Segment

CONFIRMED = (State.CONFIRMED,)
GONE = (ContributionState.WITHHELD, ContributionState.WITHDRAWN)


class Source(NamedTuple):
    """The present words of a contribution."""

    contribution_id: int
    revision_number: int
    body: str


def book(call_id: int) -> TraceBook | None:
    """What a call's traces are about, once its text was written."""
    return db.session.get(TraceBook, call_id)


def get(call_id: int, number: int) -> Derivation:
    """The trace with this number within its call. NotFound when there is none."""
    wanted = sa.select(Derivation).where(Derivation.call_id == call_id, Derivation.number == number)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(_l("There is no trace with this number."))
    return found


def version(call_id: int) -> DocumentVersion | None:
    """The version of the text up to which a call's traces were carried, in one statement."""
    wanted = sa.select(DocumentVersion).join(
        TraceBook,
        (TraceBook.document_id == DocumentVersion.document_id)
        & (TraceBook.version == DocumentVersion.number),
    )
    return db.session.scalar(wanted.where(TraceBook.call_id == call_id))


def newest(call_id: int) -> tuple[TraceBook, DocumentVersion] | None:
    """The book of a call's traces with the version that they were carried to, in one statement."""
    wanted = sa.select(TraceBook, DocumentVersion).join(
        DocumentVersion,
        (TraceBook.document_id == DocumentVersion.document_id)
        & (TraceBook.version == DocumentVersion.number),
    )
    found = db.session.execute(wanted.where(TraceBook.call_id == call_id)).first()
    return (found[0], found[1]) if found is not None else None


def _newest(states: Collection[State]) -> sa.Select:
    """Traces with where they stand in the newest version that they were carried to."""
    return (
        sa.select(Derivation, Placement)
        .join(TraceBook, TraceBook.call_id == Derivation.call_id)
        .join(
            Placement,
            (Placement.call_id == Derivation.call_id)
            & (Placement.derivation_id == Derivation.id)
            & (Placement.version == TraceBook.version),
        )
        .where(Derivation.state.in_(states))
    )


def _traces(statement: sa.Select) -> list[Trace]:
    return [Trace(derivation, placement) for derivation, placement in db.session.execute(statement)]


def _reading_order(traces: Iterable[Trace]) -> list[Trace]:
    return sorted(traces, key=lambda trace: (trace.placement.ranges or [[0, 0]], trace.number))


def standing(call_id: int, *, at: int | None = None, states: Collection[State] = CONFIRMED) -> list[Trace]:
    """The traces whose passages stand in the newest version of the call's text (or in version `at`), in reading order;
    one statement. In an older version those that are confirmed by now, or broken since, are shown where they stood."""
    if at is None:
        wanted = _newest(states)
    else:
        wanted = (
            sa.select(Derivation, Placement)
            .join(
                Placement,
                (Placement.call_id == Derivation.call_id) & (Placement.derivation_id == Derivation.id),
            )
            .where(Placement.version == at, Derivation.state.in_({*states, State.BROKEN}))
        )
    return _reading_order(
        _traces(wanted.where(Derivation.call_id == call_id, Placement.is_broken.is_(False)))
    )


def broken(call_id: int) -> list[Trace]:
    """Confirmed traces that could not be carried to the newest version, with what is left of them: for the editor,
    before publishing. What they were made of is `anchors`."""
    return _traces(_newest([State.BROKEN]).where(Derivation.call_id == call_id).order_by(Derivation.number))


def anchors(call_id: int, ids: Iterable[int]) -> dict[int, Placement]:
    """Where traces stood when they were chosen, by derivation id: the whole passage with its words."""
    wanted = (
        sa.select(Placement)
        .join(
            Derivation,
            (Placement.call_id == Derivation.call_id)
            & (Placement.derivation_id == Derivation.id)
            & (Placement.version == Derivation.anchor_version),
        )
        .where(Placement.call_id == call_id, Placement.derivation_id.in_(set(ids)))
    )
    return {placement.derivation_id: placement for placement in db.session.scalars(wanted)}


def listed(
    call_id: int, *, states: Sequence[State] = tuple(State), after: int | None = None, limit: int = 50
) -> Page[Trace]:
    """One page of a call's traces in any state, in the order of their numbers, for its editors."""
    wanted = _newest(states).where(Derivation.call_id == call_id).order_by(Derivation.number).limit(limit + 1)
    if after is not None:
        wanted = wanted.where(Derivation.number > after)
    return page_of(_traces(wanted), limit, lambda trace: trace.number)


def of_contributions(
    keys: Iterable[tuple[int, int]], states: Collection[State] = CONFIRMED
) -> dict[int, list[Trace]]:
    """Where the words of contributions stand now, wanted by (call id, contribution id), by contribution id; one
    statement. Whether the outcome is public is for the caller to ask."""
    wanted = among(Derivation.call_id, Derivation.contribution_id, keys)
    found = defaultdict(list)
    for trace in _reading_order(_traces(_newest(states).where(wanted, Placement.is_broken.is_(False)))):
        found[trace.contribution_id].append(trace)
    return dict(found)


def traced(call_id: int, ids: Iterable[int]) -> set[int]:
    """Which of these contributions have a confirmed trace that stands in the text, in one statement."""
    wanted = (
        sa.select(Derivation.contribution_id)
        .where(
            Derivation.call_id == call_id,
            Derivation.state == State.CONFIRMED,
            Derivation.contribution_id.in_(set(ids)),
        )
        .distinct()
    )
    return set(db.session.scalars(wanted))


def counts(call_ids: Iterable[int]) -> dict[int, dict[State, int]]:
    """How many traces of each call are in each state, in one statement; 0 for states without any.

    Proposals whose text is gone are not counted: nobody waits for them."""
    wanted = set(call_ids)
    found = {call_id: dict.fromkeys(State, 0) for call_id in wanted}
    statement = (
        _newest(tuple(State))
        .with_only_columns(Derivation.call_id, Derivation.state, sa.func.count())
        .where(Derivation.call_id.in_(wanted))
        .where(sa.or_(Derivation.state != State.PROPOSED, Placement.is_broken.is_(False)))
        .group_by(Derivation.call_id, Derivation.state)
    )
    for call_id, state, count in db.session.execute(statement):
        found[call_id][state] = count
    return found


def blamed(call_id: int, length: int) -> list[Segment]:
    """The newest version's text, `length` characters long, cut into parts that each carry their confirmed traces."""
    kept = book(call_id)
    return blame(length, standing(call_id), (kept.boilerplate or ()) if kept else ())


def everything(call_id: int) -> list[Trace]:
    """All traces of a call, whatever their state, with where they stand in the newest version, or what is left."""
    return _traces(_newest(tuple(State)).where(Derivation.call_id == call_id).order_by(Derivation.number))


def is_lost(derivation: Derivation) -> bool:
    """Whether the passage of a trace does not stand in the newest version."""
    found = db.session.execute(
        _newest(tuple(State)).where(Derivation.call_id == derivation.call_id, Derivation.id == derivation.id)
    ).first()
    return found is None or found[1].is_broken


def sources(call_id: int) -> list[Source]:
    """The words of all that came to a call and was neither withdrawn nor withheld, comments too, the oldest first."""
    wanted = (
        sa.select(Contribution.id, Revision.number, Revision.body)
        .join(
            Revision,
            (Revision.call_id == Contribution.call_id)
            & (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision_number),
        )
        .where(Contribution.call_id == call_id, Contribution.state.not_in(GONE))
        .order_by(Contribution.id)
    )
    return [Source(*row) for row in db.session.execute(wanted)]
