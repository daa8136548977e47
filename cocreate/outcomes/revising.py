"""重办: another answer in place of a published one, proposed with a reason and approved by others; its history stays public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.outcomes import keeping, queries, question_rules, questions, revision_queries, schemes
from cocreate.outcomes.conflicts import Overtaken
from cocreate.outcomes.desk_models import Assent, Proposal, Ruling
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.question_events import AnswerRevised, RevisionProposed, RevisionRuled
from cocreate.outcomes.rules import AnswerDraft
from cocreate.outcomes.service import prepared, says_the_same
from cocreate.provenance import queries as provenance

WHY = _l("Please say in a full sentence why the answer changes. Everybody can read it beside the new answer.")
SAME = _l("This is the answer that is published already. Change something, or leave it as it is.")
WAITS = _l("A new answer waits for its approval already. Take it back first, or have it sent back.")
NOTE = _l("Please say what has to change.")


def propose(
    actor: Actor,
    contribution: Contribution,
    call: Call,
    draft: AnswerDraft,
    why: str,
    *,
    seen: int | None = None,
) -> Proposal:
    """Propose another answer in place of the published one; `why` is public with it.

    `seen` is the number of the version the editor had before them: Overtaken when another one is public by now.
    Invalid, by field; Conflict when there is no published answer, or a proposal waits already."""
    require(actor, "outcome.revise", call)
    outcome = queries.find(call.id)
    lock(contribution)
    answer = queries.disposition(call.id, contribution.id)
    if answer is None:
        raise Conflict(question_rules.NO_ANSWER)
    if seen is not None and seen != answer.number:
        raise Overtaken(answer)
    if revision_queries.waiting_for(call.id, contribution.id) is not None:
        raise Conflict(WAITS)
    kept = _checked(draft, why, contribution, call, schemes.of_call(call, outcome))
    if says_the_same(answer, kept):
        raise Invalid(SAME)
    row = Proposal(
        call_id=call.id,
        contribution_id=contribution.id,
        base_number=answer.number,
        words=as_words(kept),
        why=why.strip(),
        proposed_by_id=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    emit(RevisionProposed(call.id, contribution.id, row.id))
    return row


def approve(actor: Actor, row: Proposal, contribution: Contribution, call: Call) -> Disposition | None:
    """Say yes to a proposed answer; with the last approval needed it is public, and returned.

    Denied for whoever proposed it; Conflict for a second time, or when it waits no longer."""
    require(actor, "outcome.confirm", call)
    _hold(row, contribution)
    _check_judge(actor, row)
    approved = revision_queries.assents(row)
    if actor.user_id in approved:
        raise Conflict(_l("You have approved this already. It waits for another person."))
    db.session.add(Assent(call_id=row.call_id, proposal_id=row.id, approver_id=actor.user_id))
    db.session.flush()
    if len(approved) + 1 < call.agency.approvals_needed:
        return None
    _rule(row, actor, Ruling.CONFIRMED)
    return _put_in_force(row, contribution, call)


def send_back(actor: Actor, row: Proposal, contribution: Contribution, call: Call, note: str) -> Proposal:
    """Refuse a proposed answer, with what has to change; the published one stands."""
    require(actor, "outcome.confirm", call)
    note = question_rules.checked(note, "note", NOTE)
    _hold(row, contribution)
    row.note = note
    return _rule(row, actor, Ruling.REFUSED)


def take_back(actor: Actor, row: Proposal, contribution: Contribution, call: Call) -> Proposal:
    """Let go of a proposed answer before it is approved; any editor of the agency can."""
    require(actor, "outcome.revise", call)
    _hold(row, contribution)
    return _rule(row, actor, Ruling.WITHDRAWN)


def as_words(draft: AnswerDraft) -> dict[str, Any]:
    """An answer in plain values, as a proposal keeps it."""
    return asdict(draft) | {"review_date": draft.review_date.isoformat() if draft.review_date else None}


def as_draft(words: Mapping[str, Any]) -> AnswerDraft:
    """The answer that a proposal keeps."""
    day = words.get("review_date")
    return AnswerDraft(**{**words, "review_date": date.fromisoformat(day) if day else None})


def _checked(
    draft: AnswerDraft, why: str, contribution: Contribution, call: Call, choices: Mapping[str, Any]
) -> AnswerDraft:
    """The answer as it will stand. Invalid with everything that is wrong, the reason of the change included."""
    found: dict[str, Any] = {}
    try:
        question_rules.checked(why, "why", WHY)
    except Invalid as refusal:
        found |= refusal.fields
    try:
        is_traced = bool(provenance.traced(call.id, [contribution.id]))
        kept = prepared(draft, contribution, call, choices, is_traced=is_traced)
    except Invalid as refusal:
        raise Invalid.of({**refusal.fields, **found}) from refusal
    if found:
        raise Invalid.of(found)
    return kept


def _hold(row: Proposal, contribution: Contribution) -> None:
    lock(contribution)
    lock(row)
    question_rules.check_open(row.ruling is not Ruling.WAITING)


def _check_judge(actor: Actor, row: Proposal) -> None:
    if actor.user_id is None or actor.user_id == row.proposed_by_id:
        raise Denied(_l("Somebody else must approve this, because you helped to prepare it."))


def _rule(row: Proposal, actor: Actor, ruling: Ruling) -> Proposal:
    row.ruling, row.ruled_by_id, row.ruled_at = ruling, actor.user_id, now()
    db.session.flush()
    emit(RevisionRuled(row.call_id, row.contribution_id, row.id, ruling.value))
    return row


def _put_in_force(row: Proposal, contribution: Contribution, call: Call) -> Disposition:
    """The new answer is public from now on; the one before it stays readable, with the day it was published."""
    before = queries.version(row.call_id, row.contribution_id, row.base_number)
    before.published_at = before.published_at or call.published_at or now()
    draft = {contribution.id: as_draft(row.words)}
    more = {"published_at": now(), "why_revised": row.why}
    number = keeping.put([contribution], draft, row.proposed_by_id, **more)[contribution.id]
    questions.close_reopening(row.call_id, row.contribution_id, number)
    emit(AnswerRevised(row.call_id, row.contribution_id, number))
    return queries.version(row.call_id, row.contribution_id, number)
