"""The pages on which a reader reports an error in a published outcome, and the agency explains or corrects it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.i18n import _, day
from cocreate.core.policy import may
from cocreate.http.actor import actor
from cocreate.outcomes import errata, erratum_queries
from cocreate.web.callcards import words
from cocreate.web.page import page, say
from cocreate.web.questions import showing
from cocreate.web.questions.area import bp
from cocreate.web.questions.forms import CORRECTED, ErratumForm, ReportForm


@bp.route("/calls/<slug>/outcome/error", methods=["GET", "POST"])
@page(allow="erratum.report", of=calls.get)
def report(call: Call) -> Any:
    """Report an error in a passage of the outcome."""
    form = ReportForm(data={"passage": request.args.get("passage", "")[: errata.LONGEST]})
    if form.submitted():
        row = errata.report(actor(), call, form.passage.data or "", form.text.data or "")
        say(_("Thank you. The agency answers by %(day)s; you are told.", day=day(row.due_on)))
        return redirect(url_for("outcomes.show", slug=call.slug), 303)
    return {"call": call, "words": words(call), "form": form}


@bp.route("/desk/calls/<slug>/errors/<int(max=999999999):number>", methods=["GET", "POST"])
@page(allow="erratum.reply", of=calls.get)
def erratum(call: Call, number: int) -> Any:
    """Explain the passage, or correct it."""
    row = erratum_queries.get(call.id, number)
    form = ErratumForm(row.passage, can_correct=may(actor(), "erratum.correct", call))
    if form.submitted():
        return _settle(call, row, form)
    return showing.erratum(call, row, form)


def _settle(call: Call, row: Any, form: ErratumForm) -> Response:
    if form.settled.data == CORRECTED:
        errata.correct(actor(), row, call, form.correction.data or "", form.reply.data or "")
    else:
        errata.explain(actor(), row, call, form.reply.data or "")
    say(_("This is kept. Whoever reported it is told."))
    return redirect(url_for("questions.index", slug=call.slug), 303)
