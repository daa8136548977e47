"""The days that administrators entered into the calendar, the years they entered in full, and who changed what."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model
from cocreate.core.ids import new_id


class CalendarDay(Model):
    """One day that differs from its week: a holiday, or a make-up working day; `source` names the official document."""

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(sa.String(60), default="")
    source: Mapped[str] = mapped_column(sa.String(200), default="")


class CalendarYear(Model):
    """A year that was entered in full: only its rows and the weekends count, whatever the library knows."""

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(sa.String(200), default="")


class CalendarChange(Model):
    """That somebody changed the calendar: the latest one is the calendar's version. `said` holds what was done."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("user.id"))
    act: Mapped[str] = mapped_column(sa.String(20))
    said: Mapped[dict] = mapped_column(default=dict)
