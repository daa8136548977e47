"""How far an outcome is: the public thread, the editor's pages, and the pictures."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.media import service as media
from cocreate.media.rules import LARGEST
from cocreate.milestones import queries, service
from cocreate.web.milestones import confirming, reviewing, showing
from cocreate.web.milestones.area import MILESTONE, bp, of_slug
from cocreate.web.milestones.forms import PictureForm, StepForm
from cocreate.web.page import page, say

__all__ = ["bp", "confirming", "reviewing"]
BODY = LARGEST + 64 * 1024


@bp.get("/calls/<slug>/outcome/progress")
@page(allow="milestone.read", of=of_slug, cached=True)
def show(call: Call) -> dict[str, Any]:
    """What was promised with the outcome, how far each step is, and what contributors say of it."""
    return showing.progress(call)


@bp.get("/desk/calls/<slug>/milestones")
@page(allow="milestone.work", of=of_slug)
def index(call: Call) -> dict[str, Any]:
    """The steps of an outcome, for those who write them down."""
    return showing.progress(call)


@bp.route("/desk/calls/<slug>/milestones/new", methods=["GET", "POST"])
@page(allow="milestone.set", of=of_slug)
def create(call: Call) -> Any:
    """A new step."""
    form = StepForm()
    if form.submitted():
        service.plan(actor(), call, form.step())
        say(_("The step is public now."))
        return _to_index(call)
    return showing.writing(call, form)


@bp.route(f"/desk/calls/<slug>/milestones/{MILESTONE}", methods=["GET", "POST"])
@page(allow="milestone.set", of=of_slug)
def edit(call: Call, milestone_id: int) -> Any:
    """Say anew how far a step is."""
    milestone = queries.get(call.id, milestone_id)
    form = StepForm(milestone, showing.numbers(milestone))
    if form.submitted():
        service.change(actor(), milestone, call, form.step(), seen=form.seen.data)
        say(_("The step is kept. What it said before stays readable."))
        return _to_index(call)
    return showing.writing(call, form, milestone)


@bp.route(f"/desk/calls/<slug>/milestones/{MILESTONE}/pictures", methods=["GET", "POST"])
@page(allow="milestone.set", of=of_slug, body=BODY)
def pictures(call: Call, milestone_id: int) -> Any:
    """Show a picture beside a step."""
    milestone = queries.get(call.id, milestone_id)
    form = PictureForm()
    if form.submitted():
        file = media.store(actor(), form.file.data.stream, form.file.data.filename, form.alt.data or "")
        service.add_picture(actor(), milestone, call, file)
        say(_("The picture is public now."))
        return redirect(url_for(".pictures", slug=call.slug, milestone_id=milestone_id), 303)
    return showing.pictures(call, milestone, form)


@bp.post(f"/desk/calls/<slug>/milestones/{MILESTONE}/pictures/<int(max=9223372036854775807):media_id>/remove")
@page(allow="milestone.set", of=of_slug)
def remove_picture(call: Call, milestone_id: int, media_id: int) -> Response:
    """Show a picture no more."""
    service.remove_picture(actor(), queries.get(call.id, milestone_id), call, media_id)
    say(_("The picture is not shown any more."))
    return redirect(url_for(".pictures", slug=call.slug, milestone_id=milestone_id), 303)


def _to_index(call: Call) -> Response:
    return redirect(url_for(".index", slug=call.slug), 303)
