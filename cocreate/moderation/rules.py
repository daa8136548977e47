"""What a decision must hold, where it leads, and how long things may wait."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from cocreate.contributions.models import State
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.moderation.models import Act, Reason

LEASE = timedelta(minutes=15)
DUE_IN: dict[Reason, timedelta] = {
    Reason.NEW: timedelta(hours=24),
    Reason.EDIT: timedelta(hours=24),
    Reason.COMMENT: timedelta(hours=12),
    Reason.REPORT: timedelta(hours=8),
}
DUE_IN_PUBLIC = timedelta(hours=8)  # what is read by everyone already can wait less
LEADS_TO: dict[Act, State] = {
    Act.PUBLISH: State.PUBLIC,
    Act.RETURN: State.RETURNED,
    Act.WITHHOLD: State.WITHHELD,
}
LEAST_TEXT = 8
TEXT_LIMIT = 1000
NOTE_LIMIT = 1000
MOST_AT_ONCE = 50


def due_at(reason: Reason, state: State, opened_at: datetime) -> datetime:
    """By when a case should be decided."""
    wait = DUE_IN[reason]
    return opened_at + (min(wait, DUE_IN_PUBLIC) if state is State.PUBLIC else wait)


def reason_of(kind_is_comment: bool, is_edit: bool) -> Reason:
    """Why a case is opened for what an author sent."""
    if is_edit:
        return Reason.EDIT
    return Reason.COMMENT if kind_is_comment else Reason.NEW


def check_decision(act: Act, rule_key: str, text: str, note: str, known_rules: Collection[str]) -> None:
    """Raise Invalid unless the author would learn which rule was touched, and what to do about it."""
    found: dict[str, Any] = {}
    if act not in LEADS_TO:
        found[""] = _l("Please choose what to do: publish, ask for a change, or withhold.")
    elif act is not Act.PUBLISH:
        if rule_key not in known_rules:
            found["rule_key"] = _l("Please choose the rule that this is about.")
        if len("".join(text.split())) < LEAST_TEXT:
            found["text"] = _l(
                "Please tell the author in a sentence or two what is wrong and what they can do."
            )
    if len(text) > TEXT_LIMIT:
        found["text"] = _l("The text can have at most %(count)s characters.", count=TEXT_LIMIT)
    if len(note) > NOTE_LIMIT:
        found["note"] = _l("The note can have at most %(count)s characters.", count=NOTE_LIMIT)
    if found:
        raise Invalid.of(found)
