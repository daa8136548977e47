"""The pages on which one act is done to many contributions, and undone."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.contributions.models import Validity
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _, _l, _n
from cocreate.http.actor import actor
from cocreate.http.addresses import local_target
from cocreate.outcomes import bulk, queries, schemes, templates, undoing
from cocreate.outcomes.desk_models import BulkAct
from cocreate.web.callcards import words
from cocreate.web.form import Form
from cocreate.web.outcomes import bench, desk
from cocreate.web.outcomes.area import bp, of_slug
from cocreate.web.outcomes.forms import ActForm, BulkAnswerForm, CloseForm, TopicForm, ValidityForm
from cocreate.web.page import page, say

FORMS: dict[str, type[Form]] = {
    "answer": BulkAnswerForm,
    "assess": ValidityForm,
    "close": CloseForm,
    "sort": TopicForm,
    "remove": ActForm,
}


@bp.route("/desk/calls/<slug>/many", methods=["GET", "POST"])
@page(allow="outcome.answer", of=of_slug)
def many(call: Call) -> Any:
    """Say what is to be done with the contributions that were chosen; with `sure` it is done."""
    ids = bench.narrowed(call, request.form.getlist("numbers"), _field("scope"), _field("query"))
    name = _field("act") if _field("act") in FORMS else "answer"
    form = _form(call, name)
    if _field("sure") and form.submitted() and not (name == "answer" and form.takes_template(call)):
        _check_count(len(ids))
        act = _run(call, name, ids, form)
        say(_n("Done for %(num)s contribution.", "Done for %(num)s contributions.", act.count))
        return redirect(_back(call), 303)
    if not ids:
        flash(_("Choose the contributions first, by the box at the head of each line."), "error")
        return redirect(_back(call), 303)
    return _context(call, name, form, len(ids))


@bp.get("/desk/calls/<slug>/acts")
@page(allow="outcome.work", of=of_slug)
def acts(call: Call) -> dict[str, Any]:
    """What was done to many at once, by whom and when."""
    found = undoing.latest(call.id, limit=100)
    return {
        "call": call,
        "words": words(call),
        "counter": desk.counter(call),
        "acts": found,
        "form": ActForm(),
    }


@bp.post("/desk/calls/<slug>/acts/<int(max=9223372036854775807):act_id>/undo")
@page(allow="outcome.answer", of=of_slug)
def undo(call: Call, act_id: int) -> Response:
    """Put back what was before a bulk act."""
    act = undoing.undo(actor(), call, undoing.get(call.id, act_id))
    say(
        _n(
            "%(num)s contribution is as it was before.",
            "%(num)s contributions are as they were before.",
            act.count,
        )
    )
    return redirect(_back(call), 303)


def _field(name: str) -> str:
    return request.form.get(name, "")


def _form(call: Call, name: str) -> Form:
    # What the workbench posts holds no answer yet: the form begins empty.
    begins = {} if _field("sure") else {"formdata": None}
    if name == "answer":
        return BulkAnswerForm(schemes.of_call(call, queries.find(call.id)), **begins)
    return FORMS[name](**begins)


def _check_count(found: int) -> None:
    """What the filter finds may have changed since the page said how many there were."""
    if _field("count").isdigit() and int(_field("count")) != found:
        raise Invalid(
            _l(
                "The filter found %(before)s when you looked and finds %(now)s now. Look at the number and confirm again.",
                before=_field("count"),
                now=found,
            )
        )


def _run(call: Call, name: str, ids: Any, form: Any) -> BulkAct:
    if name == "answer":
        return bulk.answer(actor(), call, ids, form.draft(), replace=form.replace.data)
    if name == "assess":
        return bulk.assess(actor(), call, ids, Validity(form.validity.data))
    if name == "close":
        return bulk.close(actor(), call, ids, Validity(form.validity.data), form.rule.data or "")
    if name == "sort":
        return bulk.sort(actor(), call, ids, form.topic.data or "")
    return bulk.remove(actor(), call, ids)


def _back(call: Call) -> str:
    here = url_for("outcomes.workbench", slug=call.slug)
    back = local_target(request.form.get("back"), here)
    return back if back.startswith(here) else here


def _context(call: Call, name: str, form: Form, count: int) -> dict[str, Any]:
    kept = {key: _field(key) for key in ("scope", "query", "back")}
    return {
        "call": call,
        "words": words(call),
        "counter": desk.counter(call),
        "act": name,
        "form": form,
        "count": count,
        "numbers": request.form.getlist("numbers")[: bench.ROWS] if kept["scope"] != "all" else [],
        "kept": kept,
        "templates": templates.for_call(call, form.degrees) if name == "answer" else [],
    }
