"""When a warning is due and what colour a card has: pure, by working days left."""

from __future__ import annotations

import enum
from datetime import date

from cocreate.core.i18n import Sentence, _l

SOON = 3  # working days before the last one
YELLOW_OVER = 1  # working days over the date after which the card turns red
ALERT_DAYS = 60
LIMIT_MONTHS = 3


class Card(enum.StrEnum):
    """What a supervisor sees: yellow from three working days before the date, red from the second one after it."""

    YELLOW = "yellow"
    RED = "red"


class Warn(enum.StrEnum):
    """A warning, sent once for each date it is about."""

    SOON = "soon"
    TODAY = "today"
    OVER = "over"
    RED = "red"
    UNACCEPTED = "unaccepted"
    WAITING = "waiting"  # unanswered for 60 days
    LIMIT = "limit"  # unanswered for three months


CARD_NAMES: dict[Card, Sentence] = {Card.YELLOW: _l("Yellow card"), Card.RED: _l("Red card")}


def warning(left: int) -> Warn | None:
    """The warning for so many working days left; negative when the date has passed."""
    if left < -YELLOW_OVER:
        return Warn.RED
    if left < 0:
        return Warn.OVER
    if left == 0:
        return Warn.TODAY
    return Warn.SOON if left <= SOON else None


def card(left: int) -> Card | None:
    """The card for so many working days left."""
    if left < -YELLOW_OVER:
        return Card.RED
    return Card.YELLOW if left <= SOON else None


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("a month has at least 28 days")
