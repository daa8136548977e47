"""Finding one's contribution again without an account, and like ones while writing."""

from __future__ import annotations

from typing import Any

from flask import g, request

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.http.limits import guesses
from cocreate.journeys import queries as journeys
from cocreate.search import similar as likes
from cocreate.text.linkify import paragraphs
from cocreate.web.callcards import words
from cocreate.web.contributionrows import rows
from cocreate.web.contributions.area import bp
from cocreate.web.contributions.forms import LookupForm
from cocreate.web.contributions.reading import addresses
from cocreate.web.contributions.receipts import look_up
from cocreate.web.page import page

MOST_TEXT = 400  # characters of what is being written that are compared
NO_MATCH = _l("There is no contribution with this number and code. Please compare both with the receipt.")


@bp.route("/lookup", methods=["GET", "POST"])
@guesses
@page(allow="contribution.lookup")
def lookup() -> dict[str, Any]:
    """What became of a contribution, for whoever holds its receipt; the receipt's picture fills in both."""
    form = LookupForm(request.args) if "code" in request.args else LookupForm()
    is_asked = form.submitted() or ("code" in request.args and not form.errors)
    found = look_up(form.number.data or "", form.code.data or "") if is_asked else None
    if is_asked and found is None:
        form.show(Invalid(NO_MATCH, "code"))
        g.form_refused = True
    return {"form": form, "contribution": found, **(_journey(found) if found else {})}


def _journey(contribution: Contribution) -> dict[str, Any]:
    """What its author sees of it, without an account."""
    call = calls.get_by_id(contribution.call_id)
    return {
        "call": call,
        "words": words(call),
        "body": paragraphs(contribution.body),
        "knots": journeys.of(contribution, call, is_own=True, addresses=addresses(call)).knots,
    }


@bp.get("/calls/<slug>/contributions/similar")
@page(allow="call.read", of=calls.get)
def similar(call: Call) -> dict[str, Any]:
    """Like contributions, as a piece of a page below the text being written."""
    text = request.args.get("text", "")[:MOST_TEXT]
    found = [row_id for row_id, _score in likes.find(call.id, text, limit=4)]
    by_id = contributions.by_ids(call.id, found) if found else {}
    shown = [by_id[row_id] for row_id in found if row_id in by_id and by_id[row_id].is_listed]
    return {"call": call, "rows": rows(call, shown)}
