"""The answer clock: warns before, on and after the day, each once; shows supervisors their cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app

from cocreate.accounts.queries import local_today
from cocreate.calendars import queries as calendars
from cocreate.calendars.rules import Calendar, Deadline
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.core.clock import now
from cocreate.core.events import emit
from cocreate.core.localtime import end_of, local_day
from cocreate.handling.rules import ACCEPT_DAYS
from cocreate.outcomes import cards, overdue, queries
from cocreate.outcomes.cards import Card, Warn
from cocreate.outcomes.events import DeadlineSignalled
from cocreate.outcomes.overdue import Open, Warned

RUN = "cocreate.clock"
BATCH = 500


def tick() -> int:
    """Look at the clock when an hour has begun since this process last did; the worker calls this all the time."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    if current_app.extensions.get(RUN) == hour:
        return 0
    found = run()
    current_app.extensions[RUN] = hour
    return found


def run() -> int:
    """Give every warning that is due and was not given before; returns how many. Running it again adds nothing."""
    today, calendar = local_today(), calendars.current()
    return _of_calls(today, calendar) + _of_assignments(today, calendar) + _of_waiting(today)


def _of_calls(today: date, calendar: Calendar) -> int:
    found = {call.id: call for call in overdue.answering()}
    due = contributions.figures(found)
    done = queries.answered(list(found))
    warned = []
    for call in found.values():
        deadline = answer_deadline(call, calendar)
        kind = cards.warning(calendar.left(today, deadline.day)) if deadline else None
        if kind is not None and deadline is not None:
            left = max(due[call.id].due - done.get(call.id, 0), 0)
            warned.append(Warned(call.id, kind.value, 0, deadline.day, left))
    return _tell(warned, {call.id: call.agency_id for call in found.values()})


def _of_assignments(today: date, calendar: Calendar) -> int:
    """One event for a department and a day, however many assignments it is about."""
    late = overdue.open_assignments(calendar.add(today, cards.SOON), today - timedelta(days=ACCEPT_DAYS))
    found: dict[tuple[int, int], Open] = {(one.call_id, one.id): one for one in late}
    warned = [one for row in late for one in _about(row, today, calendar)]
    groups: dict[tuple[int, str, int, date], list[int]] = defaultdict(list)
    for call_id, kind, about_id, day in _new(warned):
        groups[call_id, kind, found[call_id, about_id].agency_id, day].append(about_id)
    for (call_id, kind, agency_id, day), ids in sorted(groups.items()):
        emit(DeadlineSignalled(call_id, kind, agency_id, day.isoformat(), len(ids), tuple(sorted(ids))))
    return len(groups)


def _about(row: Open, today: date, calendar: Calendar) -> Iterable[Warned]:
    kind = cards.warning(calendar.left(today, row.due_on))
    if kind is not None:
        yield Warned(row.call_id, kind.value, row.id, row.due_on, 1)
    accept_by = calendar.add(row.given_on, ACCEPT_DAYS)
    if not row.is_accepted and accept_by < today:
        yield Warned(row.call_id, Warn.UNACCEPTED.value, row.id, accept_by, 1)


def _of_waiting(today: date) -> int:
    """The day a warning stands for is the one on which the newest of those who wait too long came, so that another
    one is given when more of them pass the line."""
    lines = {
        Warn.WAITING: today - timedelta(days=cards.ALERT_DAYS),
        Warn.LIMIT: cards.months_before(today, cards.LIMIT_MONTHS),
    }
    warned = [
        Warned(call_id, kind.value, 0, local_day(newest), count)
        for kind, line in lines.items()
        for call_id, count, newest in overdue.unanswered_since(end_of(line))
    ]
    return _tell(warned, {})


def _new(warned: list[Warned]) -> set[tuple[int, str, int, date]]:
    found: set[tuple[int, str, int, date]] = set()
    for start in range(0, len(warned), BATCH):
        found |= overdue.remember(warned[start : start + BATCH], now())
    return found


def _tell(warned: list[Warned], agencies: dict[int, int]) -> int:
    new = _new(warned)
    for one in warned:
        if (one.call_id, one.kind, one.about_id, one.day) in new:
            agency_id = agencies.get(one.call_id, 0)
            emit(DeadlineSignalled(one.call_id, one.kind, agency_id, one.day.isoformat(), one.count))
    return len(new)


@dataclass(frozen=True)
class CallCard:
    """A call whose answers are awaited, as its supervisor sees it."""

    call: Call
    deadline: Deadline | None
    left: int | None
    card: Card | None
    valid: int
    answered: int
    waiting: int  # unanswered for 60 days when the clock last looked
    past_limit: int  # for three months


def call_cards(paths: Collection[str] | None = None) -> list[CallCard]:
    """The calls that wait for their answers, the most pressing first; five statements whatever their number."""
    found = overdue.answering(paths)
    ids = [call.id for call in found]
    due, done = contributions.figures(ids), queries.answered(ids)
    said = overdue.latest_waiting(ids, [Warn.WAITING.value, Warn.LIMIT.value])
    today, calendar = local_today(), calendars.current()

    def count(call: Call, kind: Warn) -> int:
        signal = said.get((call.id, kind.value))
        return signal.count if signal is not None else 0

    def one(call: Call) -> CallCard:
        deadline = answer_deadline(call, calendar)
        left = calendar.left(today, deadline.day) if deadline else None
        waiting, past = count(call, Warn.WAITING), count(call, Warn.LIMIT)
        colour = cards.card(left) if left is not None else None
        colour = Card.RED if past else colour or (Card.YELLOW if waiting else None)
        valid = due[call.id].due
        return CallCard(call, deadline, left, colour, valid, done.get(call.id, 0), waiting, past)

    return sorted(map(one, found), key=_urgency)


def _urgency(card: CallCard) -> Any:
    return (
        card.card is not Card.RED,
        card.card is None,
        card.left if card.left is not None else 999,
        card.call.id,
    )
