"""What follows a published answer: its author asks once more or complains; what was found justified is answered anew."""

from __future__ import annotations

from datetime import date

from cocreate.calendars import queries as calendars
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now, today
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, NotFound
from cocreate.core.events import emit
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.outcomes import queries, question_queries, question_rules
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.question_events import (
    AnswerReopened,
    ComplaintDecided,
    ComplaintMade,
    FollowUpAnswered,
    FollowUpAsked,
    ReopeningClosed,
)
from cocreate.outcomes.question_models import Complaint, FollowUp, Reopening


def ask(actor: Actor, contribution: Contribution, call: Call, text: str) -> FollowUp:
    """Ask once more about the published answer to one's contribution. Conflict when there is none, or for a second time."""
    require(actor, "question.ask", (contribution, call))
    text = question_rules.checked(text, "text", question_rules.ASK)
    answer = _published(contribution)
    if question_queries.follow_up(call.id, contribution.id, answer.number) is not None:
        raise Conflict(question_rules.ASKED_ALREADY)
    row = FollowUp(
        **_key(answer), text=text, asked_by_id=actor.user_id, due_on=_due(question_rules.REPLY_DAYS)
    )
    db.session.add(row)
    db.session.flush()
    emit(FollowUpAsked(call.id, contribution.id, answer.number))
    return row


def reply(actor: Actor, row: FollowUp, contribution: Contribution, call: Call, text: str) -> FollowUp:
    """Answer the question for the agency. Conflict when a colleague was faster."""
    require(actor, "question.reply", call)
    text = question_rules.checked(text, "text", question_rules.REPLY)
    lock(row)
    question_rules.check_open(row.replied_at is not None)
    row.reply, row.replied_by_id, row.replied_at = text, actor.user_id, now()
    db.session.flush()
    emit(FollowUpAnswered(call.id, contribution.id, row.answer_number))
    return row


def complain(actor: Actor, contribution: Contribution, call: Call, text: str) -> Complaint:
    """Say that the published answer does not satisfy, and why. Conflict when there is none, or for a second time."""
    require(actor, "question.complain", (contribution, call))
    text = question_rules.checked(text, "text", question_rules.WHY)
    answer = _published(contribution)
    if question_queries.complaint(call.id, contribution.id, answer.number) is not None:
        raise Conflict(question_rules.COMPLAINED_ALREADY)
    row = Complaint(
        **_key(answer), text=text, made_by_id=actor.user_id, due_on=_due(question_rules.CHECK_DAYS)
    )
    db.session.add(row)
    db.session.flush()
    emit(ComplaintMade(call.id, contribution.id, answer.number))
    return row


def decide(actor: Actor, row: Complaint, call: Call, is_justified: bool, finding: str) -> Complaint:
    """Find a complaint justified or not, with the reason for its author; if justified, the answer is opened again.

    Denied for whoever wrote the answer or replied about it."""
    require(actor, "question.decide", call)
    finding = question_rules.checked(finding, "finding", question_rules.FINDING)
    wrote = question_queries.prepared_by(row.call_id, row.contribution_id, row.answer_number)
    question_rules.check_judge(actor.user_id, wrote | {row.made_by_id})
    lock(row)
    question_rules.check_open(row.decided_at is not None)
    row.is_justified, row.finding = is_justified, finding
    row.decided_by_id, row.decided_at = actor.user_id, now()
    if is_justified:
        _reopen(row)
    db.session.flush()
    emit(ComplaintDecided(row.call_id, row.contribution_id, row.answer_number, is_justified))
    return row


def close_reopening(call_id: int, contribution_id: int, number: int) -> Reopening | None:
    """Version `number` of an answer is public: the reopening that waited for it is closed; None when none did."""
    row = question_queries.open_reopening(call_id, contribution_id)
    if row is None or number <= row.answer_number:
        return None
    row.new_number, row.closed_at = number, now()
    db.session.flush()
    emit(ReopeningClosed(call_id, contribution_id, number))
    return row


def get_follow_up(contribution: Contribution) -> FollowUp:
    """The latest question about the answers to a contribution. NotFound when there is none."""
    found = question_queries.aftermath(contribution.call_id, contribution.id).follow_ups
    if not found:
        raise NotFound(question_rules.NO_QUESTION)
    return found[0]


def get_complaint(contribution: Contribution) -> Complaint:
    """The latest complaint about the answers to a contribution. NotFound when there is none."""
    found = question_queries.aftermath(contribution.call_id, contribution.id).complaints
    if not found:
        raise NotFound(question_rules.NO_COMPLAINT)
    return found[0]


def _published(contribution: Contribution) -> Disposition:
    """The answer as the public reads it, kept from being asked about by two forms at once."""
    lock(contribution)
    answer = queries.disposition(contribution.call_id, contribution.id)
    if answer is None:
        raise Conflict(question_rules.NO_ANSWER)
    return answer


def _key(answer: Disposition) -> dict[str, int]:
    return {
        "call_id": answer.call_id,
        "contribution_id": answer.contribution_id,
        "answer_number": answer.number,
    }


def _due(days: int) -> date:
    return calendars.current().add(today(settings().timezone), days)


def _reopen(row: Complaint) -> None:
    again = Reopening(
        call_id=row.call_id,
        contribution_id=row.contribution_id,
        answer_number=row.answer_number,
        due_on=_due(question_rules.REDO_DAYS),
    )
    db.session.add(again)
    db.session.flush()
    emit(AnswerReopened(row.call_id, row.contribution_id, row.answer_number))
