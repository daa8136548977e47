"""Contributions given to departments, every step on the way with who and why, and the warnings that went out."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id

OPEN_STATES = "('given', 'accepted')"


class Part(enum.StrEnum):
    """Whether a department answers for a contribution (主办) or helps (协办)."""

    LEAD = "lead"
    ASSIST = "assist"


class State(enum.StrEnum):
    GIVEN = "given"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    HANDED_IN = "handed_in"
    RECALLED = "recalled"
    CLOSED = "closed"


class Act(enum.StrEnum):
    """What somebody did; the acts from `EXTEND` to `SUPERVISE` are also done to the deadline of a whole call."""

    GIVE = "give"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    ASK = "ask"
    EXTEND = "extend"
    REFUSE = "refuse"
    PRESS = "press"
    SUPERVISE = "supervise"
    HAND_IN = "hand_in"
    REOPEN = "reopen"
    RECALL = "recall"
    CLOSE = "close"


class Assignment(Model):
    """One contribution in the hands of one department.

    `due_on` is `workdays` after `given_on` by the calendar, and moves with it, unless it was extended: then
    `first_due_on` holds what it was before, and `due_on` stands. `asked_for` is the day of an extension that waits for a
    decision. `proposal` is the answer that the department suggests."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    contribution_id: Mapped[int] = mapped_column(BigId)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agency.id"))
    part: Mapped[Part] = mapped_column(enum_column(Part))
    state: Mapped[State] = mapped_column(enum_column(State), default=State.GIVEN)
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    given_on: Mapped[date]
    workdays: Mapped[int]
    due_on: Mapped[date]
    first_due_on: Mapped[date | None]
    asked_for: Mapped[date | None]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    is_pressed: Mapped[bool] = mapped_column(default=False)
    is_supervised: Mapped[bool] = mapped_column(default=False)
    proposal: Mapped[str] = mapped_column(sa.Text, default="")
    moved_at: Mapped[datetime] = mapped_column(default=now)

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    contribution: Mapped[Contribution] = relationship(
        primaryjoin=lambda: sa.and_(
            Assignment.call_id == sa.orm.foreign(Contribution.call_id),
            Assignment.contribution_id == sa.orm.foreign(Contribution.id),
        ),
        lazy="raise_on_sql",
        viewonly=True,
        uselist=False,
    )

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        # One department has a contribution once at a time, and one department leads.
        sa.Index(
            "uq_assignment_open",
            "call_id",
            "contribution_id",
            "agency_id",
            unique=True,
            sqlite_where=sa.text(f"state IN {OPEN_STATES}"),
            postgresql_where=sa.text(f"state IN {OPEN_STATES}"),
        ),
        sa.Index(
            "uq_assignment_lead",
            "call_id",
            "contribution_id",
            unique=True,
            sqlite_where=sa.text(f"part = 'lead' AND state IN {OPEN_STATES}"),
            postgresql_where=sa.text(f"part = 'lead' AND state IN {OPEN_STATES}"),
        ),
        sa.Index("ix_assignment_inbox", "agency_id", "state", "due_on", "id"),
        sa.Index("ix_assignment_due", "state", "due_on", "id"),
        sa.Index("ix_assignment_of_contribution", "call_id", "contribution_id", "id"),
    )

    @property
    def is_open(self) -> bool:
        """Whether the department still owes something."""
        return self.state in (State.GIVEN, State.ACCEPTED)

    @property
    def is_extended(self) -> bool:
        return self.first_due_on is not None


class HandlingStep(Model):
    """One step: who did what to an assignment, or to the deadline of the call (then `assignment_id` is 0), and why."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    assignment_id: Mapped[int] = mapped_column(BigId, default=0)
    act: Mapped[Act] = mapped_column(enum_column(Act))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    until: Mapped[date | None]

    __table_args__ = (sa.Index("ix_handling_step_of_assignment", "call_id", "assignment_id", "id"),)


class Signal(Model):
    """A warning that went out, once: of what kind, about which assignment (0: the call), for which due day."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    about_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=0)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    count: Mapped[int] = mapped_column(default=0)
