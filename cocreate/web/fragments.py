"""Parts of pages that are the same for everybody, drawn once; a reader's own marks and form token are put in later."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Flask, current_app, request
from markupsafe import Markup

from cocreate.core.clock import ticks
from cocreate.core.i18n import language
from cocreate.http import guard
from cocreate.http.actor import actor, content_number, is_nobody, nobody
from cocreate.http.pagecache import MAX_AGE

TOKEN = f"@@{secrets.token_hex(12)}@@"  # nobody can write it; stands in a kept part where each reader's own token goes
MOST = 32_000_000  # characters that are kept


@dataclass(frozen=True, slots=True)
class Part:
    """What was drawn, and the state of things it was drawn at; `version` is None for what never changes."""

    html: str
    version: int | None
    made: float


class Parts:
    """The parts that one application has drawn; the oldest go first when they grow too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Part] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, key: Hashable, version: int | None) -> str | None:
        """What was drawn for this key at this state of things, unless it is too old."""
        kept = self._kept.get(key)
        if kept is None or kept.version != version:
            return None
        return kept.html if version is None or ticks() - kept.made < MAX_AGE else None

    def keep(self, key: Hashable, html: str, version: int | None) -> None:
        """Keep it in place of an older one."""
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = Part(html, version, ticks())
            self._size += len(html) - (len(old.html) if old else 0)
            while self._size > MOST:
                self._size -= len(self._kept.popitem(last=False)[1].html)


def install(app: Flask) -> None:
    """Give templates the two ways to draw a part once."""
    app.extensions["cocreate.parts"] = Parts()
    app.jinja_env.globals.update(csrf_token=csrf_token, fragment=fragment, piece=piece)


def csrf_token() -> str:
    """The reader's form token, or what stands for it while a part is drawn for everybody."""
    return TOKEN if is_nobody() else guard.csrf_token()


def fragment(draw: Callable[[Any], Any], thing: Any, key: Hashable) -> Markup:
    """What `draw` (a macro imported without context) makes of the thing, from memory when it did so for this key before.

    The key must name all that the part shows; language and place of the site are added here."""
    return _part(("fragment", key), None, lambda: draw(thing))


def piece(template: str, key: Hashable, gather: Callable[[], dict[str, Any]]) -> Markup:
    """What `template` makes of the context that `gather` loads, from memory while nothing the public can see has changed.

    Neither can see who reads: asking for the actor is an error there. The key names what is gathered, such as a call's
    id. What the clock or votes change may be some seconds old, as on pages for guests. Staff see it drawn anew, since
    changes to drafts raise no number, and so does whoever has posted something."""

    def draw() -> str:
        return current_app.jinja_env.get_template(template).render(lang=language(), **gather())

    if request.method not in guard.SAFE or actor().memberships:
        return _with_token(_drawn(draw))
    return _part((template, key), content_number(), draw)


def _part(key: tuple[Hashable, ...], version: int | None, draw: Callable[[], Any]) -> Markup:
    parts: Parts = current_app.extensions["cocreate.parts"]
    whole = (*key, language(), request.script_root)
    html = parts.find(whole, version)
    if html is None:
        html = _drawn(draw)
        parts.keep(whole, html, version)
    return _with_token(html)


def _drawn(draw: Callable[[], Any]) -> str:
    with nobody():
        return str(draw())


def _with_token(html: str) -> Markup:
    return Markup(html.replace(TOKEN, csrf_token()))
