"""找错: what a reader found wrong in a published outcome, and what the agency said to it."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Settled(enum.StrEnum):
    WAITING = "waiting"
    CORRECTED = "corrected"  # the passage reads otherwise from now on
    EXPLAINED = "explained"  # it stands, and the reporter reads why


class Erratum(Model):
    """A passage of one version of the published text, what is wrong with it, and how that was settled.

    The published text itself stays as it was approved; a correction is shown with it, and credited."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("outcome.call_id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[int]  # by which people name it within its call
    version: Mapped[int]
    passage: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    reported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    reported_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date]
    settled: Mapped[Settled] = mapped_column(enum_column(Settled), default=Settled.WAITING)
    correction: Mapped[str] = mapped_column(sa.Text, default="")
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]

    reporter: Mapped[User] = relationship(lazy="raise_on_sql", viewonly=True, foreign_keys=[reported_by_id])

    __table_args__ = (
        sa.UniqueConstraint("call_id", "number"),
        sa.Index("ix_erratum_reporter", "call_id", "reported_by_id"),
    )

    @property
    def is_open(self) -> bool:
        return self.settled is Settled.WAITING
