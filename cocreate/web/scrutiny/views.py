"""Review of votes: signals and proposals for supervisors, decisions, and what the public reads of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.scrutiny import queries, service
from cocreate.scrutiny.models import VoteDecision
from cocreate.scrutiny.queries import Round
from cocreate.web.page import page, say
from cocreate.web.scrutiny import showing
from cocreate.web.scrutiny.forms import DecisionForm, ProposalForm

bp = Blueprint("scrutiny", __name__)
bp.app_template_global("votes_set_aside")(showing.beside)
NUMBER = "<int(max=999999):number>"


def of_decision(slug: str, number: int) -> tuple[VoteDecision, Call]:
    """A decision with its call; policies about the review ask the call."""
    call = calls.get(slug)
    return queries.get(call.id, number), call


def of_round(slug: str, number: int) -> tuple[Round, Call]:
    """A ballot with its call."""
    call = calls.get(slug)
    return queries.get_round(call, number), call


@bp.get("/calls/<slug>/ballots/set-aside")
@page(allow="votes.read_decisions", of=calls.get)
def public(call: Call) -> dict[str, Any]:
    """What was set aside in a call, and why."""
    return showing.public(call)


@bp.get("/desk/calls/<slug>/votes")
@page(allow="votes.review", of=calls.get)
def desk(call: Call) -> dict[str, Any]:
    """The ballots of a call for those who review votes, and all decisions."""
    return showing.desk(call)


@bp.route(f"/desk/calls/<slug>/votes/{NUMBER}", methods=["GET", "POST"])
@page(allow="votes.review_one", of=of_round)
def look(which: Round, call: Call) -> Any:
    """The signals of a ballot, and a proposal."""
    found = service.look(actor(), which, call)
    form = ProposalForm(found)
    if form.submitted():
        chosen = form.signals.data or []
        decision = service.propose(actor(), which, call, chosen, form.reason.data or "")
        say(_("Your proposal waits for somebody else to decide."))
        return redirect(url_for(".decide", slug=call.slug, number=decision.number), 303)
    return showing.looking(which, call, found, form)


@bp.route(f"/desk/calls/<slug>/votes/decisions/{NUMBER}", methods=["GET", "POST"])
@page(allow="votes.review_one", of=of_decision)
def decide(decision: VoteDecision, call: Call) -> Any:
    """Confirm or refuse what somebody else proposed, or propose to undo it."""
    form = DecisionForm()
    if form.submitted():
        done = _acted(decision, call, form)
        return redirect(url_for(".decide", slug=call.slug, number=done.number), 303)
    return showing.deciding(decision, call, form)


def _acted(decision: VoteDecision, call: Call, form: DecisionForm) -> VoteDecision:
    remark = form.remark.data or ""
    if form.undo.data:
        say(_("Your proposal waits for somebody else to decide."))
        return service.propose_restoring(actor(), decision, call, remark)
    if form.confirm.data:
        say(_("Confirmed. The tallies follow at once."))
        return service.confirm(actor(), decision, call, remark)
    say(_("Refused. The votes count as before."))
    return service.refuse(actor(), decision, call, remark)
