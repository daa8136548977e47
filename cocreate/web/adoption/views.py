"""The public table 意见采纳情况表, and the files of it: written at once, or made in the background and fetched."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, send_file, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as BaseResponse

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _
from cocreate.core.paging import int_key
from cocreate.exchange import downloads, queries
from cocreate.exchange import particulars as official
from cocreate.exchange.files import CONTENT_TYPES, Format
from cocreate.exchange.layouts import Layout
from cocreate.exchange.models import FileState, KeptFile
from cocreate.http.actor import actor
from cocreate.web.adoption.forms import ParticularsForm
from cocreate.web.adoption.showing import entering, showing
from cocreate.web.callcards import words
from cocreate.web.page import page, say

bp = Blueprint("adoption", __name__)
FILE = "int(max=9223372036854775807):file_id"


def file_of(slug: str, file_id: int) -> tuple[Call, KeptFile]:
    """The call and the file that an address names."""
    call = calls.get(slug)
    return call, queries.kept_file(call.id, file_id)


def chosen(layout: str, kind: str) -> tuple[Layout, Format]:
    """What an address asks for. NotFound for what there is not."""
    if layout not in set(Layout) or kind not in set(Format):
        raise NotFound(queries.NO_SUCH_FILE)
    return Layout(layout), Format(kind)


@bp.get("/calls/<slug>/adoption")
@page(allow="adoption.read", of=calls.get, cached=True)
def show(call: Call) -> dict[str, Any]:
    """How each contribution was adopted."""
    return showing(call, request.args)


@bp.get("/calls/<slug>/adoption/<layout>.<kind>")
@page(allow="adoption.read", of=calls.get)
def download(call: Call, layout: str, kind: str) -> BaseResponse:
    """A file that is written at once; a long one is asked for on the page."""
    what, how = chosen(layout, kind)
    if not downloads.is_at_once(how, downloads.length(call)):
        return redirect(url_for("adoption.show", slug=call.slug, layout=what.value, _anchor="files"), 303)
    content = downloads.content(actor(), call, what, how)
    return attached(Response(content, content_type=CONTENT_TYPES[how]), downloads.filename(call, what, how))


@bp.post("/calls/<slug>/adoption/<layout>.<kind>")
@page(allow="adoption.read", of=calls.get)
def ask(call: Call, layout: str, kind: str) -> BaseResponse:
    """Have a file made in the background."""
    what, how = chosen(layout, kind)
    file = downloads.ask(actor(), call, what, how, is_internal=request.form.get("internal") == "1")
    return redirect(url_for("adoption.waiting", slug=call.slug, file_id=file.id), 303)


@bp.get(f"/calls/<slug>/adoption/files/<{FILE}>")
@page(allow="file.download", of=file_of)
def waiting(call: Call, file: KeptFile) -> Any:
    """How far the file is, and the file when it is ready."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(state=file.state.value, done=file.done, total=file.total)
    return {"call": call, "words": words(call), "file": file, "states": FileState}


@bp.get(f"/calls/<slug>/adoption/files/<{FILE}>/<filename>")
@page(allow="file.download", of=file_of)
def fetch(call: Call, file: KeptFile, filename: str) -> Response:
    """The file itself."""
    kind = Format(file.filename.rpartition(".")[2])
    response = send_file(downloads.path_of(file), mimetype=CONTENT_TYPES[kind], max_age=0)
    return attached(response, file.filename)


@bp.route("/desk/calls/<slug>/particulars", methods=["GET", "POST"])
@page(allow="particulars.enter", of=calls.get)
def particulars(call: Call) -> Any:
    """The official particulars of the outcome, as they stand in its covering note."""
    given, version = official.of_call(call.id)
    form = ParticularsForm(data={**vars(given), "seen": version})
    if form.submitted():
        official.enter(actor(), call, form.given(), seen=int_key(str(form.seen.data or "")) or 0)
        say(_("The particulars are kept."))
        return redirect(url_for(".particulars", slug=call.slug), 303)
    return entering(call, form)


def attached(response: Response, filename: str) -> Response:
    """A response that is kept as a file and runs nothing."""
    response.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(filename)}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
