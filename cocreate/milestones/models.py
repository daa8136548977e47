"""Promised steps of an outcome with all that was changed in them, the promises people are asked about, and their answers."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id
from cocreate.outcomes.question_models import Reviewed

NONE = 0  # in place of an id where a promise is not of that kind


class Progress(enum.StrEnum):
    """How far a milestone is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class Kept(enum.StrEnum):
    """What somebody says became of a promise."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"


class Milestone(Model):
    """A step that the agency promised with an outcome, as it stands now. `number` counts its versions."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[Progress] = mapped_column(enum_column(Progress))
    title: Mapped[str] = mapped_column(sa.String(100))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    planned_on: Mapped[date | None]
    actual_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)


class MilestoneChange(Model):
    """One version of a milestone as it was published; never changed."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[Progress] = mapped_column(enum_column(Progress))
    title: Mapped[str] = mapped_column(sa.String(100))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    planned_on: Mapped[date | None]
    actual_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "milestone_id"], ["milestone.call_id", "milestone.id"]),
    )


class MilestoneTie(Model):
    """This milestone is what becomes of that contribution."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "milestone_id"], ["milestone.call_id", "milestone.id"]),
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index("ix_milestone_tie_contribution", "call_id", "contribution_id"),
    )


class MilestonePicture(Model):
    """A picture that shows how far a milestone is."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media_file.id"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "milestone_id"], ["milestone.call_id", "milestone.id"]),
    )


class Promise(Model):
    """What people are asked about: a milestone, or the planned answer to one contribution; the other id is 0.

    They are asked when `due_on` has come; `round` counts how often. `is_void` says that nobody is asked any more."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    milestone_id: Mapped[int] = mapped_column(BigId, default=NONE)
    contribution_id: Mapped[int] = mapped_column(BigId, default=NONE)
    due_on: Mapped[date | None]
    is_void: Mapped[bool] = mapped_column(default=False)
    round: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    replied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    replied_at: Mapped[datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("call_id", "milestone_id", "contribution_id"),
        sa.Index(
            "ix_promise_due",
            "due_on",
            sqlite_where=sa.text("asked_at IS NULL"),
            postgresql_where=sa.text("asked_at IS NULL"),
        ),
    )


class Confirmation(Reviewed, Model):
    """回访: what one person says became of one promise; the comment is shown after review."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    promise_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    kept: Mapped[Kept] = mapped_column(enum_column(Kept))
    rating: Mapped[int]
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    given_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "promise_id"], ["promise.call_id", "promise.id"]),
        sa.Index("ix_confirmation_standing", "standing", "call_id"),
    )
