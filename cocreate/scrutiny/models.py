"""Where votes came from, kept apart, sealed and for a while; and decisions that set votes aside."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id

SUPPORT = 0  # stands for the ballot of support, which has no row in the table of polls


class DecisionKind(enum.StrEnum):
    SET_ASIDE = "set_aside"
    RESTORE = "restore"


class DecisionState(enum.StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class VoteTrace(Model):
    """From where somebody voted in a ballot: once for each network and device. `sealed` is encrypted; `mark` only says
    that two requests came from the same place. Deleted when the ballot and its review no longer need it."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    poll_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    voter_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    mark: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    sealed: Mapped[bytes]

    __table_args__ = ({"sqlite_with_rowid": False},)


class VoteDecision(Model):
    """That the votes of some people are no longer counted in a ballot, or are counted again: proposed by one, decided
    by another. `signals` holds what was seen, as plain values; `people` and `votes` are what was changed."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[int]
    poll_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[DecisionKind] = mapped_column(enum_column(DecisionKind))
    state: Mapped[DecisionState] = mapped_column(enum_column(DecisionState), default=DecisionState.PROPOSED)
    undoes_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(sa.Text)
    signals: Mapped[list] = mapped_column(default=list)
    people: Mapped[int] = mapped_column(default=0)
    votes: Mapped[int] = mapped_column(default=0)
    proposed_by_id: Mapped[int | None] = mapped_column(BigId)
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")  # of who decided

    __table_args__ = (
        sa.UniqueConstraint("call_id", "number"),
        sa.Index("ix_vote_decision_poll", "call_id", "poll_id", "state"),
    )


class DecidedVoter(Model):
    """Whose votes a decision is about."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    voter_id: Mapped[int] = mapped_column(BigId, primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)
