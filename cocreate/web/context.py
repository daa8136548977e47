"""What every template can use without being handed it."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request

from cocreate.core import i18n
from cocreate.core.localtime import last_day
from cocreate.core.policy import may, why_not
from cocreate.core.settings import settings
from cocreate.http.actor import actor
from cocreate.http.addresses import asset, in_language
from cocreate.notices import queries as notices
from cocreate.web.fragments import csrf_token, fragment

MODE_COOKIE = "mode"
MODES = ("standard", "elder")


def mode() -> str:
    """Standard or elder, as this browser has chosen."""
    chosen = request.cookies.get(MODE_COOKIE, "")
    return chosen if chosen in MODES else "standard"


def install(app: Flask) -> None:
    """Give the application's templates their globals and filters."""
    app.jinja_env.globals.update(
        asset=asset,
        csrf_token=csrf_token,
        fragment=fragment,
        in_language=in_language,
        may=lambda name, thing=None: may(actor(), name, thing),
        why_not=lambda name, thing=None: why_not(actor(), name, thing),
        site=app.extensions["cocreate.site"],
    )
    app.jinja_env.filters.update(day=i18n.day, last_day=last_day, moment=i18n.moment, number=i18n.number)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    language = i18n.language()
    return {
        "current_actor": actor(),
        "lang": language,
        "mode": mode(),
        "is_demo": settings().demo,
        "other_language_url": in_language("zh" if language == "en" else "en"),
        "notice_count": _notice_count(),
    }


def _notice_count() -> int:
    """How many notices this person has not read; asked once a request."""
    if actor().is_guest:
        return 0
    if "notice_count" not in g:
        g.notice_count = notices.unread(actor().user_id)
    return int(g.notice_count)
