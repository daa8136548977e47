"""The application as tests meet it: a client whose requests stand alone, and a real server on a port."""

from __future__ import annotations

import contextvars
import socket
import threading
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from cocreate.core.db import db


class Visitor(FlaskClient):
    """Runs each request in an empty context, as a server does, and keeps the test's session in step with it.

    Without that a request would share the test's session and signed-in user. What the test wrote is committed before
    the request, or SQLite's lock would make the request wait for it."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Make a request."""
        if has_app_context():
            db.session.commit()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return response


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
