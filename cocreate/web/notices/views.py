"""A person's notices: reading them, and marking them as read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.core.i18n import _, language
from cocreate.core.paging import int_key
from cocreate.http.actor import actor
from cocreate.http.addresses import in_language
from cocreate.notices import queries, service
from cocreate.notices.messages import Message, message
from cocreate.notices.models import Notice
from cocreate.web.notices import choosing, hooks
from cocreate.web.notices.area import bp
from cocreate.web.page import page, say

__all__ = ["bp", "choosing", "hooks"]


@dataclass(frozen=True)
class Line:
    """A notice as the list shows it."""

    id: int
    told: Message
    url: str
    at: datetime
    is_new: bool


@bp.get("/notices")
@page(allow="notice.read")
def index() -> dict[str, Any]:
    """What this person was told, the newest first."""
    found = queries.of_user(actor().user_id or 0, before=int_key(request.args.get("before")))
    return {"lines": [_line(notice) for notice in found.items], "next_key": found.next_key}


@bp.post("/notices/read")
@page(allow="notice.read")
def read() -> Response:
    """Mark as read what the page showed and everything before it."""
    service.read(actor(), until=int_key(request.form.get("until")))
    say(_("All notices are marked as read."))
    return redirect(url_for("notices.index"), 303)


def _line(notice: Notice) -> Line:
    told = message(notice.kind, notice.data)
    return Line(
        notice.id, told, in_language(language(), told.path), notice.created_at, notice.read_at is None
    )
