"""Votes are looked at, proposed to be set aside by one person, and set aside by another; traces are kept for a while."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import cast

import sqlalchemy as sa

from cocreate.ballots import asides as supports
from cocreate.ballots.events import VoteCast
from cocreate.calls.models import Call
from cocreate.core import origin
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock, writing
from cocreate.core.dialect import built, one_at_a_time
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.polls import asides as sheets
from cocreate.polls.events import SheetCast
from cocreate.scrutiny import queries, rules
from cocreate.scrutiny.events import AsideDecided, AsideProposed
from cocreate.scrutiny.models import (
    SUPPORT,
    DecidedVoter,
    DecisionKind,
    DecisionState,
    VoteDecision,
    VoteTrace,
)
from cocreate.scrutiny.queries import Round
from cocreate.scrutiny.rules import Signal
from cocreate.scrutiny.sealing import digest, seal

LONGEST = 2000


def look(actor: Actor, which: Round, call: Call) -> list[Signal]:
    """What in the votes of a ballot is too unlikely to be chance, the surest first."""
    require(actor, "votes.review", call)
    if which.is_secret:
        return []
    acts = queries.acts(which)
    made = queries.accounts_made({act.voter for act in acts})
    return rules.signals(acts, queries.traces(which), made, queries.positions(which))


def propose(actor: Actor, which: Round, call: Call, chosen: Collection[str], reason: str) -> VoteDecision:
    """Propose to set aside the votes of everybody in these signals (by key). Somebody else decides."""
    require(actor, "votes.set_aside", (which, call))
    found = [one for one in look(actor, which, call) if one.key in chosen]
    if not found or len(found) < len(set(chosen)):
        raise Invalid(
            _l("Please choose at least one signal; what you saw may have changed meanwhile."), "signals"
        )
    one_at_a_time(db.session, f"scrutiny/{call.id}")
    people = frozenset().union(*(one.voters for one in found))
    told = [{"kind": one.kind.value, "confidence": one.confidence, **one.evidence} for one in found]
    decision = VoteDecision(poll_id=which.poll_id, kind=DecisionKind.SET_ASIDE, signals=told)
    return _propose(actor, call, decision, people, reason)


def propose_restoring(actor: Actor, decision: VoteDecision, call: Call, reason: str) -> VoteDecision:
    """Propose to count again what a decision has set aside. Somebody else decides."""
    require(actor, "votes.set_aside", (decision, call))
    one_at_a_time(db.session, f"scrutiny/{call.id}")
    stands = decision.kind is DecisionKind.SET_ASIDE and decision.state is DecisionState.CONFIRMED
    if not stands or queries.is_undone(decision):
        raise Conflict(_l("These votes are counted, or somebody has proposed already to count them again."))
    undoing = VoteDecision(poll_id=decision.poll_id, kind=DecisionKind.RESTORE, undoes_id=decision.id)
    return _propose(actor, call, undoing, queries.voters(decision), reason)


def confirm(actor: Actor, decision: VoteDecision, call: Call, remark: str = "") -> VoteDecision:
    """Carry out what somebody else has proposed; the count is right again in the same transaction."""
    one_at_a_time(db.session, f"scrutiny/{call.id}")
    lock(decision)
    require(actor, "votes.decide", (decision, call))
    decision.people, decision.votes = _carry_out(decision, call)
    return _decide(actor, decision, DecisionState.CONFIRMED, remark)


def refuse(actor: Actor, decision: VoteDecision, call: Call, remark: str) -> VoteDecision:
    """Let the votes stand as they are, with the reason."""
    lock(decision)
    require(actor, "votes.decide", (decision, call))
    return _decide(actor, decision, DecisionState.REFUSED, _checked(remark, "remark"))


def note_sheet(fact: SheetCast) -> None:
    """Keep from where somebody voted; never for a secret ballot."""
    if fact.voter_id is not None:
        _note(fact.call_id, fact.poll_id, fact.voter_id)


def note_support(fact: VoteCast) -> None:
    """Keep from where somebody supported something."""
    _note(fact.call_id, SUPPORT, fact.voter_id)


def forget_due() -> int:
    """Delete traces that neither a ballot nor its review needs any more; returns how many."""
    gone = 0
    for call in queries.calls_with_traces():
        for which in queries.rounds(call):
            waiting = queries.is_waiting(call.id, which.poll_id)
            if rules.is_due(which.closed_at, which.approved_at, waiting, now()):
                mine = (VoteTrace.call_id == call.id, VoteTrace.poll_id == which.poll_id)
                gone += db.session.execute(sa.delete(VoteTrace).where(*mine)).rowcount  # type: ignore[attr-defined]
    return gone


def _note(call_id: int, poll_id: int, voter_id: int) -> None:
    where = origin.current()
    if where is None:
        return
    salt = f"{call_id}.{poll_id}"
    key = {"call_id": call_id, "poll_id": poll_id, "voter_id": voter_id}
    sealed = seal(where, f"{salt}.{voter_id}")
    mark = digest(salt, where.network, where.device)
    writing().execute(_noted(db.session), {**key, "mark": mark, "sealed": sealed})


@built
def _noted(insert: object) -> object:
    return insert(cast(sa.Table, VoteTrace.__table__)).on_conflict_do_nothing()  # type: ignore[operator]


def _propose(
    actor: Actor, call: Call, decision: VoteDecision, people: Iterable[int], reason: str
) -> VoteDecision:
    field = "remark" if decision.kind is DecisionKind.RESTORE else "reason"
    decision.reason = _checked(reason, field)
    decision.call_id, decision.proposed_by_id = call.id, actor.user_id
    decision.number = len(queries.decisions(call.id)) + 1
    db.session.add(decision)
    db.session.flush()
    key = {"call_id": call.id, "decision_id": decision.id}
    db.session.execute(sa.insert(DecidedVoter), [{**key, "voter_id": one} for one in sorted(people)])
    emit(AsideProposed(call.id, decision.id))
    return decision


def _checked(reason: str, field: str) -> str:
    if not reason.strip():
        raise Invalid(_l("Please give the reason. It is published."), field)
    if len(reason) > LONGEST:
        raise Invalid(_l("The reason can have at most %(count)s characters.", count=LONGEST), field)
    return reason.strip()


def _carry_out(decision: VoteDecision, call: Call) -> tuple[int, int]:
    """How many people and votes were set aside, or are counted again."""
    if decision.poll_id == SUPPORT:
        if decision.kind is DecisionKind.RESTORE:
            return supports.restore(call.id, decision.undoes_id or 0)
        return supports.set_aside(call.id, queries.voters(decision), decision.id)
    poll = next(one.poll for one in queries.rounds(call) if one.poll and one.poll_id == decision.poll_id)
    if decision.kind is DecisionKind.RESTORE:
        return sheets.restore(poll, decision.undoes_id or 0)
    return sheets.set_aside(poll, queries.voters(decision), decision.id)


def _decide(actor: Actor, decision: VoteDecision, state: DecisionState, remark: str) -> VoteDecision:
    decision.state, decision.remark = state, remark.strip()
    decision.decided_by_id, decision.decided_at = actor.user_id, now()
    db.session.flush()
    emit(AsideDecided(decision.call_id, decision.id))
    return decision
