"""All that one person has sent, as threads: what became of it together, what waits for them, and each way so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.core.db import db
from cocreate.core.paging import Page
from cocreate.journeys import queries
from cocreate.journeys.addresses import NOWHERE, Addresses
from cocreate.journeys.marks import public_answer
from cocreate.journeys.queries import Journey
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


def of_person(
    user_id: int,
    *,
    before: int | None = None,
    limit: int = SHOWN,
    lead: Callable[[Call], Addresses] = lambda call: NOWHERE,
) -> Page[Own]:
    """One page of what a person has sent, the newest first, each with its whole way; at most eight statements, however
    many. `lead` gives the addresses of a call."""
    page = contributions.of_author(user_id, before=before, limit=limit)
    return Page(_with_ways(user_id, page.items, lead), page.next_key)


def returned(user_id: int, limit: int = 10) -> list[Contribution]:
    """What was returned to a person for a change, the oldest first: it waits for them."""
    statement = sa.select(Contribution).where(
        Contribution.author_id == user_id, Contribution.state == State.RETURNED
    )
    return list(db.session.scalars(statement.order_by(Contribution.id).limit(limit)))


def _with_ways(user_id: int, rows: list[Contribution], lead: Callable[[Call], Addresses]) -> list[Own]:
    if not rows:
        return []
    of_calls = calls.by_ids({row.call_id for row in rows})
    pairs = [(row, of_calls[row.call_id]) for row in rows]
    found = queries.of_many(pairs, is_own=True, reader_id=user_id, lead=lead)
    return [Own(row, call, found[row.id]) for row, call in pairs]
