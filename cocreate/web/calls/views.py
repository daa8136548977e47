"""Calls as readers see them: the list with its three tabs, and a call with what people say to it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.calls.queries import Tab
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.notices import service as notices
from cocreate.web.calls.listing import listing
from cocreate.web.calls.reading import reading
from cocreate.web.page import PUBLIC, page, say

bp = Blueprint("calls", __name__)


@bp.get("/calls")
@page(allow=PUBLIC, cached=True)
def index() -> dict[str, Any]:
    """The calls under one tab, of one agency or topic if asked for; the same for everybody."""
    args = request.args
    tab = Tab(args["tab"]) if args.get("tab") in set(Tab) else Tab.OPEN
    asked = (tab, args.get("agency"), args.get("topic"), args.get("after"))
    return {"tab": tab, "key": asked, "listing": lambda: listing(*asked)}


@bp.get("/calls/<slug>")
@page(allow="call.read", of=calls.get, cached=True)
def show(call: Call) -> dict[str, Any]:
    """One call, the form to say something, and what has been said."""
    return reading(call, request.args)


@bp.post("/calls/<slug>/follow")
@page(allow="subscription.call", of=calls.get)
def follow(call: Call) -> Response:
    """Be told about each step of this call, or no longer."""
    wants = request.form.get("mark") != "0"
    (notices.follow if wants else notices.unfollow)(actor(), call)
    say(
        _("You will be told at each step of this call.")
        if wants
        else _("You will not be told about this call any more.")
    )
    return redirect(url_for("calls.show", slug=call.slug), 303)
