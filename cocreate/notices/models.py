"""What people are told, by which ways it went out, and what they follow."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class NoticeKind(enum.StrEnum):
    RECEIVED = "received"
    PUBLISHED = "published"
    RETURNED = "returned"
    WITHHELD = "withheld"
    COMMENTED = "commented"
    ANSWERED = "answered"
    STAGE_MOVED = "stage_moved"


class Topic(enum.StrEnum):
    """What people choose about: a sort of facts."""

    OWN = "own"  # what becomes of one's own contributions
    TALK = "talk"  # comments and answers to them
    FOLLOWED = "followed"  # what one supported, commented on or follows
    WORK = "work"  # what an agency's people have to do


class Channel(enum.StrEnum):
    SMS = "sms"
    MAIL = "mail"


class Notice(Model):
    """Something a person is told, on the site in any case. `once` names the occasion: no one is told of it twice."""

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
    call_id: Mapped[int | None] = mapped_column(BigId)
    contribution_id: Mapped[int | None] = mapped_column(BigId)
    data: Mapped[dict] = mapped_column(default=dict)
    once: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("user_id", "once"),
        sa.Index("ix_notice_unread", "user_id", "read_at"),
    )


class Delivery(Model):
    """One message on its way out of the site, or gone; the job that sends it looks here first."""

    user_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel), primary_key=True)
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["user_id", "notice_id"], ["notice.user_id", "notice.id"], name="fk_delivery_notice"
        ),
    )


class Subscription(Model):
    """A person follows a contribution, or a whole call when `contribution_id` is 0."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True, default=0)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.Index("ix_subscription_user", "user_id", "call_id"),)
