"""Cases that wait for a moderator, and the decisions that closed them."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.contributions.models import State
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Reason(enum.StrEnum):
    """Why a case was opened."""

    NEW = "new"
    EDIT = "edit"
    COMMENT = "comment"
    REPORT = "report"


class Act(enum.StrEnum):
    """What a moderator decided."""

    PUBLISH = "publish"
    RETURN = "return"
    WITHHOLD = "withhold"
    REVERSE = "reverse"


class Case(Model):
    """A contribution that waits to be looked at; at most one is open for each contribution.

    `agency_path` and `language` are copied from the call and the words, so that the queue is one indexed query.
    `version` changes when there is something else to decide (new words, a decision), not when the case is claimed."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    contribution_id: Mapped[int] = mapped_column(BigId)
    revision_number: Mapped[int] = mapped_column(default=1)  # the words that are to be looked at
    reason: Mapped[Reason] = mapped_column(enum_column(Reason))
    agency_path: Mapped[str] = mapped_column(sa.String(255))
    language: Mapped[str] = mapped_column(sa.String(2), default="zh")
    opened_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    claimed_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index(
            "ix_case_open",
            "due_at",
            "id",
            "agency_path",
            "call_id",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index(
            "uq_case_open_contribution",
            "call_id",
            "contribution_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_taken_from(self, user_id: int | None, moment: datetime) -> bool:
        """Whether somebody else holds the case at this moment."""
        held = self.claimed_until is not None and self.claimed_until > moment
        return held and self.claimed_by_id != user_id


class Decision(Model):
    """What was decided on the words of one revision, under which rule, and what its author was told. Never changed."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = mapped_column(BigId)
    contribution_id: Mapped[int] = mapped_column(BigId)
    revision_number: Mapped[int]
    act: Mapped[Act] = mapped_column(enum_column(Act))
    rule_key: Mapped[str] = mapped_column(sa.String(40), default="")
    rule_version: Mapped[str] = mapped_column(sa.String(20), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")  # what the author is told
    note: Mapped[str] = mapped_column(sa.Text, default="")  # for colleagues only
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(sa.String(20))
    before_state: Mapped[State] = mapped_column(enum_column(State))
    after_state: Mapped[State] = mapped_column(enum_column(State))
    decided_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "case_id"], ["case.call_id", "case.id"]),
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index("ix_decision_contribution", "call_id", "contribution_id", "id"),
        sa.Index("ix_decision_decided_at", "decided_at"),
    )
