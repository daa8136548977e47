"""Ballots: the list of a call, the sheet to fill in, the result, its votes as a file, and the editors' pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.clock import now
from cocreate.core.i18n import _
from cocreate.core.localtime import local_day
from cocreate.core.paging import int_key
from cocreate.http.actor import actor
from cocreate.polls import queries, service, sheets
from cocreate.polls.models import Method, Poll, Showing
from cocreate.web.page import page, say
from cocreate.web.polls import showing
from cocreate.web.polls.forms import LaterForm, OpinionForm, SetupForm, sheet_form

bp = Blueprint("polls", __name__)
bp.app_template_global("ballots_of")(showing.beside)
NUMBER = "<int(max=999999):number>"


def of_poll(slug: str, number: int) -> tuple[Poll, Call]:
    """A ballot with its call."""
    call = calls.get(slug)
    return queries.get(call.id, number), call


@bp.get("/calls/<slug>/ballots")
@page(allow="call.read", of=calls.get)
def index(call: Call) -> dict[str, Any]:
    """The ballots of a call."""
    return showing.listed(call)


@bp.route(f"/calls/<slug>/ballots/{NUMBER}", methods=["GET", "POST"])
@page(allow="poll.read", of=of_poll)
def vote(poll: Poll, call: Call) -> Any:
    """The sheet: filled in, changed, withdrawn."""
    if poll.method is Method.OPINION:
        return _opinion(poll, call)
    options = queries.options(poll)
    form = sheet_form(poll, options, queries.marks_of(poll, actor().user_id))
    if form.submitted():
        sheet = {} if request.form.get("act") == "withdraw" else form.sheet()
        service.cast(actor(), poll, call, sheet)
        say(showing.thanks(poll, sheet))
        return _back(poll, call)
    return showing.voting(poll, call, options, form)


def _opinion(poll: Poll, call: Call) -> Any:
    form = OpinionForm()
    if form.submitted():
        service.mark(actor(), poll, call, form.option.data or 0, form.mark())
        return _back(poll, call)
    return showing.stating(poll, call, int_key(request.args.get("statement")))


@bp.get(f"/calls/<slug>/ballots/{NUMBER}/result")
@page(allow="poll.results", of=of_poll)
def result(poll: Poll, call: Call) -> dict[str, Any]:
    """What the ballot came to: picture, table, how it was counted, how to check it."""
    return showing.resulting(poll, call)


@bp.get(f"/calls/<slug>/ballots/{NUMBER}/votes")
@page(allow="poll.results", of=of_poll)
def votes(poll: Poll, call: Call) -> Response:
    """All votes as a file, from which anybody can count them anew."""
    suffix = sheets.SUFFIX.get(poll.method, "csv")
    name = f"{call.slug}-{poll.number}.{suffix}"
    body = "".join(sheets.lines(poll, queries.options(poll)))
    kind = "text/csv" if suffix == "csv" else "text/plain"
    told = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(body, mimetype=kind, headers=told)


@bp.route("/desk/calls/<slug>/ballots", methods=["GET", "POST"])
@page(allow="poll.create", of=calls.get)
def desk(call: Call) -> Any:
    """The ballots of a call for its editors, and the form for another one."""
    form = SetupForm(local_day(now()))
    if form.submitted():
        poll = service.set_up(actor(), call, form.setup())
        say(_("The ballot is set up."))
        return redirect(url_for(".manage", slug=call.slug, number=poll.number), 303)
    return {**showing.listed(call), "form": form}


@bp.route(f"/desk/calls/<slug>/ballots/{NUMBER}", methods=["GET", "POST"])
@page(allow="poll.change", of=of_poll)
def manage(poll: Poll, call: Call) -> Any:
    """One ballot for its editors: what is set, and showing its result later."""
    form = LaterForm(poll)
    if form.submitted():
        service.show_later(actor(), poll, call, Showing(form.showing.data), form.reason.data or "")
        say(_("The change and its reason are public now."))
        return redirect(url_for(".manage", slug=call.slug, number=poll.number), 303)
    return showing.managed(poll, call, form)


@bp.post(f"/desk/calls/<slug>/ballots/{NUMBER}/approve")
@page(allow="poll.approve", of=of_poll)
def approve(poll: Poll, call: Call) -> BaseResponse:
    """Let the result out."""
    service.approve(actor(), poll, call)
    say(_("The result is public now."))
    return redirect(url_for(".result", slug=call.slug, number=poll.number), 303)


def _back(poll: Poll, call: Call) -> BaseResponse:
    return redirect(url_for(".vote", slug=call.slug, number=poll.number), 303)
