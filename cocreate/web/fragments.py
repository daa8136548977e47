"""Pieces of pages that are the same for everybody, drawn once: rows of lists cost most of a page and seldom change."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from flask import g, request
from markupsafe import Markup

from cocreate.core.i18n import language
from cocreate.http import guard

TOKEN = f"@@{secrets.token_hex(12)}@@"  # nobody can write it; stands in a kept piece where each reader's own token goes
MOST = 4000

_kept: OrderedDict[Hashable, str] = OrderedDict()
_lock = Lock()


def csrf_token() -> str:
    """The reader's form token, or what stands for it while a piece is drawn for everybody."""
    return TOKEN if g.get("drawing_for_all") else guard.csrf_token()


def fragment(draw: Callable[[Any], Any], thing: Any, key: Hashable) -> Markup:
    """What `draw` makes of the thing, from memory when it was drawn for this key before.

    The key must name all that the piece shows; language, place of the site and kind of reader (with a form token or
    without) are added here."""
    token = guard.csrf_token()
    whole = (key, language(), request.script_root, bool(token))
    drawn = _kept.get(whole)
    if drawn is None:
        g.drawing_for_all = bool(token)
        try:
            drawn = str(draw(thing))
        finally:
            g.drawing_for_all = False
        with _lock:
            _kept[whole] = drawn
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return Markup(drawn.replace(TOKEN, token) if token else drawn)
