"""How a person reads here: the standard pages, or larger and plainer ones."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.core.settings import settings
from cocreate.http.addresses import local_target
from cocreate.web.page import PUBLIC, page

bp = Blueprint("preferences", __name__)
YEAR = 365 * 24 * 3600


@bp.post("/preferences/mode")
@page(allow=PUBLIC)
def mode() -> Response:
    """Keep the chosen mode in a cookie of its own, so that it needs no account and no session."""
    chosen = "elder" if request.form.get("mode") == "elder" else "standard"
    back = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    response = redirect(local_target(back, url_for("home.index")), 303)
    path = settings().path_prefix or "/"
    response.set_cookie(
        "mode", chosen, max_age=YEAR, path=path, samesite="Lax", httponly=True, secure=settings().is_secure
    )
    return response
