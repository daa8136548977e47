"""Addresses: the portal's path prefix, and English under /en/, both taken off before Flask sees the path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from flask import request, url_for
from werkzeug.wrappers import Response

from cocreate.core.assets import asset_path
from cocreate.core.i18n import DEFAULT, ENVIRON_KEY, LANGUAGES
from cocreate.core.settings import settings

MOST_BUILT = 20_000
_built: dict[Any, str] = {}

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Addresses:
    """WSGI middleware: /prefix/en/calls becomes /calls, read in English; SCRIPT_NAME keeps what was taken off."""

    def __init__(self, app: WSGI, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if "\0" in path or "%00" in environ.get("QUERY_STRING", ""):
            # No address of ours holds a NUL, and PostgreSQL takes none in a text.
            return Response("Not found", 404, mimetype="text/plain")(environ, start)
        if self.prefix:
            if path != self.prefix and not path.startswith(f"{self.prefix}/"):
                return Response("Not found", 404, mimetype="text/plain")(environ, start)
            path = path[len(self.prefix) :] or "/"
        taken, language = self.prefix, DEFAULT
        head = path.split("/", 2)[1] if path.startswith("/") else ""
        if head in LANGUAGES and head != DEFAULT:
            language = head
            path = path[len(head) + 1 :] or "/"
            taken = f"{taken}/{head}"
        environ["SCRIPT_NAME"] = taken
        environ["PATH_INFO"] = path
        environ[ENVIRON_KEY] = language
        return self.app(environ, start)


def asset(path: str) -> str:
    """The address of a static file, the same in both languages."""
    return settings().path_prefix + asset_path(path)


def address(endpoint: str, **values: Any) -> str:
    """Flask's `url_for` for templates, which remembers what it built: a page names some eighty addresses.

    Absolute addresses and those relative to the present area are not for this."""
    # With the classes, since 1 == True and they are not the same in an address.
    key = (request.script_root, endpoint, *((name, type(it), it) for name, it in values.items()))
    try:
        return _built[key]
    except (KeyError, TypeError):  # TypeError: a value that can't be remembered
        built = url_for(endpoint, **values)
    if len(_built) >= MOST_BUILT:
        _built.clear()
    with suppress(TypeError):
        _built[key] = built
    return built


def in_language(code: str, path: str | None = None) -> str:
    """The address of the present page (or of a path below the site's root) in another language."""
    if path is None:
        query = request.query_string.decode("ascii", "ignore")
        path = request.path + (f"?{query}" if query else "")
    path = "/" + path.lstrip("/\\")  # two at the beginning would name another site
    return settings().path_prefix + ("" if code == DEFAULT else f"/{code}") + path


def absolute(code: str, path: str) -> str:
    """A full address for letters and codes, from the site's base address."""
    return settings().base_url + in_language(code, path)


def local_target(target: str | None, fallback: str) -> str:
    """Where to go after signing in: only a path of this site, otherwise the fallback."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    parts = urlsplit(target.replace("\\", "/"))
    clean = not parts.scheme and not parts.netloc and all(" " <= c != "\x7f" for c in target)
    return target if clean else fallback
