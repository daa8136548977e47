"""Gathers what the pages on revised answers show: the published answer, the proposed one, who has approved it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.errors import Conflict, NotFound
from cocreate.core.policy import may
from cocreate.http.actor import actor
from cocreate.outcomes import queries, question_queries, question_rules, revising, revision_queries, schemes
from cocreate.outcomes.desk_models import Proposal, Ruling
from cocreate.outcomes.models import Disposition
from cocreate.text.linkify import paragraphs
from cocreate.web.callcards import agency_name, words
from cocreate.web.contributionrows import byline
from cocreate.web.outcomes.answers import parts
from cocreate.web.outcomes.forms import RevisionForm


def form(call: Call, contribution: Contribution) -> RevisionForm:
    """The form of a new answer: it begins with what was sent or taken back last, else with the published answer."""
    answer = queries.disposition(call.id, contribution.id)
    if answer is None:
        raise Conflict(question_rules.NO_ANSWER)
    last = revision_queries.latest(call.id, contribution.id)
    degrees = schemes.of_call(call, queries.find(call.id))
    if last is not None and last.base_number == answer.number and last.ruling is not Ruling.WAITING:
        begun = asdict(revising.as_draft(last.words)) | {"why": last.why, "seen": answer.number}
        return RevisionForm(degrees, data=begun)
    return RevisionForm(degrees, obj=answer, seen=answer.number)


def proposing(call: Call, contribution: Contribution, filled: RevisionForm) -> dict[str, Any]:
    """The context of the page on which another answer is written."""
    after = question_queries.aftermath(call.id, contribution.id)
    return {
        **_around(call, contribution),
        "complaint": next((one for one in after.complaints if one.is_justified), None),
        "reopening": after.open_reopening,
        "last": revision_queries.latest(call.id, contribution.id),
        "form": filled,
    }


def proposed(call: Call, contribution: Contribution, note_form: Any) -> dict[str, Any]:
    """The context of the page on which a proposed answer is read, approved or sent back."""
    row = revision_queries.latest(call.id, contribution.id)
    if row is None:
        raise NotFound(revision_queries.NONE_WAITS)
    note_form.seen.data = note_form.seen.data or row.id
    approved = revision_queries.assents(row)
    people = accounts.users({one for one in (row.proposed_by_id, row.ruled_by_id, *approved) if one})
    new = Disposition(**asdict(revising.as_draft(row.words)))
    is_waiting = row.ruling is Ruling.WAITING
    return {
        **_around(call, contribution),
        "row": row,
        "is_waiting": is_waiting,
        "before": parts(queries.version(call.id, contribution.id, row.base_number)),
        "before_degree": queries.version(call.id, contribution.id, row.base_number).degree,
        "new": parts(new),
        "new_degree": new.degree,
        "people": people,
        "approved": [people[one] for one in approved if one in people],
        "needed": call.agency.approvals_needed,
        "can_approve": is_waiting and may(actor(), "outcome.confirm", call) and _is_other(row, approved),
        "can_take_back": is_waiting and may(actor(), "outcome.revise", call),
        "note_form": note_form,
    }


def _is_other(row: Proposal, approved: set[int]) -> bool:
    me = actor().user_id
    return me != row.proposed_by_id and me not in approved


def _around(call: Call, contribution: Contribution) -> dict[str, Any]:
    answer = queries.disposition(call.id, contribution.id)
    return {
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "contribution": contribution,
        "body": paragraphs(contribution.body),
        "by": byline(contribution),
        "answer": answer,
    }
