"""Searching calls and contributions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from cocreate.web.page import PUBLIC, page

bp = Blueprint("search", __name__)
LONGEST = 100


@bp.get("/search")
@page(allow=PUBLIC, cached=True)
def index() -> dict[str, Any]:
    """What was found for a few words."""
    q = request.args.get("q", "").strip()[:LONGEST]
    return {"q": q, "cards": [], "hits": [], "next_key": None}
