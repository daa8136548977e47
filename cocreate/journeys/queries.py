"""The travelled way of contributions, asked of all the rooms that know a part of it: one, or many at a fixed cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.journeys import aftercare, pending
from cocreate.journeys.addresses import NOWHERE, Addresses
from cocreate.journeys.knots import Knot, KnotState
from cocreate.journeys.marks import Marks, marks_by_keys
from cocreate.journeys.pending import Pending
from cocreate.journeys.way import way
from cocreate.milestones import promise_queries as promises
from cocreate.milestones.promise_queries import Prospect
from cocreate.moderation import queries as moderation
from cocreate.moderation.models import Decision
from cocreate.outcomes import question_queries as outcomes
from cocreate.outcomes.question_queries import NOTHING, Aftermath
from cocreate.provenance import queries as provenance
from cocreate.provenance.blame import Trace

Pair = tuple[Contribution, Call]


@dataclass(frozen=True)
class Journey:
    """What stands beside a contribution, its way so far and to come, and the passages of the outcome that hold its words."""

    marks: Marks
    knots: list[Knot]
    after: Aftermath = NOTHING
    traces: Sequence[Trace] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return all(knot.state in (KnotState.DONE, KnotState.BROKEN) for knot in self.knots)


@dataclass(frozen=True)
class _Known:
    """What the rooms know, by contribution id."""

    marks: Mapping[int, Marks]
    decisions: Mapping[int, list[Decision]]
    pending: Mapping[int, Pending]
    after: Mapping[int, Aftermath]
    prospects: Mapping[int, list[Prospect]]
    traces: Mapping[int, list[Trace]]


def of(
    contribution: Contribution,
    call: Call,
    *,
    is_own: bool,
    beside: Marks | None = None,
    reader_id: int | None = None,
    addresses: Addresses = NOWHERE,
) -> Journey:
    """The journey of one contribution; see `of_many`."""
    known = {contribution.id: beside} if beside is not None else None
    pair = (contribution, call)
    found = of_many([pair], is_own=is_own, beside=known, reader_id=reader_id, lead=lambda call: addresses)
    return found[contribution.id]


def of_many(
    pairs: Sequence[Pair],
    *,
    is_own: bool,
    beside: Mapping[int, Marks] | None = None,
    reader_id: int | None = None,
    lead: Callable[[Call], Addresses] = lambda call: NOWHERE,
) -> dict[int, Journey]:
    """The journeys of contributions with their calls, by contribution id: at most six statements, however many there are,
    one less when their marks are at hand (`beside`). `lead` gives the addresses of a call."""
    known = _known(pairs, beside, reader_id)
    return {
        contribution.id: _journey(contribution, call, known, lead(call), is_own=is_own)
        for contribution, call in pairs
    }


def _known(pairs: Sequence[Pair], beside: Mapping[int, Marks] | None, reader_id: int | None) -> _Known:
    keys = [(one.call_id, one.id) for one, _call in pairs]
    marks = beside if beside is not None else marks_by_keys(keys, None)
    answered = [key for key in keys if marks[key[1]].answer is not None]
    waiting = [key for key in keys if marks[key[1]].answer is None]
    published = [(one.call_id, one.id) for one, call in pairs if call.stage is Stage.PUBLISHED]
    return _Known(
        marks=marks,
        decisions=moderation.decisions_by_keys(keys) if keys else {},
        pending=pending.by_keys(waiting) if waiting else {},
        after=outcomes.aftermaths(answered) if answered else {},
        prospects=promises.of_contributions(answered, reader_id) if answered else {},
        traces=provenance.of_contributions(published) if published else {},
    )


def _journey(
    contribution: Contribution, call: Call, known: _Known, addresses: Addresses, *, is_own: bool
) -> Journey:
    one = contribution.id
    marks, after = known.marks[one], known.after.get(one, NOTHING)
    traces, waits = known.traces.get(one, []), known.pending.get(one, pending.NOTHING)
    knots = way(
        contribution,
        call,
        known.decisions.get(one, []),
        marks,
        is_own=is_own,
        first=after.answers[-1] if after.answers else None,
        in_hand=waits.in_hand if call.stage is not Stage.PUBLISHED else None,
        traces=traces,
        rule=waits.rule,
        addresses=addresses,
    )
    if marks.answer is not None:
        knots += aftercare.followed(
            marks.answer,
            after,
            known.prospects.get(one, []),
            addresses,
            is_own=is_own,
            is_listed=contribution.is_listed,
            published_at=call.published_at,
        )
    return Journey(marks, knots, after, traces)
