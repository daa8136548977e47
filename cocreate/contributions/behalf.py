"""What was said at a hall, by hotline, at a meeting or by letter, and is entered by the staff on behalf of whoever said it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import behalf_rules, bulk, queries, rules
from cocreate.contributions.intake_models import Intake
from cocreate.contributions.models import Channel, Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import one_at_a_time
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.localtime import last_day, local_day, start_of
from cocreate.core.policy import require

DESK = "desk"  # the source of what is typed into the form; its row is the form's own key


@dataclass(frozen=True)
class Entry:
    """One contribution as somebody brought it; `row` is its id in the source and lets it come in only once."""

    row: str
    channel: Channel
    body: str
    received_on: date
    title: str = ""
    name: str = ""
    phone: str = ""
    place: str = ""
    clause_id: int | None = None
    is_private: bool = False


def check(call: Call, entry: Entry, clause_ids: set[int]) -> None:
    """Invalid, by field, when the entry can't be taken into this call."""
    period = behalf_rules.Period(
        opened=local_day(call.opens_at) if call.opens_at else None,
        last=last_day(call.closes_at) if call.closes_at else None,
        today=local_day(now()),
    )
    found = behalf_rules.problems(
        entry.channel,
        entry.title,
        entry.body,
        entry.name,
        entry.phone,
        entry.place,
        entry.received_on,
        period,
    )
    if entry.clause_id is not None and entry.clause_id not in clause_ids:
        found["clause_id"] = behalf_rules.NO_CLAUSE
    if found:
        raise Invalid.of(found)


def enter(actor: Actor, call: Call, entry: Entry) -> Contribution:
    """Take one contribution in; a form sent twice gives the first again."""
    enter_all(actor, call, DESK, [entry])
    return queries.get_by_id(call.id, bulk.known_rows(call.id, DESK, [entry.row])[entry.row])


def enter_all(actor: Actor, call: Call, source: str, entries: Sequence[Entry]) -> int:
    """Take in all of them, or none; returns how many are new. Those that came from this source before are left out.

    They are reviewed, shown, counted and answered like any other contribution to the call."""
    require(actor, "contribution.enter", call)
    one_at_a_time(db.session, f"entries/{call.id}/{source}")
    clause_ids = {clause.id for clause in calls.clauses(call.id)}
    for entry in entries:
        check(call, entry, clause_ids)
    known = bulk.known_rows(call.id, source, [entry.row for entry in entries])
    fresh = {entry.row: entry for entry in entries if entry.row not in known}
    new = list(fresh.values())
    state = rules.first_state(call.visibility)
    ids = [one for batch in bulk.store(call, [_arrival(source, one) for one in new], state) for one in batch]
    _remember(actor, call, dict(zip(ids, new, strict=True)))
    return len(ids)


def _arrival(source: str, entry: Entry) -> bulk.Arrival:
    return bulk.Arrival(
        source=source,
        row=entry.row,
        title=entry.title or rules.title_from(entry.body),
        body=entry.body,
        author_name=entry.name,
        received_at=_moment(entry.received_on),
        channel=entry.channel,
        clause_id=entry.clause_id,
        is_private=entry.is_private,
    )


def _moment(day: date) -> datetime:
    """Of an earlier day only the date is known: noon stands for it."""
    return now() if day == local_day(now()) else start_of(day) + timedelta(hours=12)


def _remember(actor: Actor, call: Call, entries: dict[int, Entry]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "call_id": call.id,
            "contribution_id": contribution_id,
            "entered_by_id": actor.user_id,
            "entered_at": now(),
            "phone": entry.phone,
            "place": entry.place,
        }
        for contribution_id, entry in entries.items()
    ]
    if rows:
        db.session.execute(sa.insert(Intake), rows)


def recent(call_id: int, user_id: int | None, limit: int = 8) -> Sequence[Contribution]:
    """What this person entered last into a call, the latest first."""
    statement = (
        sa.select(Contribution)
        .join(
            Intake, sa.and_(Intake.call_id == Contribution.call_id, Intake.contribution_id == Contribution.id)
        )
        .where(Intake.call_id == call_id, Intake.entered_by_id == user_id)
        .order_by(Intake.contribution_id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def intake(contribution: Contribution) -> Intake | None:
    """Who entered it and how the person can be reached: for the staff of its agency only."""
    return db.session.get(Intake, (contribution.call_id, contribution.id))


def not_taken_in() -> NotFound:
    """The refusal for a contribution that its author sent themselves."""
    return NotFound(queries.NO_SUCH)


def by_channel(call_id: int) -> dict[Channel, int]:
    """How many contributions of a call came by each channel, withdrawn ones and comments left out; one statement."""
    counted = sa.select(Contribution.channel, sa.func.count()).where(
        Contribution.call_id == call_id, queries.is_received()
    )
    rows = dict(db.session.execute(counted.group_by(Contribution.channel)).all())
    return {channel: int(rows[channel]) for channel in Channel if channel in rows}
