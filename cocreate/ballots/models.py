"""Ballots, append-only vote events, the one current vote per person and target, and tallies."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Method(enum.StrEnum):
    SUPPORT = "support"


class Ballot(Model):
    """A voting round of a call; `support` is open while the call collects or votes."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    method: Mapped[Method] = mapped_column(enum_column(Method), default=Method.SUPPORT)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("call_id", "method"),)


class VoteEvent(Model):
    """One act of a voter: cast, changed or withdrawn (weight 0). Never changed, never deleted."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    ballot_id: Mapped[int] = mapped_column(BigId)
    voter_id: Mapped[int] = mapped_column(BigId)
    target_id: Mapped[int] = mapped_column(BigId)
    weight: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.Index("ix_vote_event_voter", "call_id", "ballot_id", "voter_id", "target_id"),)


class Vote(Model):
    """The current mark of one person on one target: unique in the database."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ballot_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    target_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    voter_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    weight: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    set_aside_id: Mapped[int | None] = mapped_column(BigId)  # the decision by which it weighs nothing

    __table_args__ = (sa.Index("ix_vote_voter", "voter_id", "call_id", "ballot_id"),)


class Tally(Model):
    """The sum of current votes on a target, changed in the transaction that changes a vote."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ballot_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    target_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    votes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.Index("ix_tally_votes", "call_id", "ballot_id", "votes", "target_id"),)
