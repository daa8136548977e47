"""Telling people once, on the site and by the ways they chose; following; reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import User
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.core.ids import new_id
from cocreate.core.jobs import enqueue
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.notices import posting, queries, rules
from cocreate.notices.models import Channel, Delivery, Digest, Notice, NoticeKind, Pace, Subscription
from cocreate.notices.queries import WHOLE_CALL


@dataclass(frozen=True)
class Tidings:
    """What one person is told: `once` names the occasion, `data` holds plain values for the message."""

    once: str
    kind: NoticeKind
    call_id: int
    contribution_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def tell(told: Mapping[int, list[Tidings]]) -> int:
    """Tell people, by user id; who has been told of an occasion already is not told again. Returns how many were new.

    Each message that leaves the site at once is a job of its own, so that one that fails is tried again alone."""
    people = {user.id: user for user in accounts.users(list(told)).values() if user.closed_at is None}
    rows = [_row(user_id, one) for user_id in people for one in told[user_id]]
    if not rows:
        return 0
    new = insert(db.session, Notice).values(rows).on_conflict_do_nothing(index_elements=["user_id", "once"])
    written = db.session.execute(new.returning(Notice.user_id, Notice.id, Notice.kind)).all()
    choices = queries.choices(people)
    for user_id, notice_id, kind in written:
        user = people[user_id]
        ways = rules.ways_out(
            kind,
            choices.get((user_id, rules.TOPICS[kind])),
            user.email_verified_at is not None,
            user.phone_verified_at is not None,
        )
        for channel, pace in ways.items():
            _send_out(user, notice_id, channel, pace)
    posting.to_people([(user_id, notice_id) for user_id, notice_id, _ in written])
    db.session.flush()
    return len(written)


def _row(user_id: int, one: Tidings) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "id": new_id(),
        "kind": one.kind,
        "call_id": one.call_id,
        "contribution_id": one.contribution_id,
        "data": one.data,
        "once": one.once,
        "created_at": now(),
    }


def _send_out(user: User, notice_id: int, channel: Channel, pace: Pace) -> None:
    """One message: at once (a text message not at night), or with the next digest."""
    zone, moment = settings().timezone, now()
    digest_at = None if pace is Pace.AT_ONCE else rules.next_digest(pace, moment, zone)
    db.session.add(Delivery(user_id=user.id, notice_id=notice_id, channel=channel, digest_at=digest_at))
    if digest_at is not None:
        _begin_digest(user, channel, digest_at)
        return
    at = rules.after_quiet(moment, zone) if channel is Channel.SMS else moment
    whom = {"user_id": user.id, "notice_id": notice_id, "channel": channel.value}
    enqueue("cocreate.notices.sending:deliver", at=at, **whom)


def _begin_digest(user: User, channel: Channel, due_at: datetime) -> None:
    """The first notice for a digest makes it, and the job that will send it."""
    new = insert(db.session, Digest).values(user_id=user.id, channel=channel, due_at=due_at)
    made = db.session.scalar(new.on_conflict_do_nothing().returning(Digest.user_id))
    if made is not None:
        whom = {"user_id": user.id, "channel": channel.value, "due_at": due_at.isoformat()}
        enqueue("cocreate.notices.sending:deliver_digest", at=due_at, **whom)


def read(actor: Actor, until: int | None = None) -> int:
    """Mark one's notices as read, those up to this id or all; returns how many were unread."""
    require(actor, "notice.read")
    mine = sa.and_(Notice.user_id == actor.user_id, Notice.read_at.is_(None))
    statement = sa.update(Notice).where(mine if until is None else sa.and_(mine, Notice.id <= until))
    done = db.session.execute(statement.values(read_at=now()).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def follow(actor: Actor, call: Call, contribution: Contribution | None = None) -> None:
    """Be told what becomes of a contribution, or of each step of a call; a second time changes nothing."""
    _require(actor, call, contribution)
    new = insert(db.session, Subscription).values(created_at=now(), **_key(actor, call, contribution))
    db.session.execute(new.on_conflict_do_nothing())


def unfollow(actor: Actor, call: Call, contribution: Contribution | None = None) -> None:
    """Not be told any more; what was not followed is no error."""
    _require(actor, call, contribution)
    key = _key(actor, call, contribution)
    mine = sa.and_(*(getattr(Subscription, name) == value for name, value in key.items()))
    db.session.execute(sa.delete(Subscription).where(mine))


def _require(actor: Actor, call: Call, contribution: Contribution | None) -> None:
    if contribution is None:
        require(actor, "subscription.call", call)
    else:
        require(actor, "subscription.contribution", (contribution, call))


def _key(actor: Actor, call: Call, contribution: Contribution | None) -> dict[str, int | None]:
    about = WHOLE_CALL if contribution is None else contribution.id
    return {"call_id": call.id, "contribution_id": about, "user_id": actor.user_id}
