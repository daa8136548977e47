"""The share card of a contribution: only of what the public sees, with the name as the public sees it."""

from __future__ import annotations

from cocreate.calls.models import Call
from cocreate.contributions.bylines import byline
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, language
from cocreate.core.settings import settings
from cocreate.core.site import site
from cocreate.journeys import queries
from cocreate.journeys.card import Card


def card(contribution: Contribution, call: Call) -> Card:
    """What the card of a public contribution shows, in the present language, to whomever: nothing of its reader."""
    code, journey = language(), queries.of(contribution, call, is_own=False)
    in_english = code == "en"
    path = f"{'/en' if in_english else ''}/contributions/{contribution.number}"
    return Card(
        site=str(site().title),
        call=call.title_en if in_english and call.title_en else call.title,
        words=contribution.body,
        by=byline(contribution),
        knots=journey.knots,
        url=settings().base_url + settings().path_prefix + path,
        invitation=_("See how it travelled"),
        language=code,
        written=str(journey.traces[0].placement.quote["exact"]) if journey.traces else "",
    )
