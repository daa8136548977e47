"""The floor that everything is compared with: a bare Flask that says hello."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """The smallest page there is."""
    return "hello"
