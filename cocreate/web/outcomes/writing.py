"""The pages on which an outcome is written, submitted, approved, sent back and published."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.outcomes import publishing
from cocreate.web.outcomes import desk
from cocreate.web.outcomes.area import bp, of_slug, to_outcome
from cocreate.web.outcomes.forms import ActForm, NoteForm, OutcomeForm
from cocreate.web.page import page, say

EDITOR_BODY = 4 * 1024 * 1024


@bp.route("/desk/calls/<slug>/outcome", methods=["GET", "POST"])
@page(allow="outcome.work", of=of_slug, body=EDITOR_BODY)
def write(call: Call) -> Any:
    """The desk on which the outcome lies: its text, what is missing, who has approved it."""
    so_far = desk.written(call)
    form = OutcomeForm(data=so_far.values())
    if form.submitted():
        publishing.write(actor(), call, form.text.tree, form.next_steps.data or "")
        say(_("This version of the outcome is kept."))
        return to_outcome(call)
    return desk.outcome_desk(call, so_far, form)


@bp.route("/desk/calls/<slug>/outcome/submit", methods=["GET", "POST"])
@page(allow="outcome.work", of=of_slug)
def submit(call: Call) -> Any:
    """Give the outcome to the approvers, after one more look at what is missing."""
    form = ActForm()
    if form.submitted():
        publishing.submit(actor(), call)
        say(_("The outcome lies with the approvers now."))
        return to_outcome(call)
    return desk.gate_page(call, form)


@bp.post("/desk/calls/<slug>/outcome/take-back")
@page(allow="outcome.submit", of=of_slug)
def take_back(call: Call) -> Response:
    """Go on writing."""
    publishing.take_back(actor(), call)
    say(_("The outcome is yours again. It has to be approved anew."))
    return to_outcome(call)


@bp.post("/desk/calls/<slug>/outcome/approve")
@page(allow="outcome.approve", of=of_slug)
def approve(call: Call) -> Response:
    """Say yes to the outcome as it stands."""
    form = NoteForm()
    if form.submitted():
        publishing.approve(actor(), call, form.note.data or "", seen=form.seen.data)
        say(_("You have approved this outcome."))
    return to_outcome(call)


@bp.post("/desk/calls/<slug>/outcome/send-back")
@page(allow="outcome.approve", of=of_slug)
def send_back(call: Call) -> Response:
    """Return the outcome to its writers with a word."""
    form = NoteForm()
    if form.submitted():
        publishing.send_back(actor(), call, form.note.data or "")
        say(_("The outcome went back to the editors with your note."))
    return to_outcome(call)


@bp.route("/desk/calls/<slug>/outcome/publish", methods=["GET", "POST"])
@page(allow="outcome.work", of=of_slug)
def publish(call: Call) -> Any:
    """Make the outcome and all answers public, after one more look."""
    form = ActForm()
    if form.submitted():
        publishing.publish(actor(), call)
        say(_("The outcome is public. Everyone who took part is being told."))
        return redirect(url_for("outcomes.show", slug=call.slug), 303)
    return desk.gate_page(call, form)
