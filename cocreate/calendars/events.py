"""What can happen to the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class CalendarChanged(Event):
    """Days of these years are off, or worked, that were not before; what is counted in working days may move."""

    years: tuple[int, ...]
