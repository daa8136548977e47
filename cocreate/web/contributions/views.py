"""The page of a contribution, and what its author and its readers can do with it."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from cocreate.ballots import queries as tallies
from cocreate.ballots import service as ballots
from cocreate.calls.models import Call
from cocreate.contributions import service as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.notices import service as notices
from cocreate.web.callcards import words
from cocreate.web.contributions import lookup, writing
from cocreate.web.contributions.area import back_to, bp, pair
from cocreate.web.contributions.forms import WithdrawForm
from cocreate.web.contributions.reading import reading, to_root
from cocreate.web.page import page, say

__all__ = ["bp", "lookup", "writing"]


@bp.get("/contributions/<number>")
@page(allow="contribution.read", of=pair, cached=True)
def show(contribution: Contribution, call: Call) -> Any:
    """The words, the way they travelled, the answer, and what others say. A comment is read where it stands."""
    if contribution.is_comment:
        return to_root(contribution)
    return reading(contribution, call, request.args)


@bp.post("/contributions/<number>/support")
@page(allow="contribution.read", of=pair)
def support(contribution: Contribution, call: Call) -> Any:
    """Support it, or take one's support back."""
    wants = request.form.get("mark") != "0"
    (ballots.support if wants else ballots.retract)(actor(), contribution, call)
    if request.accept_mimetypes.best == "application/json":
        votes = tallies.tallies(call.id, [contribution.id]).get(contribution.id, 0)
        return jsonify({"supported": wants, "votes": votes})
    return back_to(contribution)


@bp.route("/contributions/<number>/withdraw", methods=["GET", "POST"])
@page(allow="contribution.withdraw", of=pair)
def withdraw(contribution: Contribution, call: Call) -> Any:
    """Take it back, after one more look."""
    if WithdrawForm().submitted():
        contributions.withdraw(actor(), contribution, call)
        say(_("You have withdrawn this contribution. Nobody else sees it any more."))
        return back_to(contribution)
    return {"contribution": contribution, "call": call, "words": words(call)}


@bp.post("/contributions/<number>/follow")
@page(allow="subscription.contribution", of=pair)
def follow(contribution: Contribution, call: Call) -> Any:
    """Be told what becomes of it, or no longer."""
    wants = request.form.get("mark") != "0"
    (notices.follow if wants else notices.unfollow)(actor(), call, contribution)
    say(
        _("You will be told what becomes of it.") if wants else _("You will not be told about this any more.")
    )
    return back_to(contribution)
