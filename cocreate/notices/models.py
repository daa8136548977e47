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
    RESULT = "result"
    ASSIGNED = "assigned"
    ASSIGNMENT_MOVED = "assignment_moved"
    EXTENSION = "extension"
    EXTENDED = "extended"
    DEADLINE = "deadline"
    JOINED = "joined"
    PROMISE_DUE = "promise_due"
    REPLIED = "replied"
    WORDS_WITHHELD = "words_withheld"


class Topic(enum.StrEnum):
    """What people choose about: a sort of facts."""

    OWN = "own"  # what becomes of one's own contributions
    TALK = "talk"  # comments and answers to them
    FOLLOWED = "followed"  # what one supported, commented on or follows
    WORK = "work"  # what an agency's people have to do


class Channel(enum.StrEnum):
    SMS = "sms"
    MAIL = "mail"


class Pace(enum.StrEnum):
    """When a message leaves the site."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


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
    digest_at: Mapped[datetime | None]  # the digest it goes out with; unset when it goes out by itself
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["user_id", "notice_id"], ["notice.user_id", "notice.id"], name="fk_delivery_notice"
        ),
        sa.Index("ix_delivery_digest", "user_id", "channel", "digest_at"),
    )


class Digest(Model):
    """One letter that gathers what was told until a moment: unique, so that nobody gets two for the same time."""

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime | None]


class NoticeChoice(Model):
    """How a person wants to hear of a topic; where there is no row, or no word on a channel, the rules decide."""

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(enum_column(Topic), primary_key=True)
    mail: Mapped[Pace | None] = mapped_column(enum_column(Pace))
    sms: Mapped[Pace | None] = mapped_column(enum_column(Pace))


class Webhook(Model):
    """An address of a person or of an agency to which facts are posted, signed with its secret."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), unique=True)
    agency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agency.id"), unique=True)
    url: Mapped[str] = mapped_column(sa.String(500))
    secret: Mapped[str] = mapped_column(sa.String(80))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class HookPost(Model):
    """One fact on its way to a webhook, or there; the job that posts it looks here first."""

    hook_id: Mapped[int] = mapped_column(sa.ForeignKey("webhook.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    once: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[dict] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("hook_id", "once"),)


class Telling(Model):
    """How far the telling of a big fact is, which is done in many batches."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    told: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class Subscription(Model):
    """A person follows a contribution, or a whole call when `contribution_id` is 0."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True, default=0)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.Index("ix_subscription_user", "user_id", "call_id"),)
