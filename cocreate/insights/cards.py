"""Puts a scorecard together: the figures of an agency with all below it, and of each agency directly below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency
from cocreate.calendars import queries as calendars
from cocreate.calendars.rules import Calendar
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.policy import may, require
from cocreate.insights import queries, rules
from cocreate.insights.queries import Scope
from cocreate.insights.rules import Figures, Heap, Period, Tally, Term, Workdays


@dataclass(frozen=True)
class Row:
    """One line of a scorecard: an agency with all below it, or, where `is_own`, its own calls without those below."""

    agency: Agency
    figures: Figures
    is_own: bool = False


@dataclass(frozen=True)
class Card:
    """A scorecard: the whole, and its parts in the order of the tree."""

    scope: Scope
    period: Period
    today: date
    counted_at: datetime
    whole: Figures
    rows: Sequence[Row]
    hidden: int  # agencies below that this reader may not see by themselves; the whole holds them


def of(actor: Actor, scope: Scope, period: Period) -> Card:
    """The scorecard of an agency; at most ten statements whatever it holds. Denied where it is not open to the actor."""
    require(actor, "scorecard.read", scope)
    count = _counter(scope, period)
    below = [one for one in accounts.agencies([scope.path]) if one.parent_id == scope.agency.id]
    seen = [one.agency for one in queries.scopes(below) if may(actor, "scorecard.read", one)]
    rows = [Row(one, count(one.path, with_below=True)) for one in seen]
    own = Row(scope.agency, count(scope.path, with_below=False), is_own=True)
    if own.figures.received or not rows:
        rows.insert(0, own)
    whole = count(scope.path, with_below=True)
    return Card(scope, period, accounts.local_today(), now(), whole, rows, len(below) - len(seen))


def _counter(scope: Scope, period: Period) -> Callable[..., Figures]:
    """A function that counts one line, over rows that were read and added up once."""
    calls = {call.id: call for call in queries.calls_of(scope.path)}
    tallies = _tallies(calls, queries.heaps(scope.path, period), period)
    reopened, said = queries.reopened(scope.path, period), queries.said(scope.path, period)

    def count(path: str, *, with_below: bool) -> Figures:
        chosen = [
            key
            for key, call in calls.items()
            if call.agency_path == path or (with_below and call.agency_path.startswith(path))
        ]
        return rules.figures(
            [tallies[key] for key in chosen if key in tallies],
            said=[line for key in chosen for line in said.get(key, ())],
            reopened=sum(reopened.get(key, 0) for key in chosen),
            months=period.months,
        )

    return count


def _tallies(calls: Mapping[int, Call], heaps: Sequence[Heap], period: Period) -> dict[int, Tally]:
    calendar, today = calendars.current(), accounts.local_today()
    last = max((heap.answered_on for heap in heaps if heap.answered_on), default=today)
    workdays = Workdays(calendar, period.first, max(today, last))
    by_call: dict[int, list[Heap]] = {}
    for heap in heaps:
        by_call.setdefault(heap.call_id, []).append(heap)
    return {
        key: rules.tally(found, term(calls[key], calendar), workdays, today) for key, found in by_call.items()
    }


def term(call: Call, calendar: Calendar) -> Term:
    """By when the answers of a call are due; a call that never closes answers each in the agency's working days."""
    deadline = answer_deadline(call, calendar)
    if deadline is not None:
        return Term(last_day=deadline.day)
    return Term() if call.closes_at is not None else Term(days=call.agency.answer_days)
