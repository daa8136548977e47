"""What a scorecard counts, and how: figures of heaps of contributions that fared alike (docs/scorecard.md)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cocreate.calendars.rules import Calendar
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.milestones.rules import Results, summed
from cocreate.outcomes.rules import Group

COMPARED_FROM = 5  # fewer cases say nothing about an agency, and might tell who they were
LONGEST = 5 * 366  # days of a period
REASON_LIMIT = 300
LEAST_LETTERS = 4


@dataclass(frozen=True)
class Period:
    """Local days, both counted."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first day of each month that the period touches, in order."""
        numbers = range(_month(self.first), _month(self.last) + 1)
        return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def last_year(today: date) -> Period:
    """The month of today and the eleven before it, until today."""
    number = _month(today) - 11
    return Period(date(number // 12, number % 12 + 1, 1), today)


def period(first: date | None, last: date | None, today: date) -> Period:
    """The period asked for, the last year where nothing is said. Invalid, by field, when there is no such period."""
    end = today if last is None else last
    start = last_year(end).first if first is None else first
    if start > end:
        raise Invalid(_l("The first day comes after the last one."), "from")
    if (end - start).days > LONGEST:
        raise Invalid(_l("Please choose a period of at most five years."), "from")
    if start > today:
        raise Invalid(_l("This period has not begun yet."), "from")
    return Period(start, min(end, today))


class Heap(NamedTuple):
    """Contributions to one call that came on one day and were answered on one day, or not yet, by the same roll-up.

    `is_valid` says that the gate asks for an answer. `group` is None while unanswered, and for imported replies."""

    call_id: int
    received_on: date
    is_valid: bool
    answered_on: date | None
    group: Group | None
    size: int


@dataclass(frozen=True)
class Term:
    """By when answers to a call are due: one last day for all, or so many working days after each came; or not yet."""

    last_day: date | None = None
    days: int | None = None


class Workdays:
    """Working days from `first` to `last`, counted once, so that any number of spans can be asked for."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self._worked = [day for day in days if calendar.is_workday(day)]

    def after(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; 0 when `end` is not later."""
        if end <= start:
            return 0
        one = timedelta(days=1)
        return bisect_left(self._worked, end + one) - bisect_left(self._worked, start + one)


@dataclass(frozen=True)
class Month:
    """Contributions that came in one month: answered in time, of all that are answered or past their day."""

    first: date
    in_time: int = 0
    judged: int = 0


@dataclass(frozen=True)
class Figures:
    """The figures of one agency and all below it, for one period."""

    received: int = 0
    valid: int = 0
    answered: int = 0
    in_time: int = 0
    overdue: int = 0
    reopened: int = 0
    median_days: float | None = None
    waiting_since: date | None = None
    groups: Mapping[Group | None, int] = field(default_factory=dict)
    results: Results = field(default_factory=Results)
    months: Sequence[Month] = ()

    @property
    def waiting(self) -> int:
        """Valid and not answered yet, whether their day has come or not."""
        return self.valid - self.answered

    @property
    def judged(self) -> int:
        """Those of which it is known whether they were answered in time."""
        return self.answered + self.overdue

    @property
    def classified(self) -> int:
        """Answers that say how far a contribution was adopted; imported replies do not."""
        return self.answered - self.groups.get(None, 0)

    def waiting_days(self, today: date) -> int | None:
        """For how many days the one that has waited longest has waited; None when none waits."""
        return (today - self.waiting_since).days if self.waiting_since else None


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1; None when there are too few to compare."""
    return part / whole if whole >= COMPARED_FROM else None


def is_past(heap: Heap, term: Term, workdays: Workdays, day: date) -> bool:
    """Whether on this day the last day for answers to these lies behind; never while no day is set."""
    if term.last_day is not None:
        return day > term.last_day
    if term.days is None or day <= heap.received_on:
        return False
    # The due day itself still counts, and what follows it before the next working day does not.
    return workdays.after(heap.received_on, day - timedelta(days=1)) >= term.days


@dataclass
class Tally:
    """The heaps of one call added up, so that several lines of a scorecard can use them."""

    received: int = 0
    count: Counter[str] = field(default_factory=Counter)
    groups: Counter[Group | None] = field(default_factory=Counter)
    by_days: Counter[int] = field(default_factory=Counter)  # working days to the answer
    by_month: Counter[tuple[date, str]] = field(default_factory=Counter)
    oldest: date | None = None


def tally(heaps: Iterable[Heap], term: Term, workdays: Workdays, today: date) -> Tally:
    """The heaps of one call, added up."""
    found = Tally()
    for heap in heaps:
        found.received += heap.size
        if not heap.is_valid:
            continue
        month = heap.received_on.replace(day=1)
        for mark in _marks(heap, term, workdays, today):
            found.count[mark] += heap.size
            found.by_month[month, mark] += heap.size
        if heap.answered_on is None:
            found.oldest = min(found.oldest or heap.received_on, heap.received_on)
        else:
            found.groups[heap.group] += heap.size
            found.by_days[workdays.after(heap.received_on, heap.answered_on)] += heap.size
    return found


def _marks(heap: Heap, term: Term, workdays: Workdays, today: date) -> tuple[str, ...]:
    late = is_past(heap, term, workdays, heap.answered_on or today)
    if heap.answered_on is None:
        return ("valid", "overdue") if late else ("valid",)
    return ("valid", "answered") if late else ("valid", "answered", "in_time")


def figures(
    tallies: Sequence[Tally],
    *,
    said: Sequence[tuple] = (),
    reopened: int = 0,
    months: Sequence[date] = (),
) -> Figures:
    """All figures of these calls; `said` are rows (answer, rating, how many) about promises."""
    count: Counter[str] = Counter()
    groups: Counter[Group | None] = Counter()
    by_days: Counter[int] = Counter()
    by_month: Counter[tuple[date, str]] = Counter()
    for one in tallies:
        count.update(one.count)
        groups.update(one.groups)
        by_days.update(one.by_days)
        by_month.update(one.by_month)
    return Figures(
        received=sum(one.received for one in tallies),
        valid=count["valid"],
        answered=count["answered"],
        in_time=count["in_time"],
        overdue=count["overdue"],
        reopened=reopened,
        median_days=median(by_days),
        waiting_since=min((one.oldest for one in tallies if one.oldest), default=None),
        groups=dict(groups),
        results=summed(said),
        months=[
            Month(first, by_month[first, "in_time"], by_month[first, "answered"] + by_month[first, "overdue"])
            for first in months
        ],
    )


def median(counts: Mapping[int, int]) -> float | None:
    """The middle of so many values (value → how often), the mean of the two middle ones of an even number; None of none."""
    total = sum(counts.values())
    if not total:
        return None
    places = ((total - 1) // 2, total // 2)
    found, passed = [], 0
    for value in sorted(counts):
        found += [value for place in places if passed <= place < passed + counts[value]]
        passed += counts[value]
    return sum(found) / 2


def checked_reason(reason: str) -> str:
    """Why a scorecard is opened or closed, without blanks around it. Invalid when it says nothing or is too long."""
    reason = " ".join(reason.split())
    if sum(map(str.isalnum, reason)) < LEAST_LETTERS:
        raise Invalid(_l("Please say in a sentence why. It stands beside the scorecard."), "reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=REASON_LIMIT), "reason")
    return reason
