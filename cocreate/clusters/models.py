"""Clusters of like contributions, who stands behind each, every act upon them, and what was proposed."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class ActKind(enum.StrEnum):
    MAKE = "make"
    ADD = "add"
    TAKE_OUT = "take_out"
    SPLIT = "split"
    JOIN = "join"
    RENAME = "rename"
    DISMISS = "dismiss"
    UNDO = "undo"


class ProposalState(enum.StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Cluster(Model):
    """Like contributions of one call under a summary of what they say (归纳意见); no text, author or vote is in here.

    `size` counts members that are public or wait for review, `supporters` the people behind them, each once. A cluster
    that was undone or joined to another stays as a row that is not live."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[int]  # counts from 1 in each call, for addresses and commands
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    is_live: Mapped[bool] = mapped_column(default=True)
    size: Mapped[int] = mapped_column(default=0)
    supporters: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.UniqueConstraint("call_id", "number"),
        sa.Index("ix_cluster_size", "call_id", "is_live", "size", "id"),
    )


class ClusterMember(Model):
    """A contribution stands in a cluster: in one at most, which the primary key sees to."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cluster_id: Mapped[int] = mapped_column(BigId)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.ForeignKeyConstraint(["call_id", "cluster_id"], ["cluster.call_id", "cluster.id"]),
        sa.Index("ix_cluster_member_cluster", "call_id", "cluster_id", "contribution_id"),
    )


class ClusterPerson(Model):
    """Somebody who stands behind a cluster, and by how many marks: members they wrote or support."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cluster_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(40), primary_key=True)  # see rules.author_key
    marks: Mapped[int] = mapped_column(default=1)


class ClusterAct(Model):
    """What somebody did to clusters, with all that is needed to undo it exactly.

    `moves` holds [contribution id, cluster id before or null, after or null], `titles` [cluster id, title before or null,
    after or null]; null stands for no cluster. An act that has been undone names the act that undid it."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[ActKind] = mapped_column(enum_column(ActKind))
    cluster_id: Mapped[int | None] = mapped_column(BigId)
    proposal_id: Mapped[int | None] = mapped_column(BigId)
    moves: Mapped[list] = mapped_column(default=list)
    titles: Mapped[list] = mapped_column(default=list)
    undoes_id: Mapped[int | None] = mapped_column(BigId)
    undone_by_id: Mapped[int | None] = mapped_column(BigId)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    by: Mapped[User | None] = relationship(lazy="raise_on_sql", viewonly=True)


class ClusterProposal(Model):
    """Contributions that the machine thinks alike, and why; `cluster_id` is set when they fit one that exists.

    `members` are contribution ids in order, `why` holds words, likeness and maybe clause_id."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    state: Mapped[ProposalState] = mapped_column(enum_column(ProposalState), default=ProposalState.WAITING)
    rank: Mapped[int]  # the order of one run: the largest first
    cluster_id: Mapped[int | None] = mapped_column(BigId)
    members: Mapped[list] = mapped_column(default=list)
    why: Mapped[dict] = mapped_column(default=dict)

    __table_args__ = (sa.Index("ix_cluster_proposal_rank", "call_id", "state", "rank"),)


class ClusterSearch(Model):
    """When like contributions of a call were last looked for, and whether somebody waits for it."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]
    looked_at: Mapped[int] = mapped_column(default=0)  # contributions
    found: Mapped[int] = mapped_column(default=0)  # proposals
