"""The way of an outcome: written, submitted, approved by other persons, published, or sent back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from cocreate.calls import service as calls
from cocreate.calls.models import Call, Stage
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, Invalid, NotFound
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.documents import queries as texts
from cocreate.documents import service as documents
from cocreate.media import service as media
from cocreate.outcomes import queries, rules, schemes
from cocreate.outcomes.events import (
    OutcomeApproved,
    OutcomePublished,
    OutcomeSentBack,
    OutcomeSubmitted,
    OutcomeWritten,
)
from cocreate.outcomes.models import Approval, Outcome, OutcomeState, Verdict

KIND = "outcome"


def begun(call: Call, *, shared: bool = False) -> Outcome:
    """The outcome of a call, begun if need be, and kept from changing until the end of the transaction.

    With `shared` others may hold it too, so that editors who answer at once don't wait for each other."""
    found = _held(call.id, shared)
    if found is None:
        scheme = schemes.default_of(call.agency_path)
        new = insert(db.session, Outcome).values(call_id=call.id, scheme=scheme.slug if scheme else "")
        db.session.execute(new.on_conflict_do_nothing(index_elements=["call_id"]))
        found = _held(call.id, shared)
    if found is None:
        raise NotFound(_l("This outcome has gone."))
    return found


def _held(call_id: int, shared: bool) -> Outcome | None:
    chosen = sa.select(Outcome).where(Outcome.call_id == call_id).with_for_update(read=shared)
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def write(actor: Actor, call: Call, tree: dict[str, Any], next_steps: str = "") -> Outcome:
    """Keep a new version of the outcome's text (a block tree) and of what happens next."""
    require(actor, "outcome.write", call)
    outcome = begun(call)
    rules.check_state(outcome.state, OutcomeState.WRITING)
    if not tree.get("blocks"):
        raise Invalid(_l("Write the text of the outcome first."), "text")
    if len(next_steps) > rules.NEXT_STEPS_LIMIT:
        raise Invalid(
            _l("At most %(limit)s characters fit here.", limit=rules.NEXT_STEPS_LIMIT), "next_steps"
        )
    version = documents.save(actor, tree, outcome.document_id, kind=KIND)
    outcome.document_id, outcome.document_version = version.document_id, version.number
    outcome.next_steps = next_steps.strip()
    db.session.flush()
    emit(OutcomeWritten(call.id, version.document_id, version.number))
    return outcome


def submit(actor: Actor, call: Call) -> Outcome:
    """Give the outcome to the approvers; from now on nothing in it can be changed. GateClosed while something is missing."""
    require(actor, "outcome.submit", call)
    outcome = begun(call)
    rules.check_state(outcome.state, OutcomeState.WRITING)
    rules.check_gate(queries.gate(call.id))
    if outcome.document_id is None:
        raise Invalid(_l("Write the text of the outcome before you submit it."))
    outcome.state = OutcomeState.SUBMITTED
    outcome.round += 1
    outcome.prepared_by_id = actor.user_id
    outcome.submitted_at = now()
    db.session.flush()
    emit(OutcomeSubmitted(call.id, outcome.round))
    return outcome


def take_back(actor: Actor, call: Call) -> Outcome:
    """Go on writing what lies with the approvers; what they said of it no longer counts."""
    require(actor, "outcome.submit", call)
    outcome = begun(call)
    rules.check_state(outcome.state, OutcomeState.SUBMITTED, OutcomeState.APPROVED)
    return _reopened(outcome, by_approver=False)


def approve(actor: Actor, call: Call, note: str = "", *, seen: int | None = None) -> Outcome:
    """Say yes to the outcome as it was submitted. Denied for whoever helped to prepare it.

    `seen` is the round of the submission that the approver has read: Conflict when it was submitted anew since."""
    require(actor, "outcome.approve", call)
    outcome = begun(call)
    rules.check_state(outcome.state, OutcomeState.SUBMITTED)
    if seen is not None and seen != outcome.round:
        raise Conflict(_l("The outcome was taken back, changed and submitted anew. Read it again first."))
    approved = queries.approved_by(call.id, outcome.round)
    rules.check_approver(actor.user_id, approved, queries.has_helped(outcome, actor.user_id))
    _record(outcome, actor, Verdict.APPROVE, note)
    is_enough = len(approved) + 1 >= call.agency.approvals_needed
    if is_enough:
        outcome.state = OutcomeState.APPROVED
    db.session.flush()
    emit(OutcomeApproved(call.id, actor.user_id or 0, is_enough))
    return outcome


def send_back(actor: Actor, call: Call, note: str) -> Outcome:
    """Return the outcome to its writers, saying what has to change."""
    require(actor, "outcome.approve", call)
    outcome = begun(call)
    rules.check_state(outcome.state, OutcomeState.SUBMITTED, OutcomeState.APPROVED)
    if not note.strip():
        raise Invalid(_l("Please say what has to change."), "note")
    _record(outcome, actor, Verdict.SEND_BACK, note)
    return _reopened(outcome, by_approver=True)


def publish(actor: Actor, call: Call) -> Outcome:
    """Make the outcome and all its answers public by one change of one row. GateClosed, with the list, while one is missing."""
    require(actor, "outcome.publish", call)
    outcome = begun(call)
    gate = queries.gate(call.id)
    rules.check_gate(gate)
    rules.check_state(outcome.state, OutcomeState.APPROVED)
    if len(queries.approved_by(call.id, outcome.round)) < call.agency.approvals_needed:
        raise Conflict(_l("More people have to approve the outcome before it is published."))
    lock(call)
    outcome.state = OutcomeState.PUBLISHED
    outcome.published_by_id = actor.user_id
    outcome.published_at = now()
    db.session.flush()
    media.make_public(texts.media_ids(texts.latest(outcome.document_id)))
    calls.move(call, Stage.PUBLISHED)
    emit(OutcomePublished(call.id, gate.answered))
    return outcome


def _record(outcome: Outcome, actor: Actor, verdict: Verdict, note: str) -> None:
    if len(note) > rules.NOTE_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=rules.NOTE_LIMIT), "note")
    db.session.add(
        Approval(
            call_id=outcome.call_id,
            round=outcome.round,
            approver_id=actor.user_id,
            decision=verdict,
            note=note.strip(),
        )
    )


def _reopened(outcome: Outcome, *, by_approver: bool) -> Outcome:
    outcome.state = OutcomeState.WRITING
    outcome.submitted_at = None
    db.session.flush()
    emit(OutcomeSentBack(outcome.call_id, by_approver))
    return outcome
