"""The share card of a contribution: only of what the public sees, with the name as the public sees it."""

from __future__ import annotations

from cocreate.calls.models import Call, Stage
from cocreate.contributions.bylines import byline
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, language
from cocreate.core.settings import settings
from cocreate.core.site import site
from cocreate.journeys import queries
from cocreate.journeys.card import Card
from cocreate.provenance import queries as provenance


def card(contribution: Contribution, call: Call) -> Card:
    """What the card of a public contribution shows, in the present language, to whomever: nothing of its reader."""
    code = language()
    in_english = code == "en"
    path = f"{'/en' if in_english else ''}/contributions/{contribution.number}"
    return Card(
        site=str(site().title),
        call=call.title_en if in_english and call.title_en else call.title,
        words=contribution.body,
        by=byline(contribution),
        knots=queries.of(contribution, call, is_own=False).knots,
        url=settings().base_url + settings().path_prefix + path,
        invitation=_("See how it travelled"),
        language=code,
        written=_written(contribution, call),
    )


def _written(contribution: Contribution, call: Call) -> str:
    """The words of the published outcome that came from it, or "" when none did."""
    if call.stage is not Stage.PUBLISHED:
        return ""
    traces = provenance.of_contributions([(call.id, contribution.id)]).get(contribution.id, [])
    return str(traces[0].placement.quote["exact"]) if traces else ""
