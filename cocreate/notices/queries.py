"""Every question about notices and who follows what that is put to the database."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from cocreate.ballots.models import Vote
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.core.db import db
from cocreate.core.paging import Page, page_of
from cocreate.notices.models import Channel, Delivery, Notice, Subscription

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
    return db.session.get(Subscription, (call_id, contribution_id, user_id)) is not None


def followers(call_id: int, *, after: int, limit: int) -> list[int]:
    """Ids of people who follow the whole call, in order."""
    statement = sa.select(Subscription.user_id).where(
        Subscription.call_id == call_id,
        Subscription.contribution_id == WHOLE_CALL,
        Subscription.user_id > after,
    )
    return list(db.session.scalars(statement.order_by(Subscription.user_id).limit(limit)))


def _answerable(call_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        Contribution.call_id == call_id,
        Contribution.author_id.is_not(None),
        Contribution.kind != Kind.COMMENT,
        Contribution.state.in_((State.PUBLIC, State.IN_REVIEW)),
    )


def authored(call_id: int, *, after: int, limit: int) -> Sequence[Contribution]:
    """Contributions of people with an account who are owed an answer, in order of id."""
    statement = sa.select(Contribution).where(_answerable(call_id), Contribution.id > after)
    return db.session.scalars(statement.order_by(Contribution.id).limit(limit)).all()


def supporters_and_followers(call_id: int, *, after: int, limit: int) -> list[int]:
    """Ids of people who supported or follow anything in a call, in order; those who wrote there are left out."""
    of_vote = sa.select(Vote.voter_id).where(Vote.call_id == call_id, Vote.weight > 0, Vote.voter_id > after)
    of_subscription = sa.select(Subscription.user_id).where(
        Subscription.call_id == call_id, Subscription.user_id > after
    )
    wrote = sa.select(Contribution.author_id).where(_answerable(call_id))
    people = sa.union(
        of_vote.where(Vote.voter_id.not_in(wrote)), of_subscription.where(Subscription.user_id.not_in(wrote))
    ).subquery()
    statement = sa.select(people.c[0]).order_by(people.c[0]).limit(limit)
    return list(db.session.scalars(statement))
