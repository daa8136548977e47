"""What authors can do when an answer is published, and where the agency deals with it."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, day
from cocreate.http.actor import actor
from cocreate.outcomes import questions
from cocreate.web.contributions.area import back_to, pair
from cocreate.web.outcomes.area import within
from cocreate.web.page import page, say
from cocreate.web.questions import errata, showing
from cocreate.web.questions.area import bp
from cocreate.web.questions.forms import AskForm, ComplainForm, FindingForm, ReplyForm

__all__ = ["bp", "errata"]


@bp.route("/contributions/<number>/question", methods=["GET", "POST"])
@page(allow="question.ask", of=pair)
def ask(contribution: Contribution, call: Call) -> Any:
    """One more question about the answer."""
    form = AskForm()
    if form.submitted():
        row = questions.ask(actor(), contribution, call, form.text.data or "")
        say(_("Your question has arrived. The agency replies by %(day)s.", day=day(row.due_on)))
        return back_to(contribution, "answer-title")
    return showing.around(contribution, call, form)


@bp.route("/contributions/<number>/complaint", methods=["GET", "POST"])
@page(allow="question.complain", of=pair)
def complain(contribution: Contribution, call: Call) -> Any:
    """Not satisfied with the answer."""
    form = ComplainForm()
    if form.submitted():
        row = questions.complain(actor(), contribution, call, form.text.data or "")
        say(_("Somebody who did not write the answer checks this by %(day)s.", day=day(row.due_on)))
        return back_to(contribution, "answer-title")
    return showing.around(contribution, call, form)


@bp.get("/desk/calls/<slug>/questions")
@page(allow="outcome.work", of=calls.get)
def index(call: Call) -> dict[str, Any]:
    """What waits after publication, what is due first first."""
    return showing.waiting(call)


@bp.route("/desk/calls/<slug>/questions/<number>", methods=["GET", "POST"])
@page(allow="question.reply", of=calls.get)
def reply(call: Call, number: str) -> Any:
    """Reply to the question about an answer."""
    contribution = within(call, number)
    row = questions.get_follow_up(contribution)
    form = ReplyForm()
    if form.submitted():
        questions.reply(actor(), row, contribution, call, form.text.data or "")
        say(_("Your reply is kept. Whoever asked is told."))
        return redirect(url_for(".index", slug=call.slug), 303)
    return showing.task(call, contribution, row, form)


@bp.route("/desk/calls/<slug>/complaints/<number>", methods=["GET", "POST"])
@page(allow="question.decide", of=calls.get)
def decide(call: Call, number: str) -> Any:
    """Check whether a complaint is justified."""
    contribution = within(call, number)
    row = questions.get_complaint(contribution)
    form = FindingForm()
    if form.submitted():
        questions.decide(actor(), row, call, form.is_justified, form.finding.data or "")
        say(_("What you found is kept. Whoever complained is told, with the reason."))
        return redirect(url_for(".index", slug=call.slug), 303)
    return showing.task(call, contribution, row, form)
