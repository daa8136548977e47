"""What every template can use without being handed it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, request
from flask.templating import Environment

from cocreate.core import i18n
from cocreate.core.localtime import last_day
from cocreate.core.policy import may, why_not
from cocreate.core.settings import settings
from cocreate.http.actor import actor, notice_count
from cocreate.http.addresses import address, asset, in_language
from cocreate.web import fragments
from cocreate.web.outcomes.answers import degree_look, degree_name

MODE_COOKIE = "mode"
MODES = ("standard", "elder")


class Templates(Environment):
    """Templates share the application's globals as they are, since looking each word up in layers costs more than drawing."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def mode() -> str:
    """Standard or elder, as this browser has chosen."""
    chosen = request.cookies.get(MODE_COOKIE, "")
    return chosen if chosen in MODES else "standard"


def install(app: Flask) -> None:
    """Give the application's templates their globals and filters."""
    app.jinja_env.globals.update(
        asset=asset,
        degree_look=degree_look,
        degree_name=degree_name,
        url_for=address,
        in_language=in_language,
        may=lambda name, thing=None: may(actor(), name, thing),
        why_not=lambda name, thing=None: why_not(actor(), name, thing),
        site=app.extensions["cocreate.site"],
    )
    fragments.install(app)
    app.jinja_env.filters.update(
        day=i18n.day, last_day=last_day, moment=i18n.moment, number=i18n.number, percent=i18n.percent
    )
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    language = i18n.language()
    return {
        "current_actor": actor(),
        "lang": language,
        "mode": mode(),
        "is_demo": settings().demo,
        "other_language_url": in_language("zh" if language == "en" else "en"),
        "notice_count": notice_count(),
    }
