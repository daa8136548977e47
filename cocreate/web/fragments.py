"""Parts of pages that are the same for everybody, drawn once; a reader's own marks and form token are put in later."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
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
FORM_KEY = (
    f"@@{secrets.token_hex(12)}@@"  # likewise for the key that a form is recognised by when it comes twice
)
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
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._kept: OrderedDict[Hashable, Part] = OrderedDict()
        self._size = 0

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


def form_key() -> str:
    """A new key for a form, or what stands for it while a part is drawn for everybody."""
    return FORM_KEY if is_nobody() else secrets.token_urlsafe(12)


def fragment(draw: Callable[[Any], Any], thing: Any, key: Hashable) -> Markup:
    """What `draw` (a macro imported without context) makes of the thing, from memory when it did so for this key before.

    The key must name all that the part shows; language and place of the site are added here."""
    parts: Parts = current_app.extensions["cocreate.parts"]
    whole = ("fragment", key, language(), request.script_root)
    html = parts.find(whole, None)
    if html is None:
        with nobody():
            html = str(draw(thing))
        parts.keep(whole, html, None)
    return _with_token(html)


def piece(template: str, key: Hashable | None, gather: Callable[[], dict[str, Any]]) -> Markup:
    """What `template` makes of the context that `gather` loads, from memory while nothing the public can see has changed.

    Neither can see who reads: asking for the actor is an error there. The key names what is gathered, such as a call's
    id. What the clock or votes change may be some seconds old, as on pages for guests. Staff see it drawn anew, since
    changes to drafts raise no number, and so does whoever has posted something.

    Without a key (None) it is this reader's own: `gather` may ask who reads, and nothing of it is kept."""
    if key is None:
        return _with_token(_render(template, gather()))
    return pieces(template, [key], lambda missing: {key: gather()})[key]


def pieces(
    template: str, keys: Iterable[Hashable], gather: Callable[[list[Any]], Mapping[Any, dict[str, Any]]]
) -> dict[Any, Markup]:
    """The same for several things at once, by key; `gather` loads those that are not at hand, in as few statements as it can.

    What it does not find is not drawn."""
    parts: Parts = current_app.extensions["cocreate.parts"]
    version = _version()
    wanted = {key: (template, key, language(), request.script_root) for key in keys}
    found = {key: None if version is None else parts.find(whole, version) for key, whole in wanted.items()}
    missing = [key for key, html in found.items() if html is None]
    with nobody():
        for key, context in (gather(missing) if missing else {}).items():
            found[key] = html = _render(template, context)
            if version is not None:
                parts.keep(wanted[key], html, version)
    return {key: _with_token(html) for key, html in found.items() if html is not None}


def _version() -> int | None:
    """The state of things that what is drawn now is kept for; None when it is not to be kept."""
    is_kept = request.method in guard.SAFE and not actor().memberships
    return content_number() if is_kept else None


def _render(template: str, context: Mapping[str, Any]) -> str:
    return current_app.jinja_env.get_template(template).render(lang=language(), **context)


def _with_token(html: str) -> Markup:
    if FORM_KEY in html:
        html = html.replace(FORM_KEY, form_key())
    if TOKEN in html:
        html = html.replace(TOKEN, csrf_token())
    return Markup(html)
