"""Where editors prepare their calls: write, add clauses and files, look at them as a citizen would, release."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls import queries, service
from cocreate.calls.models import Call, DownloadKind
from cocreate.core.i18n import _, _n
from cocreate.core.paging import int_key
from cocreate.http.actor import actor
from cocreate.media import service as media
from cocreate.media.rules import LARGEST
from cocreate.web.callcards import words
from cocreate.web.calls_admin import clauses as parts
from cocreate.web.calls_admin import desk
from cocreate.web.calls_admin.forms import (
    ActForm,
    CallForm,
    ClausesForm,
    DownloadForm,
    release_facts,
    written,
)
from cocreate.web.page import page, say

bp = Blueprint("calls_admin", __name__)
WORDS_BODY = 4 * 1024 * 1024
FILE_BODY = LARGEST + 64 * 1024


@bp.get("/desk/calls")
@page(allow="call.list_own")
def index() -> dict[str, Any]:
    """The calls of one's agencies, the newest first."""
    return desk.own_calls(int_key(request.args.get("before")))


@bp.route("/desk/calls/new", methods=["GET", "POST"])
@page(allow="call.draft", body=WORDS_BODY)
def create() -> Any:
    """Begin a call."""
    form = CallForm().offer(desk.agencies_to_choose())
    if form.submitted():
        call = desk.open_call(actor(), form)
        say(_("The call is kept as a draft. Only your agency sees it."))
        return redirect(url_for("calls_admin.edit", slug=call.slug), 303)
    return {"form": form}


@bp.route("/desk/calls/<slug>/edit", methods=["GET", "POST"])
@page(allow="call.revise", of=queries.get, body=WORDS_BODY)
def edit(call: Call) -> Any:
    """Change a call."""
    form = CallForm(data=written(call, desk.tree_of(call)))
    if form.submitted():
        desk.revise_call(actor(), call, form)
        say(_("The call is kept."))
        return _to(call, "edit")
    return {"form": form, "call": call, "words": words(call)}


@bp.route("/desk/calls/<slug>/clauses", methods=["GET", "POST"])
@page(allow="call.revise", of=queries.get, body=WORDS_BODY)
def clauses(call: Call) -> Any:
    """The clauses of the draft: pasted and split, or changed one by one."""
    form = ClausesForm()
    if form.submitted():
        pasted = form.pasted.data or ""
        rows = parts.split(pasted) if pasted else parts.typed(request.form.to_dict(flat=False))
        kept = service.set_clauses(actor(), call, rows)
        say(_n("The draft has %(num)s clause.", "The draft has %(num)s clauses.", len(kept)))
        return _to(call, "clauses")
    return {"form": form, "call": call, "words": words(call), "clauses": queries.clauses(call.id)}


@bp.route("/desk/calls/<slug>/downloads", methods=["GET", "POST"])
@page(allow="call.revise", of=queries.get, body=FILE_BODY)
def downloads(call: Call) -> Any:
    """The files beside the call."""
    form = DownloadForm()
    if form.submitted():
        stored = media.store(actor(), form.file.data.stream, form.file.data.filename)
        title = form.title.data or stored.filename
        service.add_download(actor(), call, DownloadKind(form.kind.data), title, stored.id)
        say(_("The file stands beside the call now."))
        return _to(call, "downloads")
    return {"form": form, "call": call, "words": words(call), "files": desk.files_of(call)}


@bp.post("/desk/calls/<slug>/downloads/<int(max=9223372036854775807):download_id>/remove")
@page(allow="call.revise", of=queries.get)
def remove_download(call: Call, download_id: int) -> Response:
    """Take a file away from the call."""
    service.remove_download(actor(), call, download_id)
    say(_("The file does not stand beside the call any more."))
    return _to(call, "downloads")


@bp.route("/desk/calls/<slug>/release", methods=["GET", "POST"])
@page(allow="call.release", of=queries.get)
def release(call: Call) -> Any:
    """Let the public see the call, after one more look at what follows."""
    form = ActForm()
    if form.submitted():
        service.release(actor(), call)
        say(_("The call is public."))
        return redirect(url_for("calls.show", slug=call.slug), 303)
    return {"form": form, "call": call, "words": words(call), "facts": release_facts(call)}


def _to(call: Call, view: str) -> Response:
    return redirect(url_for(f"calls_admin.{view}", slug=call.slug), 303)
