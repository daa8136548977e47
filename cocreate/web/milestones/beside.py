"""What became of the promises of an outcome, as the outcome's own page shows it: what the agency says, what contributors say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.calls.models import Call
from cocreate.milestones import progress_queries
from cocreate.milestones.models import Milestone
from cocreate.milestones.rules import SHOWN_FROM, STATE_NAMES
from cocreate.web.milestones.showing import KNOTS, Opinion, is_late, opinion_of, when


@dataclass(frozen=True)
class Claim:
    """A step as the agency tells it, and what contributors say of it once they were asked."""

    milestone: Milestone
    knot: str
    state: Any
    when: str
    is_late: bool
    opinion: Opinion | None


def claims(call: Call) -> dict[str, Any]:
    """The steps of an outcome beside what contributors say; one statement."""
    return {"claims": [_claim(one) for one in progress_queries.of_call(call.id)], "shown_from": SHOWN_FROM}


def _claim(one: progress_queries.Progress) -> Claim:
    step, promise = one.milestone, one.promise
    is_asked = promise is not None and promise.round > 0
    return Claim(
        milestone=step,
        knot=KNOTS[step.state],
        state=STATE_NAMES[step.state],
        when=when(step),
        is_late=is_late(step),
        opinion=opinion_of(promise, one.results, one.comments) if promise and is_asked else None,
    )


def nothing() -> dict[str, Sequence[Claim]]:
    """For pages of an outcome that are not its first."""
    return {"claims": []}
