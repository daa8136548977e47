"""The calendar in force, and what is written down of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from cocreate.calendars.models import CalendarChange, CalendarDay, CalendarYear
from cocreate.calendars.rules import Calendar, Day
from cocreate.core.db import db

KEPT = "cocreate.calendar"


def current() -> Calendar:
    """The calendar in force. Each transaction asks once which version that is; the days are read when it is another."""
    found = db.session.info.get(KEPT)
    if found is None:
        found = db.session.info[KEPT] = _of_version(_version())
    return cast(Calendar, found)


def _version() -> tuple[int, int | None]:
    row = db.session.execute(sa.select(sa.func.count(), sa.func.max(CalendarChange.id))).one()
    return row[0], row[1]


def _of_version(version: tuple[int, int | None]) -> Calendar:
    kept: dict[Any, Calendar] = current_app.extensions.setdefault(KEPT, {})
    calendar = kept.get(version)
    if calendar is None:
        calendar = read() if version[0] else Calendar()
        kept.clear()
        kept[version] = calendar
    return calendar


def read() -> Calendar:
    """The calendar as its rows stand, in two statements."""
    days = db.session.scalars(sa.select(CalendarDay))
    years = db.session.scalars(sa.select(CalendarYear))
    entered = {row.day: Day(row.day, row.is_workday, row.name, row.name, row.source) for row in days}
    return Calendar(entered, {row.year: row.source for row in years})


def changes(limit: int = 20) -> Sequence[CalendarChange]:
    """Who changed the calendar last, the latest first."""
    return db.session.scalars(sa.select(CalendarChange).order_by(CalendarChange.id.desc()).limit(limit)).all()


def forget() -> None:
    """The present transaction has changed the calendar: ask anew."""
    db.session.info.pop(KEPT, None)


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_rollback")
def _ended(session: Session) -> None:
    session.info.pop(KEPT, None)
