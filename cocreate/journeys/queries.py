"""The travelled way of a contribution, asked of all the rooms that know a part of it."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.handling import queries as handling
from cocreate.journeys import aftercare
from cocreate.journeys.aftercare import Addresses
from cocreate.journeys.knots import Knot, KnotState
from cocreate.journeys.marks import Marks, marks
from cocreate.journeys.way import CLOSED_BY, Written, way
from cocreate.milestones import promise_queries as promises
from cocreate.moderation import queries as moderation
from cocreate.outcomes import question_queries as outcomes
from cocreate.outcomes import undoing
from cocreate.outcomes.question_queries import NOTHING, Aftermath


@dataclass(frozen=True)
class Journey:
    """What stands beside a contribution, and its way so far and to come."""

    marks: Marks
    knots: list[Knot]
    after: Aftermath = NOTHING

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return all(knot.state in (KnotState.DONE, KnotState.BROKEN) for knot in self.knots)


def of(
    contribution: Contribution,
    call: Call,
    *,
    is_own: bool,
    beside: Marks | None = None,
    result_url: str | None = None,
    cluster_url: str | None = None,
    written: Written | None = None,
    reader_id: int | None = None,
    addresses: Addresses | None = None,
) -> Journey:
    """The journey of one contribution: a statement for the decisions, one for its marks unless they are at hand
    (`beside`), one for whose hands it is in before its answer, and two for what followed after it."""
    known = beside or marks(call.id, [contribution.id], None)[contribution.id]
    decisions = moderation.decisions(call.id, contribution.id)
    is_awaited = known.answer is None and call.stage is not Stage.PUBLISHED
    in_hand = handling.in_hand(call.id, contribution.id) if is_awaited else None
    knots = way(
        contribution,
        call,
        decisions,
        known,
        is_own=is_own,
        result_url=result_url,
        cluster_url=cluster_url,
        in_hand=in_hand,
        written=written,
        rule=_rule(contribution, known),
    )
    if known.answer is None:
        return Journey(known, knots)
    after = outcomes.aftermath(call.id, contribution.id)
    asked = aftercare.questions(after, is_own=is_own, is_listed=contribution.is_listed)
    prospects = promises.of_contribution(call.id, contribution.id, reader_id)
    asked += aftercare.revised(known.answer, after)
    knots += [*asked, *aftercare.steps(prospects, addresses or Addresses())]
    return Journey(known, knots, after)


def _rule(contribution: Contribution, known: Marks) -> str:
    """The stated rule by which it was closed together with others; "" when there was none."""
    if known.answer is not None or contribution.validity not in CLOSED_BY:
        return ""
    act = undoing.closings(contribution.call_id, [contribution.id]).get(contribution.id)
    return act.rule if act is not None else ""
