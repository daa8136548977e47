"""The desk on which passages of an outcome are tied to the contributions they came from."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.i18n import _, _l
from cocreate.http.actor import actor
from cocreate.http.addresses import local_target
from cocreate.provenance import proposing, queries, service
from cocreate.provenance.proposing import NOT_WRITTEN
from cocreate.web.page import page, say
from cocreate.web.traces import desk
from cocreate.web.traces.forms import DecideForm, MendForm, TraceForm

bp = Blueprint("traces", __name__)
VERBS = {"confirm": service.confirm, "dismiss": service.dismiss, "withdraw": service.withdraw}


@bp.route("/desk/calls/<slug>/traces", methods=["GET", "POST"])
@page(allow="trace.read", of=calls.get)
def index(call: Call) -> Any:
    """Text and contribution beside each other, with the list of traces; a post ties two passages by hand."""
    form = TraceForm(data={"number": request.args.get("contribution", ""), "kind": "quote"})
    if form.submitted():
        _made(call, form)
        say(_("The passage is tied to contribution %(number)s.", number=form.number.data))
        return redirect(
            url_for("traces.index", slug=call.slug, contribution=form.number.data, _anchor="make"), 303
        )
    return desk.desk(call, form, DecideForm())


def _made(call: Call, form: TraceForm) -> None:
    version = queries.version(call.id)
    if version is None:
        raise NotFound(NOT_WRITTEN)
    contribution = contributions.find((form.number.data or "").strip())
    if contribution is None or contribution.call_id != call.id:
        raise Invalid(_l("There is no contribution with this number in this call."), "number")
    service.trace(actor(), call, contribution, version, form.finding(version.plain, contribution.body))


@bp.post("/desk/calls/<slug>/traces/propose")
@page(allow="trace.propose", of=calls.get)
def propose(call: Call) -> Response:
    """Let the system look for passages."""
    proposing.ask(actor(), call)
    say(_("The text is being compared with all contributions. What is found appears here as proposals."))
    return redirect(desk.address(call, show="proposed"), 303)


@bp.post("/desk/calls/<slug>/traces/<int:number>/<any(confirm, dismiss, withdraw):act>")
@page(allow="trace.decide", of=calls.get)
def decide(call: Call, number: int, act: str) -> Response:
    """Confirm a proposal, dismiss it, or take a trace back."""
    form = DecideForm()
    derivation = queries.get(call.id, number)
    if form.submitted():
        more = () if act == "confirm" else (form.note.data or "",)
        VERBS[act](actor(), call, derivation, *more)
    here = url_for("traces.index", slug=call.slug)
    back = local_target(request.form.get("back"), here)
    return redirect(back if back.startswith(here) else here, 303)


@bp.route("/desk/calls/<slug>/traces/<int:number>/mend", methods=["GET", "POST"])
@page(allow="trace.decide", of=calls.get)
def mend(call: Call, number: int) -> Any:
    """Choose anew where a trace stands."""
    derivation = queries.get(call.id, number)
    form = MendForm()
    version = queries.version(call.id)
    if form.submitted() and version is not None:
        service.mend(actor(), call, derivation, version, form.place("target", version.plain))
        say(_("The trace stands in its new place."))
        return redirect(desk.address(call, show="broken"), 303)
    return desk.desk(call, form, DecideForm(), mends=derivation)
