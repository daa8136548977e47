"""Every question to the database about proposed answers, and about answers that were public before."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.outcomes.desk_models import Assent, Proposal, Ruling

NONE_WAITS = _l("No new answer waits for its approval here.")


@dataclass(frozen=True)
class Waiting:
    """A proposed answer with what it is about, and how many have approved it."""

    proposal: Proposal
    contribution: Contribution
    approved: int


def get(call_id: int, proposal_id: int) -> Proposal:
    """One proposal. NotFound when there is none."""
    found = db.session.get(Proposal, (call_id, proposal_id))
    if found is None:
        raise NotFound(NONE_WAITS)
    return found


def waiting_for(call_id: int, contribution_id: int) -> Proposal | None:
    """The proposal about a contribution that waits for approval; there is at most one."""
    return db.session.scalar(_waiting(call_id).where(Proposal.contribution_id == contribution_id))


def get_waiting(contribution: Contribution, seen: int | None = None) -> Proposal:
    """The proposal about a contribution that waits for approval. NotFound when none does.

    With `seen` it is the one with this id, whatever became of it, so that nobody approves what they have not read."""
    call_id = contribution.call_id
    found = (
        waiting_for(call_id, contribution.id) if seen is None else db.session.get(Proposal, (call_id, seen))
    )
    if found is None or found.contribution_id != contribution.id:
        raise NotFound(NONE_WAITS)
    return found


def waiting(call_id: int, limit: int = 200) -> list[Waiting]:
    """What waits for approval in a call, the oldest first; one statement."""
    approved = (
        sa.select(sa.func.count())
        .where(Assent.call_id == Proposal.call_id, Assent.proposal_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )
    same = sa.and_(Contribution.call_id == Proposal.call_id, Contribution.id == Proposal.contribution_id)
    statement = (
        sa.select(Proposal, Contribution, approved)
        .join(Contribution, same)
        .where(Proposal.call_id == call_id, Proposal.ruling == Ruling.WAITING)
        .order_by(Proposal.id)
        .limit(limit)
        .options(joinedload(Contribution.author))
    )
    return [Waiting(*row) for row in db.session.execute(statement)]


def latest(call_id: int, contribution_id: int) -> Proposal | None:
    """The newest proposal about a contribution, whatever became of it."""
    wanted = sa.select(Proposal).where(
        Proposal.call_id == call_id, Proposal.contribution_id == contribution_id
    )
    return db.session.scalar(wanted.order_by(Proposal.id.desc()).limit(1))


def assents(row: Proposal) -> set[int]:
    """Who has approved a proposal so far."""
    said = sa.select(Assent.approver_id).where(Assent.call_id == row.call_id, Assent.proposal_id == row.id)
    return set(db.session.scalars(said))


def _waiting(call_id: int) -> sa.Select[Proposal]:
    return sa.select(Proposal).where(Proposal.call_id == call_id, Proposal.ruling == Ruling.WAITING)
