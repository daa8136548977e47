"""Answers out to a spreadsheet and back: what it would do is shown line by line before anything is taken over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _, _n
from cocreate.exchange import answer_export, queries, sheet_desk
from cocreate.exchange.files import CONTENT_TYPES, Format
from cocreate.exchange.models import AnswerSheet
from cocreate.exchange.sheet_reading import MOST_BYTES
from cocreate.http.actor import actor
from cocreate.web.adoption.views import attached
from cocreate.web.form import Form
from cocreate.web.outcomes import bench
from cocreate.web.page import page, say
from cocreate.web.sheets import showing
from cocreate.web.sheets.forms import SheetForm

bp = Blueprint("sheets", __name__)
BODY = MOST_BYTES + 64 * 1024
SHEET = "int(max=9223372036854775807):sheet_id"
KINDS = {"xlsx": Format.XLSX, "csv": Format.CSV}


def sheet_of(slug: str, sheet_id: int) -> tuple[Call, AnswerSheet]:
    """The call and the sheet that an address names."""
    call = calls.get(slug)
    return call, queries.answer_sheet(call.id, sheet_id)


@bp.route("/desk/calls/<slug>/sheets", methods=["GET", "POST"])
@page(allow="outcome.work", of=calls.get, body=BODY)
def index(call: Call) -> Any:
    """Take contributions along as a spreadsheet; bring one back."""
    form = SheetForm()
    if form.submitted():
        sheet = sheet_desk.take_in(actor(), call, form.file.data.filename or "", form.file.data.stream)
        return redirect(url_for(".look", slug=call.slug, sheet_id=sheet.id), 303)
    return showing.index(call, form, request.args)


@bp.get("/desk/calls/<slug>/sheets/answers.<kind>")
@page(allow="outcome.work", of=calls.get)
def download(call: Call, kind: str) -> Response:
    """The spreadsheet, of all contributions or of those that the workbench showed."""
    if kind not in KINDS:
        raise NotFound(queries.NO_SUCH_FILE)
    content = answer_export.content(actor(), call, kind, bench.chosen(call, request.args))
    response = Response(content, content_type=CONTENT_TYPES[KINDS[kind]])
    return attached(response, f"{call.slug}-answers.{kind}")


@bp.route(f"/desk/calls/<slug>/sheets/<{SHEET}>", methods=["GET", "POST"])
@page(allow="sheet.apply", of=sheet_of)
def look(call: Call, sheet: AnswerSheet) -> Any:
    """What a sheet would do, with a choice for each line that was changed on both sides; then it is applied."""
    form = Form()
    if form.submitted():
        return _act(call, sheet, request.form.get("then", ""))
    return showing.looked_over(call, sheet, form)


def _act(call: Call, sheet: AnswerSheet, what: str) -> BaseResponse:
    here = url_for(".look", slug=call.slug, sheet_id=sheet.id)
    if what == "discard":
        sheet_desk.discard(actor(), call, sheet)
        say(_("The sheet is put away. Nothing was taken over."))
        return redirect(url_for(".index", slug=call.slug), 303)
    sheet_desk.decide(actor(), call, sheet, showing.choices(request.form))
    if what == "rest":
        sheet_desk.leave_rest(actor(), call, sheet)
    if what != "apply":
        return redirect(f"{here}?{request.query_string.decode()}", 303)
    sheet_desk.apply(actor(), call, sheet)
    say(_n("%(num)s answer was taken over.", "%(num)s answers were taken over.", sheet.applied))
    return redirect(here, 303)
