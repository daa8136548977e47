"""Working days: which days are worked, how they are counted, and whether a date may still move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays

from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l

FIRST_YEAR, LAST_YEAR = 2000, 2100
LIBRARY = "library"
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day that differs from its week; `source` is "library", or what an administrator named."""

    day: date
    is_workday: bool
    name: str = ""
    name_en: str = ""
    source: str = LIBRARY

    @property
    def kind(self) -> str:
        return "workday" if self.is_workday else "holiday"


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due; `provisional` is the year not announced yet that it was counted through."""

    day: date
    provisional: int | None = None
    extended_from: date | None = None

    def may_move(self) -> Sentence | None:
        """What to say beside the day while it may still move."""
        if self.provisional is None:
            return None
        return _l(
            "The calendar of %(year)s is not announced yet; this date may move.", year=str(self.provisional)
        )


@cache
def library(year: int) -> Mapping[date, Day]:
    """What the library knows of a year: days off, and weekend days that are worked instead."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    # Days off at the turn of the year are made up for in December before.
    years = [year, year + 1]
    chinese: Any = holidays.country_holidays("CN", years=years, language="zh_CN")
    english: Any = holidays.country_holidays("CN", years=years, language="en_US")
    off = (Day(day, False, chinese[day], english[day]) for day in chinese)
    made_up = (Day(day, True, "补班", "Make-up working day") for day in chinese.weekend_workdays)
    return {one.day: one for one in (*off, *made_up) if one.day.year == year}


@cache
def statutory(year: int) -> Mapping[date, str]:
    """The days off that the law names, with their Chinese names, without those that are moved for them."""
    named = holidays.country_holidays("CN", years=year, language="zh_CN", observed=False)
    return {day: name for day, name in named.items() if "调休" not in name}


@cache
def _announced() -> frozenset[int]:
    return frozenset(holidays.country_holidays("CN").special_public_holidays)


def is_in_library(year: int) -> bool:
    """Whether the library holds the year as the State Council announced it, and not the statutory days alone."""
    return year in _announced()


@dataclass(frozen=True)
class Calendar:
    """The working days of an installation: what administrators `entered`, above what the library knows.

    Years in `complete` were entered in full; the library is not asked for them."""

    entered: Mapping[date, Day] = field(default_factory=dict)
    complete: Mapping[int, str] = field(default_factory=dict)

    def find(self, day: date) -> Day | None:
        """What is special about a day, or None on a day like any other of its week."""
        found = self.entered.get(day)
        if found is not None or day.year in self.complete:
            return found
        return library(day.year).get(day)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        special = self.find(day)
        return special.is_workday if special is not None else day.weekday() < 5

    def special(self, year: int) -> list[Day]:
        """The days of a year that differ from their week, in order."""
        known = () if year in self.complete else library(year)
        days = {*known, *(day for day in self.entered if day.year == year)}
        return [found for day in sorted(days) if (found := self.find(day)) is not None]

    def is_announced(self, year: int) -> bool:
        """Whether the official arrangement of a year is known, from administrators or from the library."""
        return year in self.complete or is_in_library(year)

    def between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both counted; 0 when last is before first."""
        return sum(self.is_workday(day) for day in _days(first, last))

    def add(self, start: date, count: int) -> date:
        """The day on which `count` working days after `start` are full; `start` itself is not counted.

        With 0 it is `start`. ValueError for a negative count."""
        if count < 0:
            raise ValueError("working days are counted forward")
        day = start
        while count > 0:
            day += ONE
            count -= self.is_workday(day)
        return day

    def left(self, today: date, last: date) -> int:
        """Working days until the last day, today not counted; negative, at least by one, once it has passed."""
        if last >= today:
            return self.between(today + ONE, last)
        return -max(1, self.between(last + ONE, today))

    def provisional(self, first: date, last: date) -> int | None:
        """The first year from `first` to `last` that is not announced yet, or None."""
        years = range(first.year, last.year + 1)
        return next((year for year in years if not self.is_announced(year)), None)

    def deadline(self, start: date, count: int) -> Deadline:
        """The day on which `count` working days after `start` are full, and whether it may still move."""
        day = self.add(start, count)
        return Deadline(day, self.provisional(start, day))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def check_whole(year: int, days: Mapping[date, bool]) -> list[Sentence]:
    """Why these days (date → is worked) can't be a whole year; empty when they can.

    A list that ends too early would make days off of working days, so it has to name each statutory day off that does
    not fall on a weekend."""
    missing = [
        (day, name)
        for day, name in sorted(statutory(year).items())
        if day.weekday() < 5 and days.get(day, True)
    ]
    return [
        _l(
            "The list of %(year)s does not name %(day)s (%(name)s) as a day off. A whole year names them all.",
            year=str(year),
            day=day.isoformat(),
            name=name,
        )
        for day, name in missing
    ]


def check_day(day: date) -> None:
    """Invalid for a day that no calendar of this platform holds."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(
            _l("Please give a day from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(LAST_YEAR)),
            "day",
        )
