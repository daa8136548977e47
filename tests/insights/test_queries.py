"""What the database is asked for scorecards: the figures equal the rows, whatever the rows are, by a fixed number of statements."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from cocreate.contributions.models import Contribution, Kind, State, Validity
from cocreate.contributions.rules import wants_answer
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.localtime import local_day
from cocreate.insights import cards, queries
from cocreate.insights.rules import Figures, Period
from cocreate.outcomes.models import Disposition, Outcome
from cocreate.outcomes.question_models import Reopening
from cocreate.outcomes.rules import DEGREES
from tests.insights.conftest import City

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 9, 1), date(2026, 11, 10))


@pytest.fixture(autouse=True)
def _standing(clock: Any) -> None:
    clock.set(NOW)


def fill(city: City, random: Random) -> None:
    """Calls of all sorts with contributions of all sorts, some just before or after a local midnight."""
    for agency in (city.city, city.housing, city.roads, city.housing):
        published = random.choice([None, NOW - timedelta(days=random.randrange(1, 30))])
        promised = random.choice([None, NOW - timedelta(days=random.randrange(-20, 40))])
        endless = random.random() < 0.3
        dates = {"closes_at": None, "closed_at": None} if endless else {"closed_at": NOW - timedelta(days=45)}
        call = city.call(agency, published_at=published, answers_by=promised, **dates)
        for _ in range(random.randrange(12)):
            midnight = datetime(2026, 9, 1, 16, tzinfo=UTC) + timedelta(days=random.randrange(-3, 80))
            row = city.put(
                call,
                midnight + timedelta(seconds=random.choice([-1, 0, 1, 40_000])),
                state=random.choice(list(State)),
                kind=random.choice([Kind.SUGGESTION, Kind.SUGGESTION, Kind.COMMENT]),
                validity=random.choice([None, Validity.VALID, Validity.OFF_TOPIC]),
            )
            db.session.flush()
            answer(city, row, random)
    db.session.flush()


def answer(city: City, row: Contribution, random: Random) -> None:
    degree = random.choice(list(DEGREES))
    by_itself = row.received_at + timedelta(days=random.randrange(30)) if random.random() < 0.5 else None
    kind = random.randrange(4)
    if kind == 1:
        city.answer(row, degree, published_at=by_itself)
    if kind == 2:  # revised: what was public before stays in the history
        city.answer(row, "planned", published_at=by_itself, is_current=False)
        later = by_itself + timedelta(days=9) if by_itself else None
        city.answer(row, degree, number=2, published_at=later)
        if by_itself:
            db.session.add(
                Reopening(
                    call_id=row.call_id, contribution_id=row.id, answer_number=1, due_on=date(2026, 12, 1)
                )
            )


def by_hand(path: str, is_alone: bool) -> dict[str, Any]:
    """The figures counted row by row, in plain Python."""
    calls = {call.id: call for call in queries.calls_of(path) if not is_alone or call.agency_path == path}
    outcomes = {one.call_id: one for one in db.session.scalars(sa.select(Outcome))}
    calendar = cards.calendars.current()
    count: Counter[str] = Counter()
    took, since, groups = [], [], Counter[Any]()
    for row in db.session.scalars(sa.select(Contribution).where(Contribution.call_id.in_(list(calls)))):
        day = local_day(row.received_at)
        if row.kind is Kind.COMMENT or row.state is State.WITHDRAWN or not PERIOD.first <= day <= PERIOD.last:
            continue
        count["received"] += 1
        if not wants_answer(row.kind, row.state, row.validity):
            continue
        count["valid"] += 1
        versions = db.session.scalars(sa.select(Disposition).filter_by(contribution_id=row.id)).all()
        current = next((one for one in versions if one.is_current), None)
        moments = [one.published_at for one in versions if one.published_at]
        if row.call_id in outcomes and current and not moments:
            moments.append(outcomes[row.call_id].published_at)
        term = cards.term(calls[row.call_id], calendar)
        due = term.last_day or (calendar.add(day, term.days) if term.days else None)
        if moments:
            answered = local_day(min(moments))
            count["answered"] += 1
            count["in_time"] += due is None or answered <= due
            took.append(calendar.between(day + timedelta(days=1), answered))
            groups[DEGREES[current.degree].group] += 1
            count["reopened"] += db.session.query(Reopening).filter_by(contribution_id=row.id).count()
        else:
            since.append(day)
            count["overdue"] += due is not None and due < local_day(NOW)
    took.sort()
    middle = (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2 if took else None
    return {**count, "median_days": middle, "waiting_since": min(since, default=None), "groups": groups}


NAMES = ("received", "valid", "answered", "in_time", "overdue", "reopened")


def told(figures: Figures) -> dict[str, Any]:
    found = {name: getattr(figures, name) for name in NAMES if getattr(figures, name)}
    rest = ("median_days", "waiting_since", "groups")
    return found | {name: getattr(figures, name) for name in rest}


@pytest.mark.parametrize("seed", range(12))
def test_figures_equal_the_rows(city: City, seed: int) -> None:
    fill(city, Random(seed))
    card = cards.of(Actor.system(), queries.scope(city.city.slug), PERIOD)
    lines = [(card.whole, city.city.path, False)]
    lines += [(row.figures, row.agency.path, row.is_own) for row in card.rows]
    for figures, path, is_alone in lines:
        expected = {
            name: value for name, value in by_hand(path, is_alone).items() if value or name not in NAMES
        }
        assert told(figures) == expected


def test_the_cost_does_not_grow(city: City, statements: Any) -> None:
    scope = queries.scope(city.city.slug)

    def cost() -> int:
        db.session.rollback()
        with statements() as seen:
            cards.of(Actor.system(), scope, PERIOD)
        return len(seen)

    fill(city, Random(1))
    db.session.commit()
    few = cost()
    for seed in range(2, 6):
        fill(city, Random(seed))
    db.session.commit()
    assert cost() == few <= 8
