"""By which day answers are due: what was promised stands, what is counted follows the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cocreate.calendars.rules import Calendar, Day
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Stage
from tests.factories import make_agency, make_call


def local(*day: int) -> datetime:
    """The end of a local day in Shanghai."""
    return datetime(*day, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "days", "due", "provisional", "before"),
    [
        ({"answers_by": local(2026, 12, 1)}, 30, date(2026, 12, 1), None, None),
        ({"answers_by": local(2027, 3, 1)}, 30, date(2027, 3, 1), None, None),  # promised, not counted
        (
            {"answers_by": local(2026, 12, 9), "answers_first_by": local(2026, 12, 1)},
            30,
            date(2026, 12, 9),
            None,
            date(2026, 12, 1),
        ),
        ({}, 5, date(2026, 11, 27), None, None),
        ({}, 30, date(2027, 1, 4), 2027, None),
    ],
)
def test_the_last_day_for_answers(
    db_session: Any, changes: dict[str, Any], days: int, due: date, provisional: int | None, before: date
) -> None:
    call = make_call(
        agency=make_agency(answer_days=days), stage=Stage.ANSWERING, closed_at=local(2026, 11, 19), **changes
    )
    found = answer_deadline(call, Calendar())
    assert found is not None
    assert (found.day, found.provisional, found.extended_from) == (due, provisional, before)


def test_nothing_is_due_before_the_close(db_session: Any) -> None:
    assert answer_deadline(make_call(), Calendar()) is None


def test_a_counted_day_follows_the_calendar(db_session: Any) -> None:
    call = make_call(agency=make_agency(answer_days=5), stage=Stage.ANSWERING, closed_at=local(2026, 11, 19))
    off = Calendar({date(2026, 11, 25): Day(date(2026, 11, 25), False)})
    assert answer_deadline(call, off).day == date(2026, 11, 30)  # type: ignore[union-attr]
