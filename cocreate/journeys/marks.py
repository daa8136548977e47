"""What stands beside a contribution in a list, from all the rooms that know something of it: votes, comments, its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cocreate.ballots.models import Ballot, Method, Tally, Vote
from cocreate.clusters.models import Cluster, ClusterMember
from cocreate.contributions.models import CommentCount, Contribution
from cocreate.core.db import BigId, among, db
from cocreate.milestones.models import Confirmation
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState


@dataclass(frozen=True)
class Marks:
    """Supporters, whether the reader is one of them, comments the public sees, the public answer, and the cluster."""

    votes: int = 0
    is_mine: bool = False
    comments: int = 0
    answer: Disposition | None = None
    cluster: Cluster | None = None


def marks(call_id: int, contribution_ids: Iterable[int], reader_id: int | None) -> dict[int, Marks]:
    """The marks of contributions of one call by id, in one statement; `reader_id` is None for guests."""
    chosen = sa.and_(Contribution.call_id == call_id, Contribution.id.in_(set(contribution_ids)))
    return _marks(chosen, reader_id)


def marks_by_keys(keys: Iterable[tuple[int, int]], reader_id: int | None) -> dict[int, Marks]:
    """The same in several calls, wanted by (call id, contribution id)."""
    return _marks(among(Contribution.call_id, Contribution.id, keys), reader_id)


@dataclass(frozen=True)
class Own:
    """What one reader has to do with a contribution; `has_said` if they commented on it or said whether it was kept."""

    votes: int
    is_mine: bool
    has_said: bool


def own(call_id: int, contribution_id: int, reader_id: int | None) -> Own:
    """Supporters of a contribution and what is the reader's own about it, in one statement."""
    asked = {"call_id": call_id, "contribution_id": contribution_id, "reader_id": reader_id or 0}
    votes, *own = db.session.execute(OWN, asked).one()
    is_mine, has_commented, has_confirmed = map(bool, own)
    return Own(votes or 0, is_mine, has_commented or has_confirmed)


def _own() -> sa.Select[Any]:
    call_id, one, reader = (
        sa.bindparam(name, type_=BigId) for name in ("call_id", "contribution_id", "reader_id")
    )
    ballot = sa.and_(Ballot.call_id == call_id, Ballot.method == Method.SUPPORT)
    tally = sa.and_(Tally.call_id == call_id, Tally.ballot_id == Ballot.id, Tally.target_id == one)
    vote = sa.and_(Vote.call_id == call_id, Vote.ballot_id == Ballot.id, Vote.target_id == one)
    comment = sa.and_(
        Contribution.call_id == call_id, Contribution.root_id == one, Contribution.author_id == reader
    )
    confirmed = sa.and_(Confirmation.call_id == call_id, Confirmation.user_id == reader)
    return sa.select(
        sa.select(Tally.votes).where(ballot, tally).scalar_subquery(),
        sa.exists().where(ballot, vote, Vote.voter_id == reader, Vote.weight > 0),
        sa.exists().where(comment),
        sa.exists().where(confirmed),
    )


OWN = _own()


def _marks(chosen: sa.ColumnElement[bool], reader_id: int | None) -> dict[int, Marks]:
    statement = (
        sa.select(Contribution.id, Tally.votes, Vote.weight, CommentCount.listed, Disposition, Cluster)
        .select_from(Contribution)
        .outerjoin(Ballot, sa.and_(Ballot.call_id == Contribution.call_id, Ballot.method == Method.SUPPORT))
        .outerjoin(
            Tally, sa.and_(_of(Tally), Tally.ballot_id == Ballot.id, Tally.target_id == Contribution.id)
        )
        .outerjoin(Vote, _own_vote(reader_id))
        .outerjoin(CommentCount, sa.and_(_of(CommentCount), CommentCount.contribution_id == Contribution.id))
        .outerjoin(Outcome, Outcome.call_id == Contribution.call_id)
        .outerjoin(Disposition, public_answer())
        .outerjoin(
            ClusterMember, sa.and_(_of(ClusterMember), ClusterMember.contribution_id == Contribution.id)
        )
        .outerjoin(Cluster, sa.and_(_of(Cluster), Cluster.id == ClusterMember.cluster_id))
        .where(chosen)
    )
    return {
        row_id: Marks(votes or 0, bool(weight), comments or 0, answer, cluster)
        for row_id, votes, weight, comments, answer, cluster in db.session.execute(statement)
    }


def _of(model: Any) -> sa.ColumnElement[bool]:
    return model.call_id == Contribution.call_id


def _own_vote(reader_id: int | None) -> sa.ColumnElement[bool]:
    if reader_id is None:
        return sa.false()
    return sa.and_(
        _of(Vote), Vote.ballot_id == Ballot.id, Vote.target_id == Contribution.id, Vote.voter_id == reader_id
    )


def public_answer() -> sa.ColumnElement[bool]:
    """Joins the answer that the public sees to a contribution; the outcome of its call is joined already."""
    is_public = sa.or_(Disposition.published_at.is_not(None), Outcome.state == OutcomeState.PUBLISHED)
    return sa.and_(
        _of(Disposition), Disposition.contribution_id == Contribution.id, Disposition.is_current, is_public
    )
