"""Ballots with a question of their own: what can be chosen, append-only events, current marks, and tallies by mark."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id, ring_key


class Method(enum.StrEnum):
    UP_DOWN = "up_down"
    OPINION = "opinion"
    POINTS = "points"
    APPROVAL = "approval"
    RANKING = "ranking"
    BUDGET = "budget"


class Electorate(enum.StrEnum):
    STANDARD = "standard"  # whoever may take part in the call
    AGENCY = "agency"  # only members of the agency


class Showing(enum.StrEnum):
    INTERNAL = "internal"
    AFTER_CLOSE = "after_close"
    LIVE = "live"


class Poll(Model):
    """A ballot of a call. `settings` holds what its method needs: points, most, rule, seats, budget, utility, quorum."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[int]
    method: Mapped[Method] = mapped_column(enum_column(Method))
    question: Mapped[str] = mapped_column(sa.String(200))
    about: Mapped[str] = mapped_column(sa.Text, default="")
    settings: Mapped[dict] = mapped_column(default=dict)
    electorate: Mapped[Electorate] = mapped_column(enum_column(Electorate), default=Electorate.STANDARD)
    showing: Mapped[Showing] = mapped_column(enum_column(Showing), default=Showing.AFTER_CLOSE)
    is_secret: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]  # when the result was let out after the close
    approved_by_id: Mapped[int | None] = mapped_column(BigId)
    source: Mapped[str | None] = mapped_column(sa.String(120))  # of an imported one
    created_by_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("call_id", "number"), sa.UniqueConstraint("call_id", "source"))

    @property
    def is_open(self) -> bool:
        return self.opens_at <= now() < self.closes_at

    @property
    def is_over(self) -> bool:
        return self.closes_at <= now()


class PollOption(Model):
    """What can be marked: an answer, a statement, a candidate, a project with its cost. `ring` gives the fair order."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    poll_id: Mapped[int] = mapped_column(BigId)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    cost: Mapped[int | None] = mapped_column(BigId)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    ring: Mapped[int] = mapped_column(BigId, default=ring_key)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "poll_id"], ["poll.call_id", "poll.id"]),
        sa.UniqueConstraint("call_id", "poll_id", "number"),
    )


class PollVoter(Model):
    """Who has voted: the row that two requests of one person wait for. Those of another system have negative ids.

    What was set aside stays among the marks and the events; only the tallies and the sheets leave it out."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    poll_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    voter_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    acts: Mapped[int] = mapped_column(default=1)
    set_aside_id: Mapped[int | None] = mapped_column(BigId)  # the decision by which the marks are not counted

    __table_args__ = ({"sqlite_with_rowid": False},)


class PollMark(Model):
    """The current mark of one voter on one option: unique in the database.

    In a secret ballot the voter's id stands for a sheet, drawn by lot, that nothing joins to a person."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    poll_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    voter_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    option_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    value: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class PollEvent(Model):
    """One mark made, changed or taken back (no value). Never changed, never deleted; none for secret ballots."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    poll_id: Mapped[int] = mapped_column(BigId)
    voter_id: Mapped[int] = mapped_column(BigId)
    option_id: Mapped[int] = mapped_column(BigId)
    act: Mapped[int]  # which act of this voter it belongs to: the order that clocks can't give
    value: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_poll_event_voter", "call_id", "poll_id", "voter_id", "option_id", "act"),
        sa.Index("ix_poll_event_latest", "call_id", "poll_id", "id"),
    )


class PollTally(Model):
    """How many voters gave an option this value now; changed in the transaction that changes a mark.

    Option 0 with value 0 counts the voters. Each tally is spread over slots, so that voters don't queue for one row."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    poll_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    option_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int] = mapped_column(default=0)


class PollChange(Model):
    """A rule of a ballot that was changed, with its reason: public."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    poll_id: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(sa.String(20))
    before: Mapped[str] = mapped_column(sa.String(60))
    after: Mapped[str] = mapped_column(sa.String(60))
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.Index("ix_poll_change_poll", "call_id", "poll_id", "id"),)
