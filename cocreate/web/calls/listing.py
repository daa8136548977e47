"""Gathers what the list of calls shows."""

from __future__ import annotations

from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.calls import queries as calls
from cocreate.calls.queries import Tab
from cocreate.core.paging import int_key
from cocreate.web.callcards import cards


def listing(tab: Tab, agency: str | None, topic: str | None, after: str | None) -> dict[str, Any]:
    """One page of the calls under a tab; an agency or topic that there is not leaves the list as it is."""
    agencies, topics = accounts.agencies(), calls.topics()
    chosen = next((one for one in agencies if one.slug == agency), None)
    known = topic if topic in topics else ""
    found = calls.listed(
        tab, agency_path=chosen.path if chosen else "", topic=known or "", before=int_key(after)
    )
    return {
        "tab": tab,
        "cards": cards(found.items),
        "next_key": found.next_key,
        "agencies": agencies,
        "topics": topics,
        "filters": {"agency": chosen.slug if chosen else None, "topic": known or None},
    }
