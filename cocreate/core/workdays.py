"""Working days by the official Chinese calendar, make-up weekends included."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


def is_workday(day: date) -> bool:
    """Whether offices work on this day; a year not announced yet is judged by weekends and statutory days."""
    calendar = _calendar()
    if day in calendar:
        return False
    return day.weekday() < 5 or day in calendar.weekend_workdays


def workdays_between(first: date, last: date) -> int:
    """How many working days there are from `first` to `last`, both counted; 0 when last is before first."""
    return sum(is_workday(first + timedelta(days=n)) for n in range((last - first).days + 1))


def add_workdays(start: date, count: int) -> date:
    """The day on which `count` working days after `start` are full; `start` itself is not counted."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
