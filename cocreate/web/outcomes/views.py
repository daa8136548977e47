"""The public page of an outcome, and the workbench on which contributions are answered."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.contributions.models import Validity
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _, _l, _n
from cocreate.http.actor import actor
from cocreate.http.addresses import local_target
from cocreate.outcomes import queries, service
from cocreate.web.outcomes import desk, writing
from cocreate.web.outcomes.area import bp, of_slug, within
from cocreate.web.outcomes.forms import AnswerForm, ValidityForm
from cocreate.web.outcomes.reading import reading
from cocreate.web.page import page, say

__all__ = ["bp", "writing"]


@bp.get("/calls/<slug>/outcome")
@page(allow="outcome.read", of=of_slug, cached=True)
def show(call: Call) -> dict[str, Any]:
    """What the agency decided, and the answer to each contribution."""
    return reading(call, request.args)


@bp.get("/desk/calls/<slug>/answers")
@page(allow="outcome.work", of=of_slug)
def workbench(call: Call) -> dict[str, Any]:
    """All contributions of a call, filtered; one of them open for its answer."""
    return desk.workbench(call, request.args)


@bp.route("/desk/calls/<slug>/answers/<number>", methods=["GET", "POST"])
@page(allow="outcome.work", of=of_slug)
def answer(call: Call, number: str) -> Any:
    """One contribution with its whole text, and the answer to it."""
    contribution = within(call, number)
    current = queries.disposition(call.id, contribution.id, published_only=False)
    form = AnswerForm(current)
    if form.submitted():
        service.answer(actor(), contribution, call, form.draft(), seen=form.seen.data)
        say(_("The answer to %(number)s is kept.", number=number))
        return redirect(_onward(call, number, form), 303)
    return desk.one(call, contribution, form)


def _onward(call: Call, number: str, form: AnswerForm) -> str:
    """Where to go after an answer: to the next one when the button said so, otherwise back to where it was written."""
    here = url_for("outcomes.workbench", slug=call.slug)
    back = local_target(form.back.data, "")
    goes_on = request.form.get("then") == "next"
    if back.startswith(here):
        ahead = form.following.data if goes_on else ""
        joint = "&" if "?" in back else "?"
        return f"{back}{joint}open={ahead}#c-{ahead}" if ahead else f"{back}#c-{number}"
    ahead = desk.following(call, within(call, number)) if goes_on else number
    return url_for("outcomes.answer", slug=call.slug, number=ahead) if ahead else here


@bp.post("/desk/calls/<slug>/validity")
@page(allow="outcome.work", of=of_slug)
def assess(call: Call) -> Response:
    """Record one validity for the chosen contributions."""
    form = ValidityForm()
    if form.submitted():
        numbers = request.form.getlist("numbers")[: desk.ROWS]
        if not numbers:
            raise Invalid(_l("Choose the contributions first, by the box at the head of each line."))
        chosen = queries.by_numbers(call.id, numbers)
        changed = service.assess(actor(), chosen, call, Validity(form.validity.data))
        say(_n("%(num)s contribution is recorded so.", "%(num)s contributions are recorded so.", changed))
    here = url_for("outcomes.workbench", slug=call.slug)
    back = local_target(request.form.get("back"), here)
    return redirect(back if back.startswith(here) else here, 303)
