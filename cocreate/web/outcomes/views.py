"""The public page of an outcome, and the workbench on which contributions are answered."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.core.i18n import _, moment
from cocreate.http.actor import actor
from cocreate.http.addresses import local_target
from cocreate.outcomes import drafts, queries, remarks, schemes, service, workbench
from cocreate.web.outcomes import bench, desk, many, revising, writing
from cocreate.web.outcomes.area import bp, of_slug, within
from cocreate.web.outcomes.forms import AnswerForm, RemarkForm
from cocreate.web.outcomes.reading import reading
from cocreate.web.page import page, say

__all__ = ["bp", "many", "revising", "writing"]


@bp.get("/calls/<slug>/outcome")
@page(allow="outcome.read", of=of_slug, cached=True)
def show(call: Call) -> dict[str, Any]:
    """What the agency decided, and the answer to each contribution."""
    return reading(call, request.args)


@bp.get("/desk/calls/<slug>/answers", endpoint="workbench")
@page(allow="outcome.work", of=of_slug)
def all_of_them(call: Call) -> dict[str, Any]:
    """All contributions of a call, filtered; one of them open for its answer."""
    return bench.workbench_page(call, request.args)


@bp.route("/desk/calls/<slug>/answers/<number>", methods=["GET", "POST"])
@page(allow="outcome.work", of=of_slug)
def answer(call: Call, number: str) -> Any:
    """One contribution with its whole text, and the answer to it."""
    contribution = within(call, number)
    form = _form(call, contribution)
    if form.submitted() and not form.takes_template(call):
        if request.form.get("then") == "later":
            drafts.save(actor(), contribution, call, form.typed(), form.seen.data or 0)
            say(_("What you have written so far is kept. It is not an answer yet."))
        else:
            service.answer(actor(), contribution, call, form.draft(), seen=form.seen.data)
            say(_("The answer to %(number)s is kept.", number=number))
        return redirect(_onward(call, number, form), 303)
    return desk.one(call, contribution, form)


@bp.post("/desk/calls/<slug>/answers/<number>/begun")
@page(allow="outcome.answer", of=of_slug)
def begin(call: Call, number: str) -> Response:
    """Keep what is typed so far, or let go of it; the page asks this while somebody types."""
    contribution = within(call, number)
    if request.form.get("then") == "drop":
        drafts.drop(call.id, [contribution.id], actor().user_id)
        return redirect(url_for("outcomes.answer", slug=call.slug, number=number), 303)
    form = AnswerForm(schemes.of_call(call, queries.find(call.id)))
    row = drafts.save(actor(), contribution, call, form.typed(), form.seen.data or 0)
    return jsonify(
        saved_at=row.saved_at.isoformat(), words=_("Kept at %(moment)s", moment=moment(row.saved_at))
    )


@bp.post("/desk/calls/<slug>/answers/<number>/remarks")
@page(allow="outcome.remark", of=of_slug)
def remark(call: Call, number: str) -> Response:
    """Leave a word for colleagues."""
    form = RemarkForm()
    if form.submitted():
        remarks.add(actor(), within(call, number), call, form.remark.data or "")
    return redirect(url_for("outcomes.answer", slug=call.slug, number=number, _anchor="remarks"), 303)


def _form(call: Call, contribution: Any) -> AnswerForm:
    current = queries.disposition(call.id, contribution.id, published_only=False)
    begun = drafts.of_person(call.id, contribution.id, actor().user_id)
    return AnswerForm(schemes.of_call(call, queries.find(call.id)), current, begun)


def _onward(call: Call, number: str, form: AnswerForm) -> str:
    """Where to go after an answer: to the next one when the button said so, otherwise back to where it was written."""
    here = url_for("outcomes.workbench", slug=call.slug)
    back = local_target(form.back.data, "")
    goes_on = request.form.get("then") == "next"
    if back.startswith(here):
        ahead = form.following.data if goes_on else ""
        joint = "&" if "?" in back else "?"
        return f"{back}{joint}open={ahead}#c-{ahead}" if ahead else f"{back}#c-{number}"
    one = within(call, number)
    ahead = (
        (workbench.next_waiting(call.id, one.id) or workbench.next_waiting(call.id, None))
        if goes_on
        else number
    )
    return url_for("outcomes.answer", slug=call.slug, number=ahead) if ahead else here
