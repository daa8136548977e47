"""What an entry on behalf of somebody must hold, and when it may still be entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cocreate.contributions.models import Channel, Kind
from cocreate.contributions.rules import check_words
from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l, day

CHANNELS: dict[Channel, Sentence] = {
    Channel.HALL: _l("At the hall"),
    Channel.HOTLINE: _l("By hotline"),
    Channel.MEETING: _l("At a meeting"),
    Channel.MAIL: _l("By letter"),
}
NAME_LIMIT, PHONE_LIMIT, PLACE_LIMIT, ROW_LIMIT = 80, 30, 80, 80
NO_CLAUSE = _l("Please choose a clause of this draft.")


@dataclass(frozen=True)
class Period:
    """First and last day on which a call takes contributions, and the present day."""

    opened: date | None
    last: date | None
    today: date


def problems(
    channel: Channel,
    title: str,
    body: str,
    name: str,
    phone: str,
    place: str,
    received_on: date,
    period: Period,
) -> dict[str, Any]:
    """Reasons by field why this can't be taken; empty when it can."""
    found: dict[str, Any] = {}
    try:
        check_words(Kind.SUGGESTION, title, body)
    except Invalid as refusal:
        found |= refusal.fields
    if channel not in CHANNELS:
        found["channel"] = _l("Please say where it was taken in: hall, hotline, meeting or mail.")
    for field, text, limit in (
        ("name", name, NAME_LIMIT),
        ("phone", phone, PHONE_LIMIT),
        ("place", place, PLACE_LIMIT),
    ):
        if len(text) > limit:
            found[field] = _l("At most %(limit)s characters fit here.", limit=limit)
    if why := late(received_on, period):
        found["received_on"] = why
    return found


def late(received_on: date, period: Period) -> Sentence | None:
    """Why this day of receipt doesn't count; late entry is fine as long as it was received in time."""
    if received_on > period.today:
        return _l("This day has not come yet.")
    if period.opened is not None and received_on < period.opened:
        return _l("The call opened on %(day)s; this was received before.", day=day(period.opened))
    if period.last is not None and received_on > period.last:
        return _l(
            "The call closed on %(day)s. What was received by then can still be entered, what came later can't.",
            day=day(period.last),
        )
    return None
