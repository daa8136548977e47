"""A year as twelve little sheets of weeks, the way a wall calendar shows it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date

from cocreate.calendars.rules import Calendar, Day
from cocreate.core.i18n import _, language


@dataclass(frozen=True)
class Cell:
    """One day of a sheet; `special` is what makes it differ from its week."""

    day: date
    is_workday: bool
    special: Day | None
    is_entered: bool
    is_today: bool

    @property
    def name(self) -> str:
        """Why the day differs, in the reader's language."""
        if self.special is None:
            return ""
        return (self.special.name_en if language() == "en" else "") or self.special.name

    @property
    def said(self) -> str:
        """What the day is, for those who do not see its colour."""
        if self.special is None:
            return ""
        word = _("working day") if self.is_workday else _("day off")
        return f"{word} · {self.name}" if self.name else word


@dataclass(frozen=True)
class Month:
    """One sheet: its name, and weeks of seven cells, None where another month stands."""

    name: str
    weeks: list[list[Cell | None]]
    workdays: int


def months(year: int, days: Calendar, today: date) -> list[Month]:
    """The twelve sheets of a year."""
    return [_month(year, number, days, today) for number in range(1, 13)]


def weekdays() -> list[tuple[str, str]]:
    """Short and long names of the days of a week, from Monday on."""
    week = [date(2024, 1, day) for day in range(1, 8)]
    pattern = "EEEEE" if language() == "zh" else "EEEEEE"
    return [(format_date(day, pattern), format_date(day, "EEEE")) for day in week]


def _month(year: int, number: int, days: Calendar, today: date) -> Month:
    weeks = [
        [_cell(day, days, today) if day.month == number else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    worked = sum(cell is not None and cell.is_workday for week in weeks for cell in week)
    return Month(format_date(date(year, number, 1), "LLLL"), weeks, worked)


def _cell(day: date, days: Calendar, today: date) -> Cell:
    return Cell(day, days.is_workday(day), days.find(day), day in days.entered, day == today)


def said_changes(changes: Any) -> list[tuple[Any, str]]:
    """The latest changes of the calendar, each with a sentence."""
    return [(change, _sentence(change.act, change.said)) for change in changes]


def _sentence(act: str, said: dict[str, Any]) -> str:
    years = ", ".join(map(str, said.get("years", ())))
    if act == "set":
        return (
            _("%(day)s is a working day.", day=said["day"])
            if said["is_workday"]
            else _("%(day)s is a day off.", day=said["day"])
        )
    if act == "remove":
        return _("%(day)s is no longer entered here.", day=said["day"])
    if act == "enter":
        return _("%(years)s was entered in full, with %(days)s days.", years=years, days=said["days"])
    return _("%(years)s was taken out.", years=years)
