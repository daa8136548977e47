"""One knot of a thread: what happened or is to come, when, and what to know about it; and the order they stand in."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


class KnotState(enum.StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    BROKEN = "broken"


@dataclass(frozen=True)
class Knot:
    """One step on the way: when it was (or will be, in words), what to know about it, where to read on.

    A step that `is_minor` is left out where there is room for a few only. `at` orders those whose `when` is in words."""

    title: str
    state: KnotState
    when: datetime | str | None = None
    note: str | None = None
    url: str | None = None
    is_minor: bool = False
    at: date | None = None

    @property
    def place(self) -> tuple[int, str]:
        """Its place among others: what has happened by its time, then what goes on, then what is to come."""
        time = self.when if isinstance(self.when, datetime) else self.at
        rank = {KnotState.NOW: 1, KnotState.NEXT: 2}.get(self.state, 0)
        return rank, time.isoformat() if time else LAST


LAST = "9999"


def in_order(knots: Iterable[Knot]) -> list[Knot]:
    """As it happened; those of one time stay as they are."""
    return sorted(knots, key=lambda knot: knot.place)
