"""Working days: the official calendar day by day, counting there and back, and which dates may still move."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cocreate.calendars.rules import Calendar, Day, check_whole, library, statutory

PLAIN = Calendar()
MONDAY = date(2026, 11, 23)
SATURDAY = date(2026, 11, 28)
days = st.dates(date(2023, 1, 1), date(2028, 12, 31))


def entered(*changed: tuple[date, bool], **more: object) -> Calendar:
    """A calendar in which an administrator entered these days."""
    return Calendar({day: Day(day, works, "改") for day, works in changed}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a make-up Saturday
        (date(2026, 2, 17), False),
        (date(2026, 2, 14), True),  # made up for before the holiday
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
        (date(2026, 1, 4), True),  # a Sunday that is worked
        (date(2027, 2, 8), False),  # statutory, though the year is not announced
        (date(2027, 2, 20), False),  # a Saturday: nobody knows yet what is made up for
        (date(2150, 1, 1), True),  # beyond the library only the week counts
    ],
)
def test_working_days_by_the_official_calendar(day: date, works: bool) -> None:
    assert PLAIN.is_workday(day) is works


def test_what_an_administrator_entered_is_above_the_library() -> None:
    calendar = entered((date(2026, 10, 10), False), (MONDAY, False), (SATURDAY, True))
    assert not calendar.is_workday(date(2026, 10, 10))
    assert not calendar.is_workday(MONDAY)
    assert calendar.is_workday(SATURDAY)
    assert not calendar.is_workday(date(2026, 10, 1)), "the library still says the rest"


def test_a_year_entered_in_full_asks_the_library_no_more() -> None:
    calendar = entered((date(2027, 2, 5), False), complete={2027: "notice"})
    assert not calendar.is_workday(date(2027, 2, 5))
    assert calendar.is_workday(date(2027, 6, 9)), "the library's Dragon Boat Festival is not in the list"
    assert [one.day for one in calendar.special(2027)] == [date(2027, 2, 5)]


def test_counting() -> None:
    assert PLAIN.between(date(2026, 11, 23), date(2026, 11, 29)) == 5
    assert PLAIN.between(date(2026, 11, 29), date(2026, 11, 23)) == 0
    assert PLAIN.add(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert PLAIN.add(SATURDAY, 0) == SATURDAY
    with pytest.raises(ValueError, match="forward"):
        PLAIN.add(MONDAY, -1)


@pytest.mark.parametrize(
    ("last", "left"),
    [
        (date(2026, 11, 23), 0),
        (date(2026, 11, 24), 1),
        (date(2026, 11, 28), 4),  # a Saturday
        (date(2026, 11, 30), 5),
        (date(2026, 11, 20), -1),
        (date(2026, 11, 22), -1),  # a Sunday: today is one working day late
        (date(2026, 11, 19), -2),
    ],
)
def test_working_days_left(last: date, left: int) -> None:
    assert PLAIN.left(MONDAY, last) == left


def test_on_a_weekend_after_the_last_day_it_is_late_not_due_today() -> None:
    assert PLAIN.left(SATURDAY, date(2026, 11, 27)) == -1


@given(start=days, count=st.integers(0, 120))
@example(start=date(2025, 12, 31), count=3)
@example(start=date(2026, 9, 30), count=7)
@example(start=date(2026, 2, 13), count=1)
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    end = PLAIN.add(start, count)
    assert PLAIN.between(start + timedelta(days=1), end) == count
    assert count == 0 or PLAIN.is_workday(end)
    assert PLAIN.left(start, end) == count


@given(first=days, middle=days, last=days)
def test_counts_add_up(first: date, middle: date, last: date) -> None:
    first, middle, last = sorted((first, middle, last))
    rest = PLAIN.between(middle + timedelta(days=1), last)
    assert PLAIN.between(first, middle) + rest == PLAIN.between(first, last)


@given(start=days, count=st.integers(1, 60), day=days, works=st.booleans())
def test_an_entered_day_moves_a_deadline_by_what_it_is(
    start: date, count: int, day: date, works: bool
) -> None:
    before, after = PLAIN.add(start, count), entered((day, works)).add(start, count)
    if works == PLAIN.is_workday(day) or day <= start or (day > before and not works):
        assert after == before
    elif works:
        assert after <= before
    else:
        assert after > before


@given(start=days, count=st.integers(0, 90))
def test_a_deadline_is_provisional_when_it_passes_a_year_that_is_not_announced(
    start: date, count: int
) -> None:
    deadline = PLAIN.deadline(start, count)
    passed = range(start.year, deadline.day.year + 1)
    assert deadline.provisional == next((year for year in passed if year > 2026), None)
    assert (deadline.may_move() is None) is (deadline.provisional is None)


def test_a_year_that_was_entered_is_announced() -> None:
    assert not PLAIN.is_announced(2027)
    assert PLAIN.deadline(date(2026, 12, 20), 30).provisional == 2027
    calendar = Calendar(complete={2027: ""})
    assert calendar.deadline(date(2026, 12, 20), 30).provisional is None
    assert calendar.deadline(date(2027, 12, 20), 30).provisional == 2028


def test_the_library_is_cut_by_years() -> None:
    assert {one.day.year for year in (2023, 2026, 2027) for one in library(year).values()} == {
        2023,
        2026,
        2027,
    }
    assert library(1999) == {} == library(2101)


def test_a_list_that_ends_too_early_is_no_whole_year() -> None:
    whole = dict.fromkeys(statutory(2027), False)
    assert check_whole(2027, whole) == []
    until_june = {day: works for day, works in whole.items() if day.month < 7}
    assert len(check_whole(2027, until_june)) == 2, "Mid-Autumn and National Day"
    assert check_whole(2027, whole | {date(2027, 10, 1): True}), "a day off that is said to be worked"
