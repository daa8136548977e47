"""Gathers what the pages of scorecards show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.core.policy import may
from cocreate.http.actor import actor
from cocreate.insights import cards, queries, rules
from cocreate.insights.cards import Card
from cocreate.insights.queries import Scope
from cocreate.web.callcards import agency_name
from cocreate.web.insights.forms import AUDIENCES, OpeningForm
from cocreate.web.insights.panels import panels

NO_DAY = _l("Please give days as year, month and day, such as 2026-03-31.")


def readable() -> list[tuple[Scope, str, Sentence]]:
    """The scorecards this reader may see, in the order of the tree, each with its name and to whom it is open."""
    found = queries.scopes(accounts.agencies())
    return [
        (one, agency_name(one.agency), AUDIENCES[one.audience])
        for one in found
        if may(actor(), "scorecard.read", one)
    ]


def card(scope: Scope, args: Mapping[str, str]) -> Card:
    """The scorecard for the period that an address asks for. Invalid when that is none."""
    first, last = _day(args.get("from", ""), "from"), _day(args.get("to", ""), "to")
    return cards.of(actor(), scope, rules.period(first, last, accounts.local_today()))


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(NO_DAY, field) from error


def showing(scope: Scope, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of a scorecard; a period that is none leaves the last year, with the reason above the form."""
    try:
        found, why = card(scope, args), None
    except Invalid as refusal:
        found, why = card(scope, {}), refusal.why
    above = _above(scope)
    return {
        "card": found,
        "agency": agency_name(scope.agency),
        "above": above,
        "why": why,
        "panels": panels(found),
        "audience": AUDIENCES[scope.audience],
        "first": found.period.first.isoformat(),
        "last": found.period.last.isoformat(),
        "compared_from": rules.COMPARED_FROM,
    }


def _above(scope: Scope) -> tuple[str, str] | None:
    """The agency above, by slug and name, where this reader may see its scorecard."""
    parent = queries.parent(scope.agency)
    if parent is None or not may(actor(), "scorecard.read", parent):
        return None
    return parent.agency.slug, agency_name(parent.agency)


def opening(scope: Scope, form: OpeningForm) -> dict[str, Any]:
    """The page on which a scorecard is opened, with every choice made so far."""
    history = [(row, AUDIENCES[row.audience]) for row in queries.openings(scope.agency.id)]
    return {"scope": scope, "agency": agency_name(scope.agency), "form": form, "history": history}
