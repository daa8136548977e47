"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# A Tuesday, ten in the morning in Shanghai, no holiday near.
START = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


class StandingClock:
    """Give `now` to cocreate.core.clock.set_clock; `set` and `advance` move it."""

    def __init__(self) -> None:
        self._now = START

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Put it at an aware moment."""
        assert moment.tzinfo, "the clock needs a moment with its time zone"
        self._now = moment.astimezone(UTC)

    def advance(self, **units: float) -> datetime:
        """Move it on by days, hours, minutes, seconds, as timedelta takes them; returns where it stands then."""
        self._now += timedelta(**units)
        return self._now
