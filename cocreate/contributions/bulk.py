"""Many contributions at once, as an import brings them or an editor chooses them: a few statements a batch, the same counts."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.contributions import rules
from cocreate.contributions.events import ContributionsArrived, ValiditiesAssessed
from cocreate.contributions.figures import add, weight_of
from cocreate.contributions.models import Channel, Contribution, Kind, Revision, State, Validity
from cocreate.contributions.service import next_numbers
from cocreate.core.actor import Actor
from cocreate.core.batches import pieces
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.core.ids import new_id
from cocreate.core.policy import require

BATCH = 500


@dataclass(frozen=True)
class Arrival:
    """One contribution as its source tells it; `row` is the id it has there and makes a second import add nothing."""

    source: str
    row: str
    title: str
    body: str
    author_name: str
    received_at: datetime
    likes: int | None = None
    dislikes: int | None = None
    channel: Channel = Channel.IMPORT
    clause_id: int | None = None
    is_private: bool = False
    language: str = "zh"


def known_rows(call_id: int, source: str, rows: Collection[str] | None = None) -> dict[str, int]:
    """What has come from this source before: contribution ids by row id of the source; of these rows, or of all."""
    columns = (Contribution.source_row, Contribution.id)
    statement = sa.select(*columns).where(Contribution.call_id == call_id, Contribution.source == source)
    if rows is not None and len(rows) <= BATCH:
        statement = statement.where(Contribution.source_row.in_(rows))
    return {row: contribution_id for row, contribution_id in db.session.execute(statement) if row is not None}


def receive(actor: Actor, call: Call, arrivals: Iterable[Arrival], state: State) -> Iterator[Sequence[int]]:
    """Take in what a source brings, batch by batch, in its order; yields the ids of each batch."""
    require(actor, "contribution.import", call)
    yield from store(call, arrivals, state)


def store(call: Call, arrivals: Iterable[Arrival], state: State) -> Iterator[Sequence[int]]:
    """The same for a verb that has asked the policy already."""
    rest = iter(arrivals)
    while batch := list(islice(rest, BATCH)):
        yield _receive_batch(call, batch, state)


def lock_all(call_id: int, ids: Iterable[int]) -> list[Contribution]:
    """Read these rows of a call again and keep others from changing them until the end of the transaction.

    Always in the order of their ids, before anything else is changed, so that two bulk acts never wait for each other."""
    found: list[Contribution] = []
    for batch in pieces(sorted(set(ids))):
        chosen = sa.select(Contribution).where(Contribution.call_id == call_id, Contribution.id.in_(batch))
        locked = chosen.order_by(Contribution.id).with_for_update(of=Contribution)
        found += db.session.scalars(locked.execution_options(populate_existing=True))
    return found


def assess(
    actor: Actor, call: Call, locked: Sequence[Contribution], validity: Validity | None
) -> list[Contribution]:
    """Record one validity for many rows that `lock_all` gave, and return those that it changed. Comments have none."""
    changed = [one for one in locked if not one.is_comment and one.validity is not validity]
    if not changed:
        return []
    require(actor, "contribution.assess", (changed[0], call))
    change: Counter[str] = Counter()
    for one in changed:
        before = weight_of(one)
        one.validity = validity
        change.update(weight_of(one) - before)
    db.session.flush()
    add(call.id, {name: value for name, value in change.items() if value})
    ids = tuple(one.id for one in changed)
    emit(ValiditiesAssessed(call.id, ids, validity.value if validity else None))
    return changed


def _receive_batch(call: Call, batch: Sequence[Arrival], state: State) -> list[int]:
    numbers = next_numbers(len(batch))
    rows, revisions = [], []
    weight: Counter[str] = Counter()
    for arrival, number in zip(batch, numbers, strict=True):
        row = _row(call, arrival, number, state)
        rows.append(row)
        revisions.append(_revision(row, arrival))
        weight.update(rules.weigh(Kind.SUGGESTION, state, None, row["is_listed"]) - rules.NOTHING)
    db.session.execute(sa.insert(Contribution), rows)
    db.session.execute(sa.insert(Revision), revisions)
    add(call.id, dict(weight))
    ids = [row["id"] for row in rows]
    emit(ContributionsArrived(call.id, tuple(ids), state.value))
    return ids


def _row(call: Call, arrival: Arrival, number: str, state: State) -> dict[str, Any]:
    salt = rules.new_salt(secrets.token_bytes(16))
    return {
        "call_id": call.id,
        "id": new_id(),
        "number": number,
        "kind": Kind.SUGGESTION,
        "state": state,
        "is_listed": rules.is_listed(state, arrival.is_private, call.visibility, call.stage),
        "is_private": arrival.is_private,
        "channel": arrival.channel,
        "clause_id": arrival.clause_id,
        "author_name": arrival.author_name,
        "revision_number": 1,
        "salt": salt,
        "digest": rules.digest(salt, number, arrival.title, arrival.body),
        "source": arrival.source,
        "source_row": arrival.row,
        "imported_likes": arrival.likes,
        "imported_dislikes": arrival.dislikes,
        "received_at": arrival.received_at,
        "reviewed_at": now() if state is State.PUBLIC else None,
    }


def _revision(row: dict[str, Any], arrival: Arrival) -> dict[str, Any]:
    return {
        "call_id": row["call_id"],
        "contribution_id": row["id"],
        "number": 1,
        "title": arrival.title,
        "body": arrival.body,
        "language": arrival.language,
        "created_at": arrival.received_at,
        "by_moderator": False,
    }
