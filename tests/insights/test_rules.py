"""The rules of scorecards: figures of heaps equal what counting one by one gives; days, terms and periods as tables."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.calendars.rules import Calendar, Day
from cocreate.core.errors import Invalid
from cocreate.insights import rules
from cocreate.insights.rules import Heap, Period, Term, Workdays
from cocreate.milestones.models import Kept
from cocreate.outcomes.rules import Group

FIRST, TODAY = date(2026, 9, 21), date(2026, 11, 24)
# Saturday 26 September is worked, 1 to 7 October are days off.
CALENDAR = Calendar(
    {
        date(2026, 9, 26): Day(date(2026, 9, 26), True),
        **{date(2026, 10, day): Day(date(2026, 10, day), False) for day in range(1, 8)},
    },
    {2026: "test"},
)
DAYS = st.integers(0, (TODAY - FIRST).days).map(lambda number: FIRST + timedelta(days=number))
TERMS = {1: Term(last_day=date(2026, 10, 20)), 2: Term(days=5), 3: Term(), 4: Term(last_day=TODAY)}


@st.composite
def heaps(draw: st.DrawFn) -> Heap:
    received = draw(DAYS)
    answered = draw(st.none() | st.integers(0, 40).map(lambda number: received + timedelta(days=number)))
    group = draw(st.none() | st.sampled_from(Group)) if answered else None
    return Heap(draw(st.sampled_from(sorted(TERMS))), received, draw(st.booleans()), answered, group, 1)


def due(one: Heap) -> date | None:
    term = TERMS[one.call_id]
    return CALENDAR.add(one.received_on, term.days) if term.days is not None else term.last_day


@given(st.lists(heaps(), max_size=40))
def test_figures_equal_counting_one_by_one(rows: list[Heap]) -> None:
    workdays = Workdays(CALENDAR, FIRST, TODAY + timedelta(days=60))
    months = Period(FIRST, TODAY).months
    found = rules.figures(tallies(rows, workdays), months=months)

    valid = [one for one in rows if one.is_valid]
    answered = [one for one in valid if one.answered_on]
    waiting = [one for one in valid if not one.answered_on]
    in_time = [one for one in answered if due(one) is None or one.answered_on <= due(one)]
    overdue = [one for one in waiting if due(one) is not None and due(one) < TODAY]
    took = [CALENDAR.between(one.received_on + timedelta(days=1), one.answered_on) for one in answered]
    assert (found.received, found.valid, found.answered) == (len(rows), len(valid), len(answered))
    assert (found.in_time, found.overdue) == (len(in_time), len(overdue))
    assert found.median_days == (median(took) if took else None)
    assert found.waiting_since == min((one.received_on for one in waiting), default=None)
    assert found.groups == Counter(one.group for one in answered)
    assert found.waiting == len(waiting)
    for month in found.months:
        of_month = [one for one in rows if one.received_on.replace(day=1) == month.first]
        assert month.in_time == sum(one in in_time for one in of_month if one.is_valid)
        assert month.judged == sum((one in answered) or (one in overdue) for one in of_month if one.is_valid)
    assert sum(month.in_time for month in found.months) == found.in_time


def tallies(rows: list[Heap], workdays: Workdays) -> list[rules.Tally]:
    return [
        rules.tally([one for one in gathered(rows) if one.call_id == key], term, workdays, TODAY)
        for key, term in TERMS.items()
    ]


def gathered(rows: list[Heap]) -> list[Heap]:
    """Like ones on one heap, as the database gives them."""
    return [Heap(*key, count) for key, count in Counter(one[:-1] for one in rows).items()]


@pytest.mark.parametrize(
    ("received", "answered", "days", "late"),
    [
        (date(2026, 9, 21), date(2026, 9, 21), 1, False),
        (date(2026, 9, 21), date(2026, 9, 22), 1, False),
        (date(2026, 9, 21), date(2026, 9, 23), 1, True),
        (date(2026, 9, 25), date(2026, 9, 26), 1, False),  # the Saturday that is worked
        (date(2026, 9, 25), date(2026, 9, 27), 1, True),
        (date(2026, 9, 30), date(2026, 10, 8), 1, False),  # the week off
        (date(2026, 9, 30), date(2026, 10, 9), 1, True),
    ],
)
def test_a_term_in_working_days(received: date, answered: date, days: int, late: bool) -> None:
    workdays = Workdays(CALENDAR, FIRST, TODAY)
    heap = Heap(1, received, True, answered, None, 1)
    assert rules.is_past(heap, Term(days=days), workdays, answered) is late


@pytest.mark.parametrize(
    ("counts", "middle"), [({}, None), ({3: 1}, 3), ({1: 1, 4: 1}, 2.5), ({1: 5, 9: 4}, 1), ({0: 2, 7: 3}, 7)]
)
def test_the_median(counts: dict[int, int], middle: float | None) -> None:
    assert rules.median(counts) == middle


def test_shares_of_few_are_not_compared() -> None:
    assert rules.share(4, 4) is None
    assert rules.share(4, 5) == 0.8
    assert rules.share(0, 0) is None


def test_imported_replies_are_answers_without_a_degree() -> None:
    rows = [Heap(3, FIRST, True, FIRST, None, 3), Heap(3, FIRST, True, FIRST, Group.ADOPTED, 2)]
    found = rules.figures([rules.tally(rows, TERMS[3], Workdays(CALENDAR, FIRST, TODAY), TODAY)])
    assert (found.answered, found.classified) == (5, 2)


def test_what_people_said_is_added_up() -> None:
    said = [(Kept.KEPT, 5, 3), (Kept.NOT_KEPT, 1, 2), (Kept.KEPT, 4, 1)]
    found = rules.figures([], said=said)
    assert found.results.kept == {Kept.KEPT: 4, Kept.PARTLY: 0, Kept.NOT_KEPT: 2}
    assert found.results.mean == pytest.approx(3.5)
    assert found.results.is_shown


def test_a_period() -> None:
    assert rules.period(None, None, TODAY) == Period(date(2025, 12, 1), TODAY)
    assert rules.period(None, date(2026, 3, 31), TODAY) == Period(date(2025, 4, 1), date(2026, 3, 31))
    assert rules.period(FIRST, date(2027, 1, 1), TODAY) == Period(FIRST, TODAY)
    assert Period(date(2025, 12, 31), date(2026, 2, 1)).months == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [(TODAY, FIRST), (date(2015, 1, 1), TODAY), (TODAY + timedelta(days=1), TODAY + timedelta(days=2))],
)
def test_a_period_that_is_none(first: date, last: date) -> None:
    with pytest.raises(Invalid):
        rules.period(first, last, TODAY)


@pytest.mark.parametrize("reason", ["", "  ", "。。。。", "好", "字" * 301])
def test_opening_needs_a_reason(reason: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_reason(reason)
