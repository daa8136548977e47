"""Gathers what the pages on questions, complaints and reopened answers show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from cocreate.calendars import queries as calendars
from cocreate.calls.models import Call
from cocreate.contributions.bylines import shown_name
from cocreate.contributions.models import Contribution
from cocreate.core.clock import today
from cocreate.core.i18n import _l
from cocreate.core.settings import settings
from cocreate.http.actor import actor
from cocreate.outcomes import erratum_queries, question_queries, revision_queries
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes.erratum_models import Erratum, Settled
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.question_models import Complaint, FollowUp, Reopening
from cocreate.outcomes.question_queries import Aftermath, OpenTask, Task
from cocreate.text.linkify import paragraphs
from cocreate.web.callcards import agency_name, words
from cocreate.web.contributionrows import byline

TASK_NAMES = {
    Task.REOPENING: _l("To be answered anew"),
    Task.FOLLOW_UP: _l("Questions to reply to"),
    Task.COMPLAINT: _l("Complaints to be checked"),
}


@dataclass(frozen=True)
class Line:
    """One thing that waits at the desk, with its clock."""

    one: Contribution
    by: str
    due_on: date
    workdays_left: int
    url: str


@dataclass(frozen=True)
class Asked:
    """What stands below an answer: the question with its reply, the complaint, and what came of it."""

    follow_up: FollowUp | None
    complaint: Complaint | None
    reopening: Reopening | None
    renewed: Reopening | None
    can_ask: bool
    can_complain: bool


def waiting(call: Call) -> dict[str, Any]:
    """The lists of the desk, each kind apart."""
    tasks = question_queries.waiting(call.id)
    found = [(kind, [_line(call, one) for one in tasks if one.task is kind]) for kind in TASK_NAMES]
    return {
        "call": call,
        "words": words(call),
        "groups": [(kind, lines) for kind, lines in found if lines],
        "names": TASK_NAMES,
        "errata": [_erratum(one) for one in erratum_queries.of_call(call.id, Settled.WAITING)],
        "proposals": [
            (one, byline(one.contribution), call.agency.approvals_needed)
            for one in revision_queries.waiting(call.id)
        ],
    }


def _line(call: Call, task: OpenTask) -> Line:
    views = {
        Task.FOLLOW_UP: "questions.reply",
        Task.COMPLAINT: "questions.decide",
        Task.REOPENING: "outcomes.revise",
    }
    return Line(
        one=task.contribution,
        by=byline(task.contribution),
        due_on=task.due_on,
        workdays_left=calendars.current().left(today(settings().timezone), task.due_on),
        url=url_for(views[task.task], slug=call.slug, number=task.contribution.number),
    )


@dataclass(frozen=True)
class Reported:
    """An error that a reader reported, with its clock."""

    one: Erratum
    by: str
    due_on: date
    workdays_left: int


def _erratum(row: Erratum) -> Reported:
    left = calendars.current().left(today(settings().timezone), row.due_on)
    return Reported(row, shown_name(row.reporter), row.due_on, left)


def erratum(call: Call, row: Erratum, form: Any) -> dict[str, Any]:
    """The form of the desk with the error it is about."""
    return {"call": call, "words": words(call), "line": _erratum(row), "form": form}


def asked(
    contribution: Contribution, answer: Disposition | None, after: Aftermath, is_own: bool
) -> Asked | None:
    """What a reader sees below an answer; None before there is one.

    A question is shown to others after review, where the contribution itself is; a complaint only to its author."""
    if answer is None:
        return None
    follow_up = after.follow_up_to(answer.number)
    mine = after.complaint_about(answer.number)
    can_see = is_own or (follow_up is not None and follow_up.is_shown and contribution.is_listed)
    return Asked(
        follow_up=follow_up if can_see else None,
        complaint=mine if is_own else None,
        reopening=after.open_reopening,
        renewed=next((one for one in after.reopenings if one.closed_at is not None), None),
        can_ask=is_own and follow_up is None,
        can_complain=is_own and mine is None,
    )


def around(contribution: Contribution, call: Call, form: Any) -> dict[str, Any]:
    """A form with the words and the answer it is about."""
    return {
        "contribution": contribution,
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "body": paragraphs(contribution.body),
        "by": byline(contribution),
        "answer": outcomes.disposition(call.id, contribution.id),
        "form": form,
    }


def task(call: Call, contribution: Contribution, row: FollowUp | Complaint, form: Any) -> dict[str, Any]:
    """A form of the desk with what it replies to, and its clock."""
    left = calendars.current().left(today(settings().timezone), row.due_on)
    wrote = question_queries.prepared_by(call.id, contribution.id, row.answer_number)
    found = around(contribution, call, form)
    return {**found, "row": row, "workdays_left": left, "wrote_it": actor().user_id in wrote}
