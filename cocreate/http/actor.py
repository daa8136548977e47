"""Who is asking: the signed-in person behind a session, or a guest; and keys for browsers and client addresses."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, current_app, g, has_request_context, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import User
from cocreate.core import freshness
from cocreate.core.actor import Actor
from cocreate.core.settings import settings
from cocreate.notices import queries as notices

# One statement for all that every page of a signed-in person needs.
ACTOR = accounts.actor_statement(freshness.current(), notices.unread_of(User.id))
login = LoginManager()
login.session_protection = None  # addresses change all the time on phones; sessions end by epoch


def init_login(app: Flask) -> None:
    """Let Flask-Login keep the session; a session of an earlier epoch belongs to nobody."""
    login.init_app(app)
    login.user_loader(_load)


def _load(session_id: str) -> User | None:
    user_id, _, epoch = session_id.partition(".")
    if not (user_id.isdigit() and epoch.isdigit()):
        return None
    g.actor, beside = accounts.load_actor_beside(ACTOR, int(user_id), int(epoch))
    if beside:
        g.content_number, g.notice_count = beside[0] or 0, beside[1]
    return cast(User | None, g.actor.user)


def actor() -> Actor:
    """Who acts in this request; a guest outside of one. RuntimeError while something is drawn for everybody."""
    if not has_request_context():
        return Actor.guest()
    if is_nobody():
        raise RuntimeError("what is drawn for everybody must not ask who reads it")
    if "actor" not in g and ("_user_id" not in session or not current_user.is_authenticated):
        g.actor = Actor.guest()
    return cast(Actor, g.actor)


@contextmanager
def nobody() -> Iterator[None]:
    """While this lasts nobody is reading: what is made then is kept and shown to everybody."""
    before, g.nobody = is_nobody(), True
    try:
        yield
    finally:
        g.nobody = before


def is_nobody() -> bool:
    """Whether something is just being made for everybody."""
    return bool(g.get("nobody"))


def content_number() -> int:
    """The number of changes the public can see, as this request knows it (see core.freshness)."""
    if "content_number" in g:
        return int(g.content_number)
    return int(current_app.extensions["cocreate.freshness"].number()[0])


def notice_count() -> int:
    """How many notices this person has not read; 0 for a guest."""
    return 0 if actor().is_guest else int(g.notice_count)


def sign_in(user: User) -> None:
    """Begin this browser's session for a person; what the browser drafted as a guest stays with it."""
    guest = session.get("guest")
    kept = session.get("kept")
    session.clear()  # a new session from here on, with a new form token
    session.permanent = True
    if guest:
        session["guest"] = guest
    if kept:
        session["kept"] = kept
    login_user(user)
    _forget()


def sign_out() -> None:
    """End this browser's session."""
    logout_user()
    session.clear()
    _forget()


def _forget() -> None:
    """What this request knew of the person before."""
    for name in ("actor", "form_token"):
        g.pop(name, None)


def guest_key(make: bool = False) -> str | None:
    """The key under which this browser's drafts are kept while nobody is signed in."""
    if make and "guest" not in session:
        session["guest"] = secrets.token_urlsafe(18)
    return session.get("guest")


def client_key() -> str:
    """The client's address as a keyed digest, for limits: the address itself is kept nowhere."""
    secret = current_app.secret_key
    key = secret if isinstance(secret, bytes) else str(secret).encode()
    return hmac.new(key, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()[:24]


def session_cookie() -> str:
    """The name of the session cookie; pages are cached only for those who don't send it."""
    return "cocreate_session" if not settings().is_secure else "__Host-cocreate_session"
