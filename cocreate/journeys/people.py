"""All that one person has sent, as threads: what became of it together, what waits for them, and each way so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.core.db import db
from cocreate.core.paging import Page
from cocreate.journeys.marks import marks_by_keys, public_answer
from cocreate.journeys.queries import Journey
from cocreate.journeys.way import way
from cocreate.moderation import queries as moderation
from cocreate.outcomes.models import Disposition, Outcome

ON_THE_WAY = (State.PUBLIC, State.IN_REVIEW)
SHOWN = 20


@dataclass(frozen=True)
class Own:
    """A contribution of the person, its call, and its way so far."""

    contribution: Contribution
    call: Call
    journey: Journey


@dataclass(frozen=True)
class Totals:
    """What became of everything a person has sent, comments left out; the parts add up to `sent`."""

    by_degree: dict[str, int] = field(default_factory=dict)
    waiting: int = 0  # on their way, without an answer that is public
    returned: int = 0  # wait for the person to change something
    ended: int = 0  # withheld or withdrawn

    @property
    def answered(self) -> int:
        return sum(self.by_degree.values())

    @property
    def sent(self) -> int:
        return self.answered + self.waiting + self.returned + self.ended


def totals(user_id: int) -> Totals:
    """The totals of a person, in one statement."""
    statement = (
        sa.select(Contribution.state, Disposition.degree, sa.func.count())
        .select_from(Contribution)
        .outerjoin(Outcome, Outcome.call_id == Contribution.call_id)
        .outerjoin(Disposition, public_answer())
        .where(Contribution.author_id == user_id, Contribution.kind != Kind.COMMENT)
        .group_by(Contribution.state, Disposition.degree)
    )
    degrees: dict[str, int] = {}
    others = {"waiting": 0, "returned": 0, "ended": 0}
    for state, degree, count in db.session.execute(statement):
        if degree:
            degrees[degree] = degrees.get(degree, 0) + count
        elif state is State.RETURNED:
            others["returned"] += count
        else:
            others["waiting" if state in ON_THE_WAY else "ended"] += count
    return Totals(degrees, **others)


def of_person(user_id: int, *, before: int | None = None, limit: int = SHOWN) -> Page[Own]:
    """One page of what a person has sent, the newest first, each with its way; four statements, however many."""
    page = contributions.of_author(user_id, before=before, limit=limit)
    return Page(_with_ways(page.items), page.next_key)


def returned(user_id: int, limit: int = 10) -> list[Contribution]:
    """What was returned to a person for a change, the oldest first: it waits for them."""
    statement = sa.select(Contribution).where(
        Contribution.author_id == user_id, Contribution.state == State.RETURNED
    )
    return list(db.session.scalars(statement.order_by(Contribution.id).limit(limit)))


def _with_ways(rows: list[Contribution]) -> list[Own]:
    if not rows:
        return []
    keys = [(row.call_id, row.id) for row in rows]
    of_calls = calls.by_ids({row.call_id for row in rows})
    beside, decided = marks_by_keys(keys, None), moderation.decisions_by_keys(keys)
    found = []
    for row in rows:
        call = of_calls[row.call_id]
        knots = way(row, call, decided.get(row.id, []), beside[row.id], is_own=True)
        found.append(Own(row, call, Journey(beside[row.id], knots)))
    return found
