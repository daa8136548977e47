"""Scorecards of agencies: read, taken along as a file, and opened to more people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.utils import secure_filename

from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.insights import queries, service
from cocreate.insights.models import Audience
from cocreate.insights.queries import Scope
from cocreate.web.insights import files, reading
from cocreate.web.insights.forms import OpeningForm
from cocreate.web.page import PUBLIC, page, say

bp = Blueprint("insights", __name__)


@bp.get("/scorecards")
@page(allow=PUBLIC, cached=True)
def index() -> dict[str, Any]:
    """The agencies whose scorecards this reader may see."""
    return {"lines": reading.readable()}


@bp.get("/scorecards/<slug>")
@page(allow="scorecard.read", of=queries.scope, cached=True)
def show(scope: Scope) -> dict[str, Any]:
    """How an agency and those below it answer."""
    return reading.showing(scope, request.args)


@bp.get("/scorecards/<slug>/figures.<kind>")
@page(allow="scorecard.read", of=queries.scope)
def download(scope: Scope, kind: str) -> Response:
    """The same figures as CSV, XLSX or JSON."""
    content, content_type = files.content(reading.card(scope, request.args), kind)
    response = Response(content, content_type=content_type)
    name = secure_filename(f"scorecard-{scope.agency.slug}.{kind}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/about/scorecards")
@page(allow=PUBLIC, cached=True)
def counting() -> dict[str, Any]:
    """How each figure is counted."""
    return {}


@bp.route("/desk/scorecards/<slug>", methods=["GET", "POST"])
@page(allow="scorecard.open", of=queries.scope)
def opening(scope: Scope) -> Any:
    """Choose who may read the scorecard of an agency and of all below it."""
    form = OpeningForm(data={"audience": scope.audience.value})
    if form.submitted():
        service.open_to(actor(), scope.agency, Audience(form.audience.data), form.reason.data or "")
        say(_("Your choice is kept, with the reason."))
        return redirect(url_for(".show", slug=scope.agency.slug), 303)
    return reading.opening(scope, form)
