"""The front door: threads that ended lately, and calls that are open."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from cocreate.calls import queries as calls
from cocreate.calls.models import Stage
from cocreate.calls.queries import Tab
from cocreate.web.callcards import cards
from cocreate.web.home.threads import ended_threads
from cocreate.web.page import PUBLIC, page

bp = Blueprint("home", __name__)
SHOWN = 8
LOOKED_AT = 12  # some of the released calls have not begun yet


@bp.get("/")
@page(allow=PUBLIC, cached=True)
def index() -> dict[str, Any]:
    """Three threads that ended, and the open calls; the same for everybody."""
    return {"main": _main}


def _main() -> dict[str, Any]:
    opened = calls.listed(Tab.OPEN, limit=LOOKED_AT)
    begun = [call for call in opened.items if call.stage is not Stage.DRAFT]
    return {
        "threads": ended_threads(calls.recently_published(3)),
        "cards": cards(begun[:SHOWN]),
        "has_more": opened.next_key is not None or len(begun) > SHOWN,
    }
