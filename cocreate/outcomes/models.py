"""Outcomes, the approvals they need, the answers to single contributions, how many of each there are, and what waits."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class OutcomeState(enum.StrEnum):
    WRITING = "writing"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"


class Verdict(enum.StrEnum):
    APPROVE = "approve"
    SEND_BACK = "send_back"


class Outcome(Model):
    """What an agency publishes of a call. `round` counts submissions; `document_version` is the text that was submitted."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    state: Mapped[OutcomeState] = mapped_column(enum_column(OutcomeState), default=OutcomeState.WRITING)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    document_version: Mapped[int | None]
    next_steps: Mapped[str] = mapped_column(sa.Text, default="")
    round: Mapped[int] = mapped_column(default=0)
    scheme: Mapped[str] = mapped_column(sa.String(18), default="")  # by slug; the built-in one when empty
    prepared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        return self.state is OutcomeState.PUBLISHED


class Approval(Model):
    """What one person said of one submission; nobody says the same twice in a round."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("outcome.call_id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    round: Mapped[int]
    approver_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    decision: Mapped[Verdict] = mapped_column(enum_column(Verdict))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)

    approver: Mapped[User] = relationship(lazy="raise_on_sql", viewonly=True)

    __table_args__ = (sa.UniqueConstraint("call_id", "round", "approver_id", "decision"),)


class Disposition(Model):
    """One version of the answer to one contribution; the public sees the current one when the outcome is published.

    `published_at` is set when a row was public by itself (an imported reply, a version that was revised after
    publication and the one in its place, with `why_revised`); `removed_at` when it was taken away before anybody saw it.
    `counts` says whether it stands in the figures: the gate wants an answer to its contribution."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_current: Mapped[bool] = mapped_column(default=True)
    counts: Mapped[bool] = mapped_column(default=True)
    degree: Mapped[str] = mapped_column(sa.String(30))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    measure: Mapped[str] = mapped_column(sa.Text, default="")
    reference: Mapped[str] = mapped_column(sa.String(300), default="")
    since: Mapped[str] = mapped_column(sa.String(60), default="")
    passed_to: Mapped[str] = mapped_column(sa.String(200), default="")
    review_date: Mapped[date | None]
    imported: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(sa.String(120), default="")  # who answered, where the import says so
    prepared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    prepared_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    why_revised: Mapped[str] = mapped_column(sa.Text, default="")
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(BigId)
    review_told_at: Mapped[datetime | None]  # when the responsible were told that the review date has come

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index(
            "uq_disposition_current",
            "call_id",
            "contribution_id",
            unique=True,
            sqlite_where=sa.text("is_current = 1"),
            postgresql_where=sa.text("is_current"),
        ),
        sa.Index("ix_disposition_degree", "call_id", "degree", "contribution_id"),
        sa.Index("ix_disposition_prepared_by", "call_id", "prepared_by_id"),
        sa.Index(
            "ix_disposition_review",
            "review_date",
            sqlite_where=sa.text("review_date IS NOT NULL AND review_told_at IS NULL"),
            postgresql_where=sa.text("review_date IS NOT NULL AND review_told_at IS NULL"),
        ),
    )


class AnswerFigures(Model):
    """How many contributions of a call have an answer of one degree, changed in the transaction that changes a row."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    degree: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    answered: Mapped[int] = mapped_column(default=0)


class Awaiting(Model):
    """A contribution that the gate wants an answer for and that has none, changed with the rows that make it so."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
    )
