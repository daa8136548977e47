"""How an answer is shown: its parts with their names, and a call's answers as one bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cocreate.core.i18n import _, day
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import DEGREES, Group, by_group

WAITING = "waiting"


def parts(answer: Disposition) -> list[tuple[str, str]]:
    """What an answer says, as (name, text), in reading order; empty parts are left out."""
    found = [
        (_("What is done"), answer.measure),
        (_("Reason") if not answer.imported else _("Reply"), answer.reason),
        (_("Covered by"), answer.reference),
        (_("Since"), answer.since),
        (_("Passed on to"), answer.passed_to),
        (_("Looked at again on"), day(answer.review_date) if answer.review_date else ""),
    ]
    return [(name, text) for name, text in found if text]


def segments(by_degree: Mapping[str, int], due: int, address: Any) -> list[tuple[str, Any, int, str | None]]:
    """The bar of a call, as the macro takes it: it always adds up to all `due` ones, unanswered ones included.

    `address` gives the address that shows one degree, or None."""
    shown = [
        (key, degree.name, by_degree.get(key, 0), address(key))
        for key, degree in DEGREES.items()
        if degree.group is not None or by_degree.get(key)
    ]
    rest = due - sum(by_degree.values())
    return [*shown, (WAITING, _("Not answered yet"), rest, None)] if rest > 0 else shown


def totals(by_degree: Mapping[str, int]) -> list[tuple[str, int]]:
    """The counts of the official table: adopted, in part, not adopted, and imported ones where there are any."""
    groups = by_group(by_degree)
    names = {
        Group.ADOPTED: _("Adopted"),
        Group.IN_PART: _("Adopted in part"),
        Group.NOT_ADOPTED: _("Not adopted"),
    }
    found = [(name, groups[group]) for group, name in names.items()]
    return [*found, (_("Answered (imported)"), groups[None])] if groups.get(None) else found
