"""By which day the answers of a call are due: promised, extended, or counted in working days from its close."""

from __future__ import annotations

from cocreate.calendars.rules import Calendar, Deadline
from cocreate.calls.models import Call
from cocreate.core.localtime import last_day, local_day


def answer_deadline(call: Call, calendar: Calendar) -> Deadline | None:
    """The last day for the answers; None while nothing is promised and the call has not closed.

    A day that was promised stands; a counted one follows the calendar, and may still move with it."""
    if call.answers_by is not None:
        before = last_day(call.answers_first_by) if call.answers_first_by else None
        return Deadline(last_day(call.answers_by), extended_from=before)
    if call.closed_at is None:
        return None
    return calendar.deadline(local_day(call.closed_at), call.agency.answer_days)
