"""Where the staff enters what was said at a hall, by hotline, at a meeting or by letter."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import behalf
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, _n
from cocreate.exchange import offline
from cocreate.exchange.offline_file import LARGEST
from cocreate.http.actor import actor
from cocreate.web.callcards import words
from cocreate.web.contributions.area import pair
from cocreate.web.contributions.receipts import receipt
from cocreate.web.offline.forms import EntryForm, FileForm
from cocreate.web.page import page, say

bp = Blueprint("offline", __name__)
BODY = LARGEST + 64 * 1024


@bp.route("/desk/calls/<slug>/elsewhere", methods=["GET", "POST"])
@page(allow="contribution.enter", of=calls.get)
def enter(call: Call) -> Any:
    """One entry after the other; the last ones stand below with their numbers."""
    clauses = calls.clauses(call.id)
    form = EntryForm(call, clauses, request.args)
    if form.submitted():
        row = behalf.enter(actor(), call, form.entry())
        say(_("Taken in as %(number)s.", number=row.number))
        return redirect(url_for(".enter", slug=call.slug, done=row.number, **form.kept()), 303)
    recent = behalf.recent(call.id, actor().user_id)
    done = next((row for row in recent if row.number == request.args.get("done")), None)
    slip = receipt(done) if done else None
    return {
        "call": call,
        "words": words(call),
        "form": form,
        "clauses": clauses,
        "recent": recent,
        "slip": slip,
    }


@bp.get("/desk/elsewhere/<number>")
@page(allow="contribution.hold_slip", of=pair)
def slip(contribution: Contribution, call: Call) -> dict[str, Any]:
    """The receipt to print for the person."""
    if behalf.intake(contribution) is None:
        raise behalf.not_taken_in()
    return {
        "contribution": contribution,
        "call": call,
        "words": words(call),
        "receipt": receipt(contribution),
    }


@bp.route("/desk/calls/<slug>/elsewhere/file", methods=["GET", "POST"])
@page(allow="contribution.enter", of=calls.get, body=BODY)
def file(call: Call) -> Any:
    """A whole file, all of it or nothing."""
    form = FileForm()
    report = None
    if form.submitted():
        content = form.file.data.stream.read(LARGEST + 1)
        report = offline.import_offline(actor(), call, content, form.source.data or offline.SOURCE)
        if not report.errors:
            say(
                _n(
                    "%(num)s contribution was taken in.",
                    "%(num)s contributions were taken in.",
                    report.imported,
                )
            )
            return redirect(url_for(".enter", slug=call.slug), 303)
        form.refuse(len(report.errors))
    return {"call": call, "words": words(call), "form": form, "report": report}
