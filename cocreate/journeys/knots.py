"""One knot of a thread: what happened or is to come, when, and what to know about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class KnotState(enum.StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    BROKEN = "broken"


@dataclass(frozen=True)
class Knot:
    """One step on the way: when it was (or will be, in words), what to know about it, where to read on.

    A step that `is_minor` is left out where there is room for a few only."""

    title: str
    state: KnotState
    when: datetime | str | None = None
    note: str | None = None
    url: str | None = None
    is_minor: bool = False
