"""Keeps strangers out: requests that other sites make in a person's name, and what a browser may do with our pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from cocreate.core.errors import Denied
from cocreate.core.i18n import _l
from cocreate.core.settings import settings

OTHER_SITE = _l("This was sent from another site, so nothing was done.")
MOST_TOKENS = 10_000
_tokens: dict[tuple[object, object], str] = {}  # by the secrets of the site and of a session
SAFE = {"GET", "HEAD", "OPTIONS"}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(), payment=()",
}


def comes_from_here(asked: Request) -> bool:
    """Whether a browser says that this request comes from a page of this site; without any word of it, yes."""
    fetch_site = asked.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    said = asked.headers.get("Origin") or asked.headers.get("Referer")
    if said is None:
        return True
    theirs = urlsplit(said)
    ours = {asked.host, urlsplit(settings().base_url).netloc}
    return bool(theirs.netloc) and theirs.netloc in ours


def check_origin() -> None:
    """Denied when another site sends this request."""
    if request.method not in SAFE and not comes_from_here(request):
        raise Denied(OTHER_SITE)


def form_is_ours() -> bool:
    """Whether the form carries the token of this session. Guests without a session have nothing that could be abused."""
    if request.method in SAFE or "_user_id" not in session or not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    token = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return True


def csrf_token() -> str:
    """The token for a form; empty for guests without a session, whose pages are the same for everyone."""
    if "form_token" not in g:
        g.form_token = _token_of_session() if "_user_id" in session else ""
    return str(g.form_token)


def _token_of_session() -> str:
    """The same for all pages of a session in this process: signing one anew for each page costs as much as a query."""
    key = (current_app.secret_key, session.get("csrf_token"))  # with what Flask-WTF compares a form's token
    token = _tokens.get(key)
    if token is None:
        token = str(generate_csrf())
        if len(_tokens) >= MOST_TOKENS:
            _tokens.clear()
        _tokens[current_app.secret_key, session["csrf_token"]] = token
    return token


def add_headers(response: Response) -> Response:
    """Put the security headers on an answer that has none of its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
