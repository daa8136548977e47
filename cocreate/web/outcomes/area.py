"""The area of outcomes: its blueprint, and what its addresses load."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.errors import NotFound

bp = Blueprint("outcomes", __name__)


def within(call: Call, number: str) -> Contribution:
    """The contribution with this number, if it was sent to this call. NotFound otherwise."""
    found = contributions.get(number)
    if found.call_id != call.id or found.is_comment:
        raise NotFound(contributions.NO_SUCH)
    return found


def to_outcome(call: Call) -> Response:
    """Back to the desk on which the outcome lies."""
    return redirect(url_for("outcomes.write", slug=call.slug), 303)


of_slug = calls.get
