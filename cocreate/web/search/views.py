"""Searching calls and contributions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from cocreate.core.unicode import purify
from cocreate.search import queries as search
from cocreate.search.models import EntryKind
from cocreate.web.page import PUBLIC, page
from cocreate.web.search.hits import shown

bp = Blueprint("search", __name__)
LONGEST = 100


@bp.get("/search")
@page(allow=PUBLIC, cached=True)
def index() -> dict[str, Any]:
    """What was found for a few words, of one kind if asked for."""
    q = purify(request.args.get("q", "").replace("\0", " ")).text[:LONGEST].strip()
    kind = EntryKind(request.args["kind"]) if request.args.get("kind") in set(EntryKind) else None
    found = search.find(q, kind=kind, after=request.args.get("after"))
    return {
        "q": q,
        "kind": kind.value if kind else None,
        "hits": shown(found.hits, q),
        "count": found.count,
        "is_more": found.is_more,
        "next_key": found.next_key,
    }
