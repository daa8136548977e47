"""Whole pages for people without a session, served as kept bytes while nothing the public can see has changed."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Response, request, session
from werkzeug.http import parse_cookie

from cocreate.core.clock import ticks
from cocreate.core.freshness import Freshness
from cocreate.core.i18n import ENVIRON_KEY

MARK = "cocreate.cacheable"
MAX_AGE = 10.0  # seconds: votes and days left may be this old on a guest's page
MAX_BYTES = 64 * 1024 * 1024
MAX_PAGE = 512 * 1024
GZIP_LEVEL = 6
PERSONAL_LEVEL = 3  # half the time of 6, five hundredths more bytes


@dataclass(frozen=True)
class Kept:
    """One page: its headers and bytes, plain and compressed, and the state of things it was made at."""

    version: tuple[int, int]
    made: float
    headers: tuple[tuple[str, str], ...]
    plain: bytes
    packed: bytes
    etag: str


class PageCache:
    """WSGI middleware in front of Flask."""

    def __init__(self, app: Callable[..., Iterable[bytes]], freshness: Freshness, cookie: str) -> None:
        self.app = app
        self.freshness = freshness
        self.cookie = cookie
        self._pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        # Read as Flask reads them: a cookie that only one of the two sees would put one person's page before all.
        cookies = parse_cookie(environ["HTTP_COOKIE"]) if environ.get("HTTP_COOKIE") else {}
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or self.cookie in cookies:
            return self.app(environ, start)
        key = (
            environ.get("HTTP_HOST", ""),
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            environ.get(ENVIRON_KEY, ""),
            "elder" if cookies.get("mode") == "elder" else "",
        )
        version = self.freshness.number()
        kept = self._pages.get(key)
        if kept is not None and kept.version == version and ticks() - kept.made < MAX_AGE:
            return _serve(kept, environ, start)
        environ[MARK] = lambda response: self._keep(key, version, response)
        return self.app(environ, start)

    def _keep(self, key: tuple[str, ...], version: tuple[int, int], response: Response) -> None:
        plain = response.get_data()
        if len(plain) > MAX_PAGE:
            return
        etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
        packed = gzip.compress(plain, GZIP_LEVEL, mtime=0)
        names = ("content-encoding", "content-length", "etag", "vary", "cache-control")
        headers = tuple((n, v) for n, v in response.headers if n.lower() not in names)
        kept = Kept(version, ticks(), headers, plain, packed, etag)
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += len(plain) + len(packed) - (len(old.plain) + len(old.packed) if old else 0)
            self._pages[key] = kept
            while self._size > MAX_BYTES:
                gone = self._pages.popitem(last=False)[1]
                self._size -= len(gone.plain) + len(gone.packed)


def _serve(kept: Kept, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    headers = [
        *kept.headers,
        ("ETag", kept.etag),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding, Cookie"),
    ]
    if environ.get("HTTP_IF_NONE_MATCH", "") == kept.etag:
        start("304 Not Modified", headers)
        return []
    body = kept.plain
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = kept.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def keep(response: Response) -> None:
    """Keep this answer for others who ask the same without a session, when it may be kept at all."""
    keeper = request.environ.get(MARK)
    is_personal = bool(session) or session.modified or "Set-Cookie" in response.headers
    if keeper is not None and response.status_code == 200 and not is_personal:
        keeper(response)


def pack(response: Response) -> Response:
    """Compress a page that was made for one person, when the browser takes it."""
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    kind = response.mimetype or ""
    fit = kind.startswith("text/") or kind in (
        "application/json",
        "image/svg+xml",
        "application/problem+json",
    )
    if not (wanted and fit) or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    if response.is_streamed or len(data := response.get_data()) < 1024:
        return response
    response.set_data(gzip.compress(data, PERSONAL_LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
