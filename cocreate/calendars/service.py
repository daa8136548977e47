"""What administrators do with the calendar: enter a day, take one out, enter a whole year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from cocreate.calendars import listing, queries, rules
from cocreate.calendars.events import CalendarChanged
from cocreate.calendars.listing import Line
from cocreate.calendars.models import CalendarChange, CalendarDay, CalendarYear
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require


def set_day(actor: Actor, day: date, is_workday: bool, name: str = "", source: str = "") -> None:
    """Enter one day, whatever the library says of it; what was entered for it before is replaced."""
    require(actor, "calendar.change")
    rules.check_day(day)
    if len(name) > listing.NAME_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=listing.NAME_LIMIT), "name")
    if len(source) > listing.SOURCE_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=listing.SOURCE_LIMIT), "source")
    values = {"is_workday": is_workday, "name": name.strip(), "source": source.strip()}
    new = insert(db.session, CalendarDay).values(day=day, **values)
    db.session.execute(new.on_conflict_do_update(index_elements=["day"], set_=values))
    _changed(actor, "set", [day.year], day=day.isoformat(), is_workday=is_workday)


def remove_day(actor: Actor, day: date) -> None:
    """Take one entered day out, so that its week or the library decides again. NotFound when it was not entered."""
    require(actor, "calendar.change")
    gone = sa.delete(CalendarDay).where(CalendarDay.day == day).returning(CalendarDay.day)
    if db.session.scalar(gone) is None:
        raise NotFound(_l("This day was not entered here."))
    _changed(actor, "remove", [day.year], day=day.isoformat())


def enter(actor: Actor, text: str, source: str = "") -> dict[int, int]:
    """Enter whole years from a list of days: how many days each year has. All or nothing.

    What was entered for these years before is replaced, and they count as announced. BadList names each bad line, or
    the statutory days that a list which ends too early does not hold."""
    require(actor, "calendar.change")
    lines = listing.read(text)
    years = sorted({line.day.year for line in lines})
    wrong = [
        why
        for year in years
        for why in rules.check_whole(
            year, {line.day: line.is_workday for line in lines if line.day.year == year}
        )
    ]
    if wrong:
        raise listing.BadList(wrong)
    _replace(years, lines, source.strip()[: listing.SOURCE_LIMIT])
    counts = {year: sum(line.day.year == year for line in lines) for year in years}
    _changed(actor, "enter", years, days=len(lines), source=source.strip())
    return counts


def withdraw_year(actor: Actor, year: int) -> None:
    """Take out all that was entered of a year. NotFound when it was not entered in full."""
    require(actor, "calendar.change")
    gone = sa.delete(CalendarYear).where(CalendarYear.year == year).returning(CalendarYear.year)
    if db.session.scalar(gone) is None:
        raise NotFound(_l("This year was not entered here."))
    db.session.execute(sa.delete(CalendarDay).where(_within(year)))
    _changed(actor, "withdraw", [year])


def _within(year: int) -> sa.ColumnElement[bool]:
    return CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))


def _replace(years: Sequence[int], lines: Sequence[Line], source: str) -> None:
    db.session.execute(sa.delete(CalendarDay).where(sa.or_(*(_within(year) for year in years))))
    db.session.execute(sa.delete(CalendarYear).where(CalendarYear.year.in_(years)))
    db.session.execute(
        sa.insert(CalendarDay),
        [
            {
                "day": line.day,
                "is_workday": line.is_workday,
                "name": line.name,
                "source": line.source or source,
            }
            for line in lines
        ],
    )
    db.session.execute(sa.insert(CalendarYear), [{"year": year, "source": source} for year in years])


def _changed(actor: Actor, act: str, years: Sequence[int], **said: Any) -> None:
    db.session.add(CalendarChange(by_id=actor.user_id, act=act, said={"years": list(years), **said}))
    db.session.flush()
    queries.forget()
    emit(CalendarChanged(tuple(years)))
