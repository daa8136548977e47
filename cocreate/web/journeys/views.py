"""How one's words travelled: a person's own page, and the card of a public contribution."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, language
from cocreate.core.paging import int_key
from cocreate.http.actor import actor
from cocreate.http.addresses import absolute
from cocreate.journeys import people, png, sharing, svg
from cocreate.journeys.card import first_sentence, shapes
from cocreate.journeys.people import Totals
from cocreate.milestones import promise_queries as promises
from cocreate.outcomes import schemes
from cocreate.web.contributions.area import pair
from cocreate.web.contributions.reading import addresses
from cocreate.web.page import page

bp = Blueprint("journeys", __name__)


@bp.get("/journeys")
@page(allow="journey.read")
def mine() -> dict[str, Any]:
    """Everything this person has sent, as threads, and what waits for them."""
    user_id = actor().user_id or 0
    before = int_key(request.args.get("before"))
    found = people.totals(user_id)
    return {
        "totals": found,
        "segments": _segments(found),
        "waiting": people.returned(user_id) if found.returned and before is None else [],
        "asked": promises.unsaid(user_id) if found.answered and before is None else [],
        "page": people.of_person(user_id, before=before, lead=addresses),
        "is_first": before is None,
    }


@bp.get("/contributions/<number>/card")
@page(allow="card.read", of=pair, cached=True)
def card(contribution: Contribution, call: Call) -> dict[str, Any]:
    """The card, to look at, to download and to print."""
    return {
        "contribution": contribution,
        "call": call,
        "sentence": first_sentence(contribution.body),
        "can_png": png.can_draw(),
        "public_url": absolute(language(), f"/contributions/{contribution.number}"),
    }


@bp.get("/contributions/<number>/card.svg")
@page(allow="card.read", of=pair, cached=True)
def card_svg(contribution: Contribution, call: Call) -> Response:
    """The card as SVG."""
    shown = sharing.card(contribution, call)
    title = _("How these words travelled: %(words)s", words=first_sentence(shown.words))
    return Response(svg.draw(shapes(shown), title, language()), mimetype="image/svg+xml")


@bp.get("/contributions/<number>/card.png")
@page(allow="card.read", of=pair, cached=True)
def card_png(contribution: Contribution, call: Call) -> Response:
    """The card as PNG, where the server has a Chinese font."""
    return Response(png.draw(shapes(sharing.card(contribution, call))), mimetype="image/png")


def _segments(found: Totals) -> list[tuple[str, Any, int, None]]:
    """What the bar shows: each degree that came up, then what is still on its way."""
    answered = [
        (key, degree.name, found.by_degree[key], None)
        for key, degree in schemes.known(found.by_degree).items()
        if key in found.by_degree
    ]
    return [*answered, ("waiting", _("On its way"), found.waiting + found.returned, None)]
