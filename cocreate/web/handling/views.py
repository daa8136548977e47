"""Where contributions are given to departments, worked on there, and watched by supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.errors import Conflict
from cocreate.core.i18n import _, _l, _n
from cocreate.handling import queries, rules, service
from cocreate.handling.models import Assignment
from cocreate.http.actor import actor
from cocreate.outcomes import queries as outcomes
from cocreate.web.callcards import words
from cocreate.web.handling import desk
from cocreate.web.handling.forms import GiveForm, Steps
from cocreate.web.outcomes import bench
from cocreate.web.page import page, say

bp = Blueprint("handling", __name__)
MOST = 2000  # contributions assigned in one go


def _assignment(number: str, department: str) -> Assignment:
    return queries.get(number, department)


@bp.get("/desk/assignments")
@page(allow="assignment.list_own")
def index() -> dict[str, Any]:
    """What is assigned to the reader's own departments."""
    return desk.listing(request.args)


@bp.get("/desk/calls/<slug>/assignments")
@page(allow="outcome.work", of=calls.get)
def of_call(call: Call) -> dict[str, Any]:
    """What of a call is in whose hands."""
    return {"call": call, "words": words(call)} | desk.listing(request.args, call=call)


@bp.route("/desk/calls/<slug>/assign", methods=["GET", "POST"])
@page(allow="assignment.give", of=calls.get)
def give(call: Call) -> Any:
    """Give chosen contributions to departments; the workbench sends the numbers only, without `days`."""
    departments = queries.departments(call.agency_path)
    is_sent = "days" in request.form
    form = (GiveForm() if is_sent else GiveForm(None)).offer(departments)
    chosen = _chosen(call)
    if is_sent and form.submitted():
        given = service.give(
            actor(),
            call,
            chosen,
            form.chosen_lead(),
            form.chosen_assisting(),
            days=form.days.data,
            note=form.note.data or "",
        )
        say(_n("%(num)s assignment is given.", "%(num)s assignments are given.", given.count))
        if given.skipped:
            say(
                _(
                    "Passed over, because they are in hand already: %(numbers)s.",
                    numbers=", ".join(given.skipped),
                )
            )
        return redirect(url_for("handling.of_call", slug=call.slug), 303)
    return {"call": call, "words": words(call), "chosen": chosen, "form": form, "most": rules.MOST_DAYS}


def _chosen(call: Call) -> Sequence[Contribution]:
    """What the address or the form names; the workbench may also send its filter, for all that it finds."""
    numbers = request.values.getlist("numbers")
    if request.form.get("scope") == "all":
        ids = bench.narrowed(call, numbers, "all", request.form.get("query", ""))
        return list(contributions.by_ids(call.id, ids[:MOST]).values())
    return outcomes.by_numbers(call.id, numbers[:MOST])


@bp.route("/desk/assignments/<number>/<department>", methods=["GET", "POST"])
@page(allow="assignment.read", of=_assignment)
def show(assignment: Assignment) -> Any:
    """One assignment: the words, the clock, what was done, what can be done."""
    steps = Steps(desk.possible(assignment), text=assignment.proposal)
    if steps.posted and steps.act is None:
        raise Conflict(_l("This can't be done now. Look at what happened meanwhile."))
    form = steps.sent
    if form is not None and steps.act is not None:
        desk.perform(actor(), assignment, steps.act, form)
        say(desk.said(steps.act))
        return redirect(desk.address(assignment), 303)
    return desk.one(assignment, steps)


@bp.route("/desk/calls/<slug>/deadline", methods=["GET", "POST"])
@page(allow="deadline.read", of=calls.get)
def deadline(call: Call) -> Any:
    """The day for the answers of a call: extended, or pressed for."""
    steps = Steps(desk.possible_for_call(call, actor()))
    if steps.posted and steps.act is None:
        raise Conflict(_l("This can't be done now. Look at what happened meanwhile."))
    form = steps.sent
    if form is not None and steps.act is not None:
        desk.perform_for_call(actor(), call, steps.act, form)
        say(desk.said(steps.act))
        return redirect(url_for("handling.deadline", slug=call.slug), 303)
    return desk.call_deadline(call, steps)


@bp.get("/desk/clock")
@page(allow="clock.read")
def cards() -> dict[str, Any]:
    """Which answers and assignments are due or overdue, for supervisors."""
    return desk.card_table()
