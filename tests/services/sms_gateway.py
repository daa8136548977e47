"""A fake SMS gateway in a process of its own: it records the JSON posted to it, and can be told to misbehave."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests


class Gateway(BaseHTTPRequestHandler):
    """POST /send records; GET /sent lists; POST /control {"status", "delay"} sets how the next posts are answered."""

    sent: list[dict[str, Any]] = []
    behaviour: dict[str, Any] = {"status": 200, "delay": 0}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            message = json.loads(body)
        except ValueError:
            return self._answer(400, {"error": "not JSON"})
        if self.path == "/control":
            self.behaviour.update(message)
            return self._answer(200, {})
        time.sleep(self.behaviour["delay"])
        if self.behaviour["status"] >= 400:
            return self._answer(self.behaviour["status"], {"error": "the gateway was told to refuse"})
        self.sent.append(message)
        return self._answer(200, {"message_id": str(len(self.sent))})

    def do_GET(self) -> None:
        self._answer(200, self.sent)

    def do_DELETE(self) -> None:
        self.sent.clear()
        self.behaviour.update(status=200, delay=0)
        self._answer(200, {})

    def _answer(self, status: int, data: Any) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Stay silent: the tests' output is theirs."""


class SmsGateway:
    """The test's side: starts the process and asks it what came in."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self._base = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        self.url = f"{self._base}/send"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was posted, oldest first."""
        return list(requests.get(f"{self._base}/sent", timeout=5).json())

    def answer_with(self, status: int = 200, delay: float = 0) -> None:
        """From now on answer with this status, after so many seconds."""
        requests.post(f"{self._base}/control", json={"status": status, "delay": delay}, timeout=5)

    def clear(self) -> None:
        """Forget everything and behave well again, for the next test."""
        requests.delete(self._base, timeout=5)

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(5)
        assert self._process.stdout
        self._process.stdout.close()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    print(server.server_port, flush=True)
    server.serve_forever()
