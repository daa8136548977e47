"""Every question about the review of votes that is put to the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from cocreate.accounts.models import User
from cocreate.ballots.models import VoteEvent
from cocreate.calls.models import Call
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.polls import queries as polls
from cocreate.polls.models import Method, Poll, PollEvent, PollOption, PollVoter
from cocreate.scrutiny.models import (
    SUPPORT,
    DecidedVoter,
    DecisionKind,
    DecisionState,
    VoteDecision,
    VoteTrace,
)
from cocreate.scrutiny.rules import Act, Trace
from cocreate.scrutiny.sealing import digest, unseal

LOOKED_AT = 200_000  # the newest marks of a ballot
SOME = 1000


@dataclass(frozen=True)
class Round:
    """A ballot as the review sees it; `number` 0 and no poll is the support that every call has."""

    call_id: int
    number: int
    poll: Poll | None
    closed_at: datetime | None
    approved_at: datetime | None

    @property
    def poll_id(self) -> int:
        return self.poll.id if self.poll else SUPPORT

    @property
    def is_secret(self) -> bool:
        return self.poll is not None and self.poll.is_secret

    @property
    def salt(self) -> str:
        """What makes digests of this ballot differ from those of others."""
        return f"{self.call_id}.{self.poll_id}"


def rounds(call: Call) -> list[Round]:
    """All ballots of a call, support first."""
    return [_support(call), *(_round(poll) for poll in polls.of_call(call.id))]


def get_round(call: Call, number: int) -> Round:
    """A ballot by its number, 0 for support. NotFound when there is none."""
    return _support(call) if number == SUPPORT else _round(polls.get(call.id, number))


def _support(call: Call) -> Round:
    return Round(call.id, SUPPORT, None, call.votes_until or call.closed_at, call.published_at)


def _round(poll: Poll) -> Round:
    return Round(poll.call_id, poll.number, poll, poll.closes_at, poll.approved_at)


def acts(which: Round) -> list[Act]:
    """The newest marks of a ballot, in the order of time; those that are set aside already are left out."""
    if which.poll is None:
        return _supports(which)
    one = PollEvent
    mine = (PollVoter.call_id == one.call_id, PollVoter.poll_id == one.poll_id)
    statement = (
        sa.select(one.voter_id, one.at, one.option_id, one.value)
        .join(PollVoter, sa.and_(*mine, PollVoter.voter_id == one.voter_id))
        .where(one.call_id == which.call_id, one.poll_id == which.poll_id, PollVoter.set_aside_id.is_(None))
        .order_by(one.id.desc())
        .limit(LOOKED_AT)
    )
    return [Act(*row) for row in reversed(db.session.execute(statement).all())]


def _supports(which: Round) -> list[Act]:
    one = VoteEvent
    statement = (
        sa.select(one.voter_id, one.at, one.target_id, one.weight)
        .where(one.call_id == which.call_id)
        .order_by(one.id.desc())
        .limit(LOOKED_AT)
    )
    rows = reversed(db.session.execute(statement).all())
    return [Act(voter, at, target, weight or None) for voter, at, target, weight in rows]


def traces(which: Round) -> list[Trace]:
    """From where people voted in a ballot, as digests."""
    statement = sa.select(VoteTrace.voter_id, VoteTrace.sealed).where(
        VoteTrace.call_id == which.call_id, VoteTrace.poll_id == which.poll_id
    )
    found = []
    for voter, sealed in db.session.execute(statement):
        origin = unseal(sealed, f"{which.salt}.{voter}")
        network = digest(which.salt, origin.network)
        found.append(Trace(voter, network, digest(which.salt, origin.network, origin.device)))
    return found


def accounts_made(voter_ids: Collection[int]) -> dict[int, datetime]:
    """When the accounts of these voters were made."""
    ordered, found = sorted(set(voter_ids)), dict[int, datetime]()
    for start in range(0, len(ordered), SOME):
        some = sa.select(User.id, User.created_at).where(User.id.in_(ordered[start : start + SOME]))
        found.update((voter, at) for voter, at in db.session.execute(some))
    return found


def positions(which: Round) -> int:
    """From how many places the order of the options can start; 1 where a whole sheet is sent at once."""
    if which.poll is None or which.poll.method is not Method.OPINION:
        return 1
    mine = (PollOption.call_id == which.call_id, PollOption.poll_id == which.poll_id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(PollOption).where(*mine)) or 1


def get(call_id: int, number: int) -> VoteDecision:
    """A decision by its number within the call. NotFound when there is none."""
    statement = sa.select(VoteDecision).where(VoteDecision.call_id == call_id, VoteDecision.number == number)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound(_l("There is no such decision."))
    return found


def by_id(call_id: int, decision_id: int) -> VoteDecision:
    """A decision by its id. NotFound when there is none."""
    found = db.session.get(VoteDecision, (call_id, decision_id))
    if found is None:
        raise NotFound(_l("There is no such decision."))
    return found


def decisions(call_id: int) -> Sequence[VoteDecision]:
    """All decisions about votes of a call, the first one first."""
    mine = sa.select(VoteDecision).where(VoteDecision.call_id == call_id)
    return db.session.scalars(mine.order_by(VoteDecision.number)).all()


def confirmed(call_id: int, poll_id: int | None = None) -> Sequence[VoteDecision]:
    """What has been decided and stands, of one ballot or of the whole call, the first one first."""
    mine = sa.select(VoteDecision).where(
        VoteDecision.call_id == call_id, VoteDecision.state == DecisionState.CONFIRMED
    )
    if poll_id is not None:
        mine = mine.where(VoteDecision.poll_id == poll_id)
    return db.session.scalars(mine.order_by(VoteDecision.number)).all()


def is_undone(decision: VoteDecision) -> bool:
    """Whether what a decision set aside is, or may soon be, counted again."""
    later = sa.select(VoteDecision.id).where(
        VoteDecision.call_id == decision.call_id,
        VoteDecision.undoes_id == decision.id,
        VoteDecision.kind == DecisionKind.RESTORE,
        VoteDecision.state != DecisionState.REFUSED,
    )
    return db.session.scalar(later) is not None


def voters(decision: VoteDecision) -> list[int]:
    """Whose votes a decision is about."""
    mine = (DecidedVoter.call_id == decision.call_id, DecidedVoter.decision_id == decision.id)
    return list(db.session.scalars(sa.select(DecidedVoter.voter_id).where(*mine)))


def is_waiting(call_id: int, poll_id: int) -> bool:
    """Whether a proposal about this ballot waits for somebody to decide."""
    statement = sa.select(VoteDecision.id).where(
        VoteDecision.call_id == call_id,
        VoteDecision.poll_id == poll_id,
        VoteDecision.state == DecisionState.PROPOSED,
    )
    return db.session.scalar(statement.limit(1)) is not None


def calls_with_traces() -> Sequence[Call]:
    """Calls in which it is still kept from where people voted."""
    some = sa.exists().where(VoteTrace.call_id == Call.id)
    return db.session.scalars(sa.select(Call).where(some)).all()
