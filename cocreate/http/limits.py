"""How often one person, or one address of guests, may send or guess something; the outer net, in this process's memory."""

from __future__ import annotations

from collections.abc import Callable
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
    """Reading is, but where secrets could be guessed; in tests everything is, but for those of this net."""
    if not current_app.config["POSTS_ARE_LIMITED"]:
        return True
    return request.method in SAFE and not _tells_secrets()


def _tells_secrets() -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), "counts_guesses")


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


def guesses(view: Callable[..., Any]) -> Callable[..., Any]:
    """For an address that tells whether something secret was right, by GET too: only wrong guesses are counted."""
    limited: Any = limiter.limit(GUESSES, deduct_when=lambda response: bool(response.status_code == 422))(
        view
    )
    limited.counts_guesses = True
    return limited
