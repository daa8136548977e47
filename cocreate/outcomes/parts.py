"""What an answer says, part by part with their names: one rule for pages and files."""

from __future__ import annotations

from cocreate.core.i18n import _, day
from cocreate.outcomes.models import Disposition


def named_parts(answer: Disposition) -> dict[str, tuple[str, str]]:
    """The parts of an answer as field → (name, text), in reading order; empty parts are left out."""
    found = {
        "measure": (_("What is done"), answer.measure),
        "reason": (_("Reason") if not answer.imported else _("Reply"), answer.reason),
        "reference": (_("Covered by"), answer.reference),
        "since": (_("Since"), answer.since),
        "passed_to": (_("Passed on to"), answer.passed_to),
        "review_date": (_("Looked at again on"), day(answer.review_date) if answer.review_date else ""),
    }
    return {field: part for field, part in found.items() if part[1]}


def parts(answer: Disposition) -> list[tuple[str, str]]:
    """What an answer says, as (name, text), in reading order; empty parts are left out."""
    return list(named_parts(answer).values())
