"""Who may see the scorecard of an agency: each choice is kept, the last one holds."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Audience(enum.StrEnum):
    INTERNAL = "internal"  # the agency's own people and the supervisors above it
    HIERARCHY = "hierarchy"  # everybody with a seat in the same tree
    PUBLIC = "public"


class ScorecardOpening(Model):
    """That somebody opened, or closed, the scorecard of an agency and all below it. Never changed, never deleted."""

    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agency.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    audience: Mapped[Audience] = mapped_column(enum_column(Audience))
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    chosen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    chosen_at: Mapped[datetime] = mapped_column(default=now)

    chosen_by: Mapped[User | None] = relationship(lazy="raise_on_sql", viewonly=True)
