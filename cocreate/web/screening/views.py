"""Pages of screening: the word lists with their versions and trials, and what the models were trained on."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, redirect, send_file, url_for
from werkzeug.wrappers import Response

from cocreate.core.i18n import _
from cocreate.core.settings import settings
from cocreate.http.actor import actor
from cocreate.screening import lists, service
from cocreate.web.page import page, say
from cocreate.web.screening import shown
from cocreate.web.screening.forms import EditForm, ImportForm, UseForm

bp = Blueprint("screening", __name__)
FILE_BODY = 64 * 1024 * 1024


def _to(name: str) -> Response:
    return redirect(url_for("screening.show", name=name), 303)


@bp.get("/desk/screening")
@page(allow="word_list.read")
def index() -> dict[str, Any]:
    """All lists and models."""
    return {"lists": shown.all_lists(), "models": shown.models()}


@bp.route("/desk/screening/bring", methods=["GET", "POST"])
@page(allow="word_list.change", body=FILE_BODY)
def bring() -> Any:
    """A list as a file."""
    form = ImportForm()
    if form.submitted():
        given = form.name.data or (form.file.data.filename or "").split(".")[0]
        name = service.bring(actor(), form.file.data.stream, given)
        say(_("The file is being read and tried on past content. It is not in force yet."))
        return _to(name)
    return {"form": form}


@bp.get("/desk/screening/lists/<name>")
@page(allow="word_list.read", of=shown.one_list)
def show(row: shown.ListRow) -> dict[str, Any]:
    """A list: its versions, what each would have hit, its words, and who did what."""
    now = row.in_force or next(iter(row.versions), None)
    return {
        "row": row,
        "words": shown.first_words(row.name, now.number) if now else [],
        "now": now,
        "acts": shown.acts(row.name),
        "can_edit": now is not None and now.words <= service.MOST_EDITED,
        "form": UseForm(),
    }


@bp.route("/desk/screening/lists/<name>/edit", methods=["GET", "POST"])
@page(allow="word_list.change", of=shown.one_list, body=FILE_BODY)
def edit(row: shown.ListRow) -> Any:
    """A short list, changed line by line into the next version."""
    newest = next((one for one in row.versions if one.words <= service.MOST_EDITED), None)
    form = EditForm(data={"words": shown.as_text(row.name, newest.number) if newest else ""})
    if form.submitted():
        service.bring(actor(), io.BytesIO((form.words.data or "").encode()), row.name)
        say(_("The words are being read and tried on past content. They are not in force yet."))
        return _to(row.name)
    return {"form": form, "row": row, "newest": newest}


@bp.post("/desk/screening/lists/<name>/use")
@page(allow="word_list.change", of=shown.one_list)
def use(row: shown.ListRow) -> Any:
    """Put a version in force, or the whole list out of force."""
    form = UseForm()
    if form.submitted():
        service.use(actor(), row.name, form.version.data or 0)
        say(_("What is sent from now on is screened by it."))
    return _to(row.name)


@bp.get("/desk/screening/lists/<name>/<int:version>.csv")
@page(allow="word_list.read", of=shown.one_version)
def download(told: lists.Imported) -> Any:
    """A version as a file."""
    file = lists.file_of(settings().home, told.name, told.version)
    return send_file(file, "text/csv", as_attachment=True, download_name=f"{told.name}-{told.version}.csv")
