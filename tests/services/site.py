"""The application as tests meet it: a client whose requests stand alone, and a real server on a port."""

from __future__ import annotations

import contextvars
import socket
import threading
from typing import Any

from flask import Flask, has_app_context
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.serving import make_server

from cocreate.core.db import db

SAFE = {"GET", "HEAD", "OPTIONS"}
TOKEN = "0" * 40  # what a session remembers of its form token


def session_cookie(app: Flask, user: Any) -> dict[str, str]:
    """Name and value of the cookie that a browser has in which this person is signed in."""
    kept = {"_user_id": user.get_id(), "_fresh": True, "_permanent": True, "csrf_token": TOKEN}
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": _serializer(app).dumps(kept)}


def _serializer(app: Flask) -> Any:
    return SecureCookieSessionInterface().get_signing_serializer(app)


class Visitor(FlaskClient):
    """Runs each request in an empty context, as a server does, and keeps the test's session in step with it.

    Without that a request would share the test's session and signed-in user. What the test wrote is committed before
    the request, or SQLite's lock would make the request wait for it. What a signed-in person posts carries the form's
    token, unless `sends_token` is put to False."""

    sends_token = True

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Make a request."""
        if kwargs.get("method", "GET") not in SAFE and self.sends_token:
            kwargs["headers"] = {**self._token(), **dict(kwargs.get("headers") or {})}
        if has_app_context():
            db.session.commit()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return response

    def sign_in(self, user: Any) -> None:
        """From now on be this person."""
        if has_app_context():
            db.session.commit()
        cookie = session_cookie(self.application, user)
        self.set_cookie(cookie["name"], cookie["value"])

    def sign_out(self) -> None:
        """Be a guest again, without any cookie."""
        self.delete_cookie(self.application.config["SESSION_COOKIE_NAME"])

    def _token(self) -> dict[str, str]:
        """The header that stands for the token in a form, as a page of this session would have put it there."""
        name = self.application.config["SESSION_COOKIE_NAME"]
        cookie = self.get_cookie(name)
        kept = _serializer(self.application).loads(cookie.value) if cookie else {}
        if "_user_id" not in kept:
            return {}
        if "csrf_token" not in kept:
            kept["csrf_token"] = TOKEN
            self.set_cookie(name, _serializer(self.application).dumps(kept))
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return {"X-CSRFToken": str(signer.dumps(kept["csrf_token"]))}


class Address:
    """A port that is ours before the server that will listen on it knows its settings."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"


class LiveServer:
    """The application behind a real port, served by threads of this process, so that the tests' clock rules there."""

    def __init__(self, app: Flask, address: Address) -> None:
        self.app = app
        self.url = address.url
        self._server = make_server("127.0.0.1", address.port, app, threaded=True, fd=address.socket.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and wait for the server's thread."""
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
