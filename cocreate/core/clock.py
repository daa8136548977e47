"""The one clock of the house: nothing else reads the system's time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_clock: Clock = _system


def set_clock(clock: Clock | None) -> None:
    """Put another clock in place (tests do), or the system's again with None."""
    global _clock
    _clock = clock or _system


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _clock()


def today(zone: str = "Asia/Shanghai") -> date:
    """The present date where the installation stands."""
    return now().astimezone(ZoneInfo(zone)).date()


def ticks() -> float:
    """Seconds on a clock that only runs forward, for ages and time-outs inside one process."""
    return time.monotonic()
