"""How often one person, or one address of guests, may send or guess something; the outer net, in this process's memory."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request
from flask_limiter import Limiter

from cocreate.http.actor import actor, client_key
from cocreate.http.guard import SAFE

POSTS = "120 per minute"
GUESSES = "30 per hour"


def _who() -> str:
    """The person who is signed in, else a digest of the address."""
    return str(actor().user_id or client_key())


def _is_free() -> bool:
    """Reading always is; in tests everything is, but for those of this net."""
    return request.method in SAFE or not current_app.config["POSTS_ARE_LIMITED"]


class Net(Limiter):
    """Asks nothing of a request that is free anyway: most are, and asking costs a tenth of a page."""

    def _check_request_limit(self, *args: Any, **kwargs: Any) -> None:
        if not _is_free():
            super()._check_request_limit(*args, **kwargs)


limiter = Net(
    _who,
    default_limits=[POSTS],
    storage_uri="memory://",
    headers_enabled=False,
)


def init_limits(app: Flask) -> None:
    """Put the net up."""
    app.config["POSTS_ARE_LIMITED"] = not app.config["TESTING"]
    limiter.init_app(app)


def _is_off() -> bool:
    return not current_app.config["POSTS_ARE_LIMITED"]


# For addresses that tell whether something secret was right, by GET too: only wrong guesses are counted.
guesses = limiter.limit(
    GUESSES, exempt_when=_is_off, deduct_when=lambda response: bool(response.status_code == 422)
)
