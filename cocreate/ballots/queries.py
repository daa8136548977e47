"""Every question about votes that is put to the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.ballots.models import Ballot, Method, Tally, Vote, VoteEvent
from cocreate.core.db import db


@dataclass(frozen=True)
class Audit:
    """The votes of a call counted anew."""

    events: int
    current: int
    tallies_equal: bool


def find_ballot(call_id: int, method: Method = Method.SUPPORT) -> Ballot | None:
    """The call's ballot of this method, if anyone has voted."""
    return db.session.scalar(sa.select(Ballot).where(Ballot.call_id == call_id, Ballot.method == method))


BALLOT_ID = sa.select(Ballot.id).where(
    Ballot.call_id == sa.bindparam("call_id"), Ballot.method == Method.SUPPORT
)


def ballot_id(call_id: int) -> int | None:
    """The id of the call's ballot of support, if anyone has voted."""
    return db.session.scalar(BALLOT_ID, {"call_id": call_id})


def tallies(call_id: int, target_ids: Iterable[int]) -> dict[int, int]:
    """Votes by target, in one statement; targets without a vote are absent."""
    statement = (
        sa.select(Tally.target_id, Tally.votes)
        .join(Ballot, sa.and_(Ballot.call_id == Tally.call_id, Ballot.id == Tally.ballot_id))
        .where(
            Tally.call_id == call_id, Ballot.method == Method.SUPPORT, Tally.target_id.in_(set(target_ids))
        )
    )
    return {target: votes for target, votes in db.session.execute(statement)}


TALLIES_FOR = (
    sa.select(Tally.target_id, Tally.votes, Vote.weight)
    .join(Ballot, sa.and_(Ballot.call_id == Tally.call_id, Ballot.id == Tally.ballot_id))
    .outerjoin(
        Vote,
        sa.and_(
            Vote.call_id == Tally.call_id,
            Vote.ballot_id == Tally.ballot_id,
            Vote.target_id == Tally.target_id,
            Vote.voter_id == sa.bindparam("reader_id"),
        ),
    )
    .where(
        Tally.call_id == sa.bindparam("call_id"),
        Ballot.method == Method.SUPPORT,
        Tally.target_id.in_(sa.bindparam("targets", expanding=True)),
    )
)


def tallies_for(
    reader_id: int | None, call_id: int, target_ids: Iterable[int]
) -> dict[int, tuple[int, bool]]:
    """By target the votes and whether the reader's is among them, in one statement; those without a vote are absent."""
    asked = {"reader_id": reader_id, "call_id": call_id, "targets": list(target_ids)}
    rows = db.session.execute(TALLIES_FOR, asked)
    return {target: (votes, bool(weight)) for target, votes, weight in rows}


def supported_by(user_id: int, call_id: int, target_ids: Iterable[int]) -> set[int]:
    """Which of the targets this person supports, in one statement."""
    statement = sa.select(Vote.target_id).where(
        Vote.call_id == call_id,
        Vote.voter_id == user_id,
        Vote.target_id.in_(set(target_ids)),
        Vote.weight > 0,
    )
    return set(db.session.scalars(statement))


def is_set_aside(call_id: int, ballot_id: int, target_id: int, voter_id: int | None) -> bool:
    """Whether this vote was set aside by a decision."""
    mine = sa.and_(Vote.ballot_id == ballot_id, Vote.target_id == target_id, Vote.voter_id == voter_id)
    found = sa.select(Vote.set_aside_id).where(Vote.call_id == call_id, mine)
    return db.session.scalar(found) is not None


def supporters(call_id: int, target_id: int) -> list[int]:
    """Ids of the people who support the target now."""
    statement = sa.select(Vote.voter_id).where(
        Vote.call_id == call_id, Vote.target_id == target_id, Vote.weight > 0
    )
    return list(db.session.scalars(statement))


def voters(call_id: int, target_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Who supports which of the targets now, as (target id, user id), in one statement."""
    statement = sa.select(Vote.target_id, Vote.voter_id).where(
        Vote.call_id == call_id, Vote.target_id.in_(set(target_ids)), Vote.weight > 0
    )
    return [(target, voter) for target, voter in db.session.execute(statement)]


def most_supported(call_id: int, limit: int = 20) -> list[tuple[int, int]]:
    """Targets with the most votes as (id, votes); for calls on which voting is over."""
    statement = (
        sa.select(Tally.target_id, Tally.votes)
        .join(Ballot, sa.and_(Ballot.call_id == Tally.call_id, Ballot.id == Tally.ballot_id))
        .where(Tally.call_id == call_id, Ballot.method == Method.SUPPORT, Tally.votes > 0)
        .order_by(Tally.votes.desc(), Tally.target_id)
        .limit(limit)
    )
    return [(target, votes) for target, votes in db.session.execute(statement)]


def audit(call_id: int) -> Audit:
    """Compare tallies with current votes, and current votes with the last event of each voter and target."""
    count = sa.func.count()
    events = (
        db.session.scalar(sa.select(count).select_from(VoteEvent).where(VoteEvent.call_id == call_id)) or 0
    )
    current = db.session.scalar(sa.select(count).where(Vote.call_id == call_id, Vote.weight > 0)) or 0
    key = (Vote.ballot_id, Vote.target_id)
    summed = sa.select(*key, sa.func.sum(Vote.weight)).where(Vote.call_id == call_id).group_by(*key)
    from_votes = {(b, t): int(n) for b, t, n in db.session.execute(summed) if n}
    kept = sa.select(Tally.ballot_id, Tally.target_id, Tally.votes).where(Tally.call_id == call_id)
    from_tallies = {(b, t): n for b, t, n in db.session.execute(kept) if n}
    return Audit(events, current, from_votes == from_tallies and _last_events(call_id) == _votes(call_id))


def _votes(call_id: int) -> dict[tuple[int, int, int], int]:
    columns = (Vote.ballot_id, Vote.target_id, Vote.voter_id, Vote.weight)
    rows = db.session.execute(sa.select(*columns).where(Vote.call_id == call_id))
    return {(b, t, v): w for b, t, v, w in rows}


def _last_events(call_id: int) -> dict[tuple[int, int, int], int]:
    columns = (VoteEvent.ballot_id, VoteEvent.target_id, VoteEvent.voter_id, VoteEvent.weight)
    rows = db.session.execute(
        sa.select(*columns).where(VoteEvent.call_id == call_id).order_by(VoteEvent.at, VoteEvent.id)
    )
    return {(b, t, v): w for b, t, v, w in rows}
