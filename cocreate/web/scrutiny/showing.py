"""Gathers what those who review votes see, and what the public reads of their decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.core.policy import may, why_not
from cocreate.http.actor import actor
from cocreate.polls.models import Poll
from cocreate.scrutiny import queries
from cocreate.scrutiny.models import SUPPORT, DecisionKind, DecisionState, VoteDecision
from cocreate.scrutiny.queries import Round
from cocreate.scrutiny.rules import Signal, SignalKind
from cocreate.web.callcards import words
from cocreate.web.scrutiny.forms import ProposalForm
from cocreate.web.scrutiny.names import DECISION_NAMES, INNOCENT, KIND_NAMES, seen

Told = dict[str, Any]


def desk(call: Call) -> Told:
    """The ballots of a call, and every decision about their votes."""
    rounds = queries.rounds(call)
    return {
        "call": call,
        "words": words(call),
        "rounds": [(one, _name(one)) for one in rounds],
        "decisions": _told(queries.decisions(call.id), rounds),
    }


def looking(which: Round, call: Call, found: Sequence[Signal], form: ProposalForm) -> Told:
    """One ballot with its signals, and the form of a proposal."""
    told = [
        {
            "key": one.key,
            "name": KIND_NAMES[one.kind],
            "seen": seen(one.kind, one.evidence),
            "innocent": INNOCENT[one.kind],
            "percent": round(100 * one.confidence),
            "chosen": one.key in (form.signals.data or ()),
        }
        for one in found
    ]
    return {
        "call": call,
        "words": words(call),
        "round": which,
        "name": _name(which),
        "signals": told,
        "form": form,
        "why_not": why_not(actor(), "votes.set_aside", (which, call)),
    }


def deciding(decision: VoteDecision, call: Call, form: Any) -> Told:
    """One proposal or decision, for those who decide."""
    told = _told([decision], queries.rounds(call))[0]
    stands = decision.kind is DecisionKind.SET_ASIDE and decision.state is DecisionState.CONFIRMED
    return {
        "call": call,
        "words": words(call),
        "one": told,
        "form": form,
        "concerned": len(queries.voters(decision)),
        "waits": decision.state is DecisionState.PROPOSED,
        "can_decide": may(actor(), "votes.decide", (decision, call)),
        "why_not": why_not(actor(), "votes.decide", (decision, call)),
        "can_undo": stands and not queries.is_undone(decision),
    }


def public(call: Call) -> Told:
    """Every decision that stands, for everybody."""
    return {
        "call": call,
        "words": words(call),
        "decisions": _told(queries.confirmed(call.id), queries.rounds(call)),
    }


def beside(poll: Poll) -> Callable[[], list[Told]]:
    """Loads what was decided about the votes of a ballot, for the page of its result."""
    return lambda: _told(queries.confirmed(poll.call_id, poll.id), ())


def _told(decisions: Iterable[VoteDecision], rounds: Sequence[Round]) -> list[Told]:
    names = {one.poll_id: _name(one) for one in rounds}
    return [
        {
            "row": one,
            "state": DECISION_NAMES[one.kind, one.state],
            "ballot": names.get(one.poll_id, ""),
            "kinds": [KIND_NAMES[SignalKind(signal["kind"])] for signal in one.signals],
            "seen": [seen(signal["kind"], signal) for signal in one.signals],
        }
        for one in decisions
    ]


def _name(which: Round) -> str:
    if which.number == SUPPORT or which.poll is None:
        return _("Support for contributions")
    return which.poll.question
