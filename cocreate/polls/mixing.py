"""Takes away what the order of rows says about secret ballots: who voted and what was voted are written anew, shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import is_in_order_of_arrival, sweep, write_in_random_order
from cocreate.polls.models import Poll, PollMark, PollTally, PollVoter

TABLES = (PollVoter, PollMark, PollTally)
AFTERWARDS = timedelta(days=1)  # after the close, in case the worker stood still meanwhile


def mix_due() -> int:
    """Mix every secret ballot in which somebody voted since the last time; commits, and returns how many were mixed."""
    found = [poll for poll in _secret() if _is_fresh(poll)]
    for poll in found:
        for table in TABLES:
            write_in_random_order(db.session, table.__table__, _key(poll))
    db.session.commit()
    if found:
        sweep(db.engine, [table.__tablename__ for table in TABLES])
    return len(found)


def _secret() -> Sequence[Poll]:
    these = (Poll.is_secret, Poll.opens_at <= now(), Poll.closes_at > now() - AFTERWARDS)
    return db.session.scalars(sa.select(Poll).where(*these)).all()


def _is_fresh(poll: Poll) -> bool:
    return is_in_order_of_arrival(db.session, PollVoter.__table__, _key(poll))


def _key(poll: Poll) -> dict[str, int]:
    return {"call_id": poll.call_id, "poll_id": poll.id}
