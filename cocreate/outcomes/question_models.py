"""What may follow a published answer: one more question of its author, a complaint, and an answer opened again."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column


class Standing(enum.StrEnum):
    """Whether words of a citizen that stand outside a contribution have been reviewed."""

    WAITING = "waiting"
    SHOWN = "shown"
    WITHHELD = "withheld"


class Reviewed:
    """Columns of a row whose words are shown to others only after a moderator has read them.

    `words_number` grows with each change of the words, so that nobody passes what they have not read."""

    standing: Mapped[Standing] = mapped_column(enum_column(Standing), default=Standing.WAITING)
    words_number: Mapped[int] = mapped_column(default=1)
    rule_key: Mapped[str] = mapped_column(sa.String(40), default="")
    review_text: Mapped[str] = mapped_column(sa.Text, default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(BigId)
    reviewed_at: Mapped[datetime | None]

    @property
    def is_shown(self) -> bool:
        return self.standing is Standing.SHOWN


def _while_open(name: str, column: str) -> sa.Index:
    """An index over what waits only, by its due date."""
    where = sa.text(f"{column} IS NULL")
    return sa.Index(name, "call_id", "due_on", sqlite_where=where, postgresql_where=where)


def _of_contribution() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]
    )


class FollowUp(Reviewed, Model):
    """追问: what an author asked once more about one version of the answer, and what the agency said to it."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    answer_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(sa.Text)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date]
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    replied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    replied_at: Mapped[datetime | None]

    __table_args__ = (_of_contribution(), _while_open("ix_follow_up_open", "replied_at"))


class Complaint(Model):
    """不满意: why an author is not satisfied with one version of the answer, and what somebody else found."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    answer_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(sa.Text)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date]
    is_justified: Mapped[bool | None]
    finding: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (_of_contribution(), _while_open("ix_complaint_open", "decided_at"))


class Reopening(Model):
    """重办: one version of an answer has to be made anew; closed by the version that was published in its place."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    answer_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date]
    new_number: Mapped[int | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (_of_contribution(), _while_open("ix_reopening_open", "closed_at"))
