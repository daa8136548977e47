"""The pages on which a published answer is replaced: proposed by an editor, approved or sent back by others."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.outcomes import revising, revision_queries
from cocreate.web.outcomes import revisions
from cocreate.web.outcomes.area import bp, of_slug, within
from cocreate.web.outcomes.forms import ActForm, NoteForm
from cocreate.web.page import page, say


@bp.route("/desk/calls/<slug>/answers/<number>/revise", methods=["GET", "POST"])
@page(allow="outcome.revise", of=of_slug)
def revise(call: Call, number: str) -> Any:
    """Propose another answer in place of the published one."""
    contribution = within(call, number)
    form = revisions.form(call, contribution)
    if form.submitted():
        revising.propose(actor(), contribution, call, form.draft(), form.why.data or "", seen=form.seen.data)
        say(_("The new answer waits for its approval. Until then the published one stands."))
        return redirect(url_for(".revision", slug=call.slug, number=number), 303)
    return revisions.proposing(call, contribution, form)


@bp.get("/desk/calls/<slug>/answers/<number>/revision")
@page(allow="outcome.work", of=of_slug)
def revision(call: Call, number: str) -> dict[str, Any]:
    """The published answer and the newest one that was proposed in its place, side by side."""
    return revisions.proposed(call, within(call, number), NoteForm())


@bp.post("/desk/calls/<slug>/answers/<number>/revision/approve")
@page(allow="outcome.confirm", of=of_slug)
def approve_revision(call: Call, number: str) -> Response:
    """Say yes to the new answer."""
    contribution = within(call, number)
    form = NoteForm()
    if form.submitted():
        row = revision_queries.get_waiting(contribution, form.seen.data)
        public = revising.approve(actor(), row, contribution, call)
        said = _("The new answer is public. Those concerned are told.")
        say(said if public else _("You have approved this. It waits for another person."))
    return _back(call, number)


@bp.route("/desk/calls/<slug>/answers/<number>/revision/send-back", methods=["GET", "POST"])
@page(allow="outcome.confirm", of=of_slug)
def send_back_revision(call: Call, number: str) -> Any:
    """Refuse the new answer, with what has to change."""
    contribution = within(call, number)
    form = NoteForm()
    if form.submitted():
        row = revision_queries.get_waiting(contribution, form.seen.data)
        revising.send_back(actor(), row, contribution, call, form.note.data or "")
        say(_("The new answer went back to the editors with your note."))
        return _back(call, number)
    return revisions.proposed(call, contribution, form)


@bp.post("/desk/calls/<slug>/answers/<number>/revision/take-back")
@page(allow="outcome.revise", of=of_slug)
def take_back_revision(call: Call, number: str) -> Response:
    """Let go of the new answer."""
    contribution = within(call, number)
    if ActForm().submitted():
        revising.take_back(actor(), revision_queries.get_waiting(contribution), contribution, call)
        say(_("The proposal is taken back. The published answer stands."))
    return redirect(url_for(".revise", slug=call.slug, number=number), 303)


def _back(call: Call, number: str) -> Response:
    return redirect(url_for(".revision", slug=call.slug, number=number), 303)
