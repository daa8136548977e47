"""Every question about proposals, and the texts they are made of, that is put to the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.clusters.models import ClusterAct, ClusterProposal, ClusterSearch, ProposalState
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Revision
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of


def proposals(call_id: int, *, after: int | None = None, limit: int = 10) -> Page[ClusterProposal]:
    """One page of the proposals that wait for an editor, in their order; `after` is a rank."""
    statement = sa.select(ClusterProposal).where(
        ClusterProposal.call_id == call_id, ClusterProposal.state == ProposalState.WAITING
    )
    if after is not None:
        statement = statement.where(ClusterProposal.rank > after)
    rows = db.session.scalars(statement.order_by(ClusterProposal.rank).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: row.rank)


def proposals_in(call_id: int, *states: ProposalState) -> Sequence[ClusterProposal]:
    """All proposals of a call in these states, in their order."""
    statement = sa.select(ClusterProposal).where(
        ClusterProposal.call_id == call_id, ClusterProposal.state.in_(states)
    )
    return db.session.scalars(statement.order_by(ClusterProposal.rank)).all()


def waiting(call_id: int) -> int:
    """How many proposals wait for an editor."""
    statement = sa.select(sa.func.count()).where(
        ClusterProposal.call_id == call_id, ClusterProposal.state == ProposalState.WAITING
    )
    return db.session.scalar(statement) or 0


def get_proposal(call_id: int, proposal_id: int) -> ClusterProposal:
    """A proposal by its row id. NotFound when there is none, or when a newer look has replaced it."""
    found = db.session.get(ClusterProposal, (call_id, proposal_id)) if 0 < proposal_id < 2**63 else None
    if found is None:
        raise NotFound(_l("This proposal has been replaced by newer ones."))
    return found


def last_search(call_id: int) -> ClusterSearch | None:
    """When like contributions were last looked for."""
    return db.session.get(ClusterSearch, call_id)


@dataclass(frozen=True)
class Text:
    """What a contribution says, as far as likeness is asked."""

    id: int
    title: str
    body: str
    clause_id: int | None = None


def texts(call_id: int) -> list[Text]:
    """All contributions of a call that want an answer, in order of arrival, one plain value each."""
    statement = (
        sa.select(Contribution.id, Revision.title, Revision.body, Contribution.clause_id)
        .join(
            Revision,
            sa.and_(
                Revision.call_id == Contribution.call_id,
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision_number,
            ),
        )
        .where(Contribution.call_id == call_id, contributions.wants_answer())
        .order_by(Contribution.id)
    )
    return [Text(*row) for row in db.session.execute(statement)]


def shared_words(call_id: int, cluster_id: int) -> list[str]:
    """The words for which the members of a cluster were proposed; none when it was made by hand."""
    statement = (
        sa.select(ClusterProposal.why)
        .join(
            ClusterAct,
            sa.and_(
                ClusterAct.call_id == ClusterProposal.call_id, ClusterAct.proposal_id == ClusterProposal.id
            ),
        )
        .where(ClusterAct.call_id == call_id, ClusterAct.cluster_id == cluster_id)
        .order_by(ClusterAct.id)
        .limit(1)
    )
    why = db.session.scalar(statement)
    return list(why["words"]) if why else []
