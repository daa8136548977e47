"""The area of contributions: its blueprint, and what its addresses load."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution

bp = Blueprint("contributions", __name__)


def pair(number: str) -> tuple[Contribution, Call]:
    """The contribution with this number, and its call. NotFound when there is none."""
    return contributions.with_call(number)


def back_to(contribution: Contribution, anchor: str | None = None) -> Response:
    """To the page of the contribution, after an act. Of a comment: the page it stands on."""
    return redirect(url_for("contributions.show", number=contribution.number, _anchor=anchor), 303)
