"""Local days and UTC moments: people set dates, the database keeps moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cocreate.core.settings import settings


def start_of(day: date) -> datetime:
    """The moment at which a local day begins."""
    return datetime.combine(day, time(), ZoneInfo(settings().timezone)).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The moment at which a local day is over."""
    return start_of(day + timedelta(days=1))


def local_day(moment: datetime) -> date:
    """The local date of a moment."""
    return moment.astimezone(ZoneInfo(settings().timezone)).date()


def last_day(end: datetime) -> date:
    """The last local day before a moment made by `end_of`: what people call the closing date."""
    return local_day(end - timedelta(seconds=1))
