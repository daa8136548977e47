"""Every question about notices and who follows what that is put to the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from cocreate.core.db import among, db
from cocreate.core.paging import Page, page_of
from cocreate.notices.models import (
    Channel,
    Delivery,
    Digest,
    Notice,
    NoticeChoice,
    Subscription,
    Telling,
    Topic,
    Webhook,
)

FOLLOWS = sa.select(Subscription.user_id).where(
    *(getattr(Subscription, name) == sa.bindparam(name) for name in ("call_id", "contribution_id", "user_id"))
)
WHOLE_CALL = 0  # in place of a contribution's id


def unread_of(user_id: sa.ColumnElement[int] | InstrumentedAttribute[int]) -> sa.ScalarSelect[int]:
    """How many notices a person has not read, as a column of a statement about people."""
    counted = sa.select(sa.func.count()).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return counted.scalar_subquery()


def unread(user_id: int | None) -> int:
    """How many notices a person has not read; 0 for a guest."""
    return db.session.scalar(sa.select(unread_of(sa.literal(user_id)))) or 0


def of_user(user_id: int, *, before: int | None = None, limit: int = 20) -> Page[Notice]:
    """One page of a person's notices, the newest first."""
    statement = sa.select(Notice).where(Notice.user_id == user_id).order_by(Notice.id.desc()).limit(limit + 1)
    if before is not None:
        statement = statement.where(Notice.id < before)
    return page_of(db.session.scalars(statement).all(), limit, lambda notice: notice.id)


def delivery(user_id: int, notice_id: int, channel: Channel) -> tuple[Delivery, Notice] | None:
    """A message on its way with the notice it carries, or None when the notice is gone."""
    statement = sa.select(Delivery, Notice).join(
        Notice, sa.and_(Notice.user_id == Delivery.user_id, Notice.id == Delivery.notice_id)
    )
    row = db.session.execute(
        statement.where(
            Delivery.user_id == user_id, Delivery.notice_id == notice_id, Delivery.channel == channel
        )
    ).first()
    return (row[0], row[1]) if row else None


def follows(user_id: int | None, call_id: int, contribution_id: int = WHOLE_CALL) -> bool:
    """Whether a person follows a contribution, or the whole call."""
    if user_id is None:
        return False
    asked = {"call_id": call_id, "contribution_id": contribution_id, "user_id": user_id}
    return db.session.scalar(FOLLOWS, asked) is not None


def followers(call_id: int, contribution_id: int = WHOLE_CALL, *, after: int, limit: int) -> list[int]:
    """Ids of people who follow the whole call, or one contribution, in order."""
    statement = sa.select(Subscription.user_id).where(
        Subscription.call_id == call_id,
        Subscription.contribution_id == contribution_id,
        Subscription.user_id > after,
    )
    return list(db.session.scalars(statement.order_by(Subscription.user_id).limit(limit)))


def choices(user_ids: Collection[int]) -> dict[tuple[int, Topic], NoticeChoice]:
    """What people have said about topics, by person and topic, in one statement."""
    rows = db.session.scalars(sa.select(NoticeChoice).where(NoticeChoice.user_id.in_(user_ids)))
    return {(row.user_id, row.topic): row for row in rows}


def digest(user_id: int, channel: Channel, due_at: datetime) -> Digest | None:
    """The digest of a person for a moment, or None."""
    return db.session.get(Digest, (user_id, channel, due_at))


def gathered(of: Digest) -> list[tuple[Delivery, Notice]]:
    """What waits for a digest, in the order it was told."""
    statement = (
        sa.select(Delivery, Notice)
        .join(Notice, sa.and_(Notice.user_id == Delivery.user_id, Notice.id == Delivery.notice_id))
        .where(
            Delivery.user_id == of.user_id,
            Delivery.channel == of.channel,
            Delivery.digest_at == of.due_at,
            Delivery.sent_at.is_(None),
        )
        .order_by(Notice.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def notices(keys: Collection[tuple[int, int]]) -> Sequence[Notice]:
    """Notices by (user id, notice id), in one statement."""
    chosen = among(Notice.user_id, Notice.id, keys)
    return db.session.scalars(sa.select(Notice).where(chosen).order_by(Notice.id)).all()


def hook(user_id: int | None, agency_id: int | None) -> Webhook | None:
    """The address of a person or of an agency (the other is None), or None."""
    return db.session.scalar(
        sa.select(Webhook).where(
            Webhook.user_id == user_id if agency_id is None else Webhook.agency_id == agency_id
        )
    )


def hooks_of_people(user_ids: Collection[int]) -> dict[int, Webhook]:
    """The addresses of people, by user id, in one statement."""
    rows = db.session.scalars(sa.select(Webhook).where(Webhook.user_id.in_(user_ids)))
    return {row.user_id: row for row in rows if row.user_id is not None}


def hooks_above(path: str) -> Sequence[Webhook]:
    """The addresses of the agency at `path` and of those above it."""
    above = [int(part) for part in path.strip("/").split("/")]
    return db.session.scalars(sa.select(Webhook).where(Webhook.agency_id.in_(above))).all()


def telling(call_id: int, fact: str) -> Telling | None:
    """How far the telling of a fact is, or None when it has not begun."""
    return db.session.get(Telling, (call_id, fact))
