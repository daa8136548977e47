"""The server as it is really run: processes of its own on a free port, people who send it requests, and its sudden death."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from cocreate.accounts.models import User
from cocreate.core.settings import Settings
from tests.bench.measure import Server, free_port
from tests.services.site import TOKEN, session_cookie

SERVE = "from cocreate.cli.main import main; main(['serve', '--workers', '{workers}'])"
FORM = "application/x-www-form-urlencoded"


@contextmanager
def served(settings: Settings, workers: int = 2) -> Iterator[Server]:
    """`cocreate serve` on the database of these settings; ended at the end, unless it was killed before."""
    port = free_port()
    environ = {
        "COCREATE_HOME": str(settings.home),
        "COCREATE_DATABASE_URL": settings.database_url,
        "COCREATE_SECRET": settings.secret,
        "COCREATE_BASE_URL": f"http://127.0.0.1:{port}",
        "COCREATE_DEMO": "",
        "PORT": str(port),
    }
    command = [sys.executable, "-c", SERVE.format(workers=workers)]
    server = Server(command, port, environ, settings.home / f"server-{port}.log")
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def kill(server: Server) -> None:
    """kill -9 for every process of the server at once."""
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait(10)


class Person:
    """A signed-in person with a kept connection and the token that their forms carry."""

    def __init__(self, app: Flask, user: User, server: Server) -> None:
        cookie = session_cookie(app, user)
        signer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
        self._headers = {
            "Cookie": f"{cookie['name']}={cookie['value']}",
            "X-CSRFToken": str(signer.dumps(TOKEN)),
            "Content-Type": FORM,
        }
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def post(self, path: str, fields: dict[str, object]) -> int:
        """Send a form; the answer's status once all of it is here, 401 when it was taken for a guest's.

        OSError or HTTPException when no answer comes."""
        self._connection.request("POST", path, urllib.parse.urlencode(fields), self._headers)
        answer = self._connection.getresponse()
        answer.read()
        return 401 if "sign-in" in answer.getheader("Location", "") else answer.status

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
