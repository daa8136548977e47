"""What facts have in common: the plain values that a notice keeps of a contribution or a call, and telling an author."""

from __future__ import annotations

from typing import Any

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.notices.service import Tidings, tell
from cocreate.text.excerpt import excerpt

BATCH = 500
TITLE = 40  # characters of a title inside a sentence


def tell_author(row: Contribution, one: Tidings) -> None:
    """Whoever wrote a contribution hears of it, if they have an account."""
    if row.author_id is not None:
        tell({row.author_id: [one]})


def about(row: Contribution) -> dict[str, Any]:
    """The number and the first words of a contribution."""
    return {"number": row.number, "title": excerpt(row.title or row.body, TITLE)}


def of_call(call: Call) -> dict[str, Any]:
    """The slug and both titles of a call."""
    return {"slug": call.slug, "call": call.title, "call_en": call.title_en}
