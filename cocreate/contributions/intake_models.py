"""What is known of a contribution that somebody of the staff took in on behalf of a citizen; the public sees none of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model


class Intake(Model):
    """Who entered a contribution, and how the person can be reached; the name stands with the contribution itself."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    phone: Mapped[str] = mapped_column(sa.String(30), default="")
    place: Mapped[str] = mapped_column(sa.String(80), default="")

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index("ix_intake_entered_by", "call_id", "entered_by_id", "contribution_id"),
    )
