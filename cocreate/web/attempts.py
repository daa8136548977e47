"""A request that crossed somebody else's is tried once more; what then still can't be done is said beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, request, session
from werkzeug.wrappers import Response

from cocreate.core import races
from cocreate.core.db import db
from cocreate.core.errors import CocreateError, Conflict, Invalid
from cocreate.core.i18n import _l
from cocreate.http.guard import SAFE

CROSSED = _l(
    "Somebody else changed the same thing at this moment. Please look at it again before you send yours."
)


def run(answer: Callable[[], Response], shown: Callable[[], Response]) -> Response:
    """What `answer` gives. When it can't be done because the thing has changed, the page as it stands (`shown`), with the
    reason and with what was typed; the refusal itself where there is no such page."""
    said = list(session.get("_flashes", []))
    try:
        return answer()
    except Conflict as refusal:
        return _beside(refusal, shown)
    except races.FAILURES as failure:
        if not races.is_crossing(failure):
            raise
    _begin_again(said)
    try:
        return answer()
    except Conflict as refusal:
        return _beside(refusal, shown)
    except races.FAILURES as failure:
        if not races.is_crossing(failure):
            raise
        return _beside(Conflict(CROSSED), shown)


def _begin_again(said: list[Any]) -> None:
    """As if nothing had been done: nothing written, nothing said, files at their beginning."""
    db.session.rollback()
    g.pop("form_refused", None)
    session.pop("_flashes", None)
    if said:
        session["_flashes"] = said
    for file in request.files.values():
        file.stream.seek(0)


def _beside(refusal: Conflict, shown: Callable[[], Response]) -> Response:
    db.session.rollback()
    if request.method in SAFE or type(refusal) is not Conflict:  # a room's own conflict has a page of its own
        raise refusal
    g.refusal = Invalid(refusal.why)
    try:
        return shown()
    except CocreateError:
        raise refusal from None
