"""Stored files as browsers get them, and the page where editors bring them in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, send_file, url_for

from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.media import queries, service
from cocreate.media import store as files
from cocreate.media.models import MediaFile, MediaKind
from cocreate.media.rules import LARGEST, web_name
from cocreate.web.media.forms import UploadForm
from cocreate.web.page import page, say
from cocreate.web.rich_text import for_reader

bp = Blueprint("media", __name__)
bp.add_app_template_filter(for_reader, "rich")

YEAR = 31_536_000  # seconds; a stored file never changes
BODY = LARGEST + 64 * 1024  # bytes: the file and the other fields of its form


@bp.route("/media/<int:media_id>/<variant>/<filename>")
@page(allow="media.read", of=queries.get)
def show(file: MediaFile, variant: str, filename: str) -> Response:
    size = file.variants.get(variant, {"digest": file.digest, "content_type": file.content_type})
    response = send_file(
        files.path_of(size["digest"]),
        mimetype=size["content_type"],
        as_attachment=file.kind is MediaKind.DOCUMENT,
        download_name=web_name(file.filename, size["content_type"]),
        etag=size["digest"].rpartition(":")[2],
        max_age=YEAR if file.is_public else None,
    )
    if file.is_public:
        response.cache_control.immutable = True
    else:
        response.cache_control.private = True
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.route("/media", methods=["GET", "POST"])
@page(allow="media.upload", body=BODY)
def index() -> Any:
    form = UploadForm()
    file = (
        service.store(actor(), form.file.data.stream, form.file.data.filename, form.alt.data)
        if form.submitted()
        else None
    )
    if _wants_json():
        return _as_json(file) if file else (jsonify(errors=form.errors or {"": form.form_errors_shown}), 422)
    if file:
        say(_("The file is kept."))
        return redirect(url_for("media.index"), 303)
    return {"form": form, "files": queries.recent_of(actor().user_id), "address": address}


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def address(file: MediaFile, variant: str = "original") -> str:
    """The address of a stored file, or of one of its sizes."""
    content_type = file.variants.get(variant, {}).get("content_type", file.content_type)
    return url_for(
        "media.show", media_id=file.id, variant=variant, filename=web_name(file.filename, content_type)
    )


def _as_json(file: MediaFile) -> tuple[Response, int]:
    variant = "w960" if "w960" in file.variants else "w480" if file.variants else "original"
    named = {"name": file.filename, "alt": file.alt, "url": address(file, variant)}
    return jsonify(id=str(file.id), kind=file.kind, width=file.width, height=file.height, **named), 201


bp.add_app_template_global(address, "file_address")
