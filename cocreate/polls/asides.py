"""Takes the sheets of some voters out of the count, and puts them back; marks and events stay as they are.

Who may do that, and why, is decided by the room that calls (scrutiny)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.polls import queries
from cocreate.polls.events import PollChanged
from cocreate.polls.models import Poll, PollMark, PollVoter
from cocreate.polls.service import SLOTS, add_to_tallies

SOME = 1000  # voters of one statement


def set_aside(poll: Poll, voter_ids: Collection[int], decision_id: int) -> tuple[int, int]:
    """Count the sheets of these voters no longer; returns how many people and votes that took out.

    Their rows are locked first, so that what they send at this moment is either in it or refused."""
    found = [one for some in _batches(voter_ids) for one in _switch(poll, some, None, decision_id)]
    return _count(poll, found, -1)


def restore(poll: Poll, decision_id: int) -> tuple[int, int]:
    """Count again what a decision had set aside; returns how many people and votes that put back."""
    return _count(poll, _switch(poll, None, decision_id, None), 1)


def _batches(voter_ids: Collection[int]) -> Iterator[tuple[int, ...]]:
    ordered = sorted(set(voter_ids))
    return (tuple(ordered[start : start + SOME]) for start in range(0, len(ordered), SOME))


def _switch(poll: Poll, some: Collection[int] | None, before: int | None, after: int | None) -> list[int]:
    these = [PollVoter.call_id == poll.call_id, PollVoter.poll_id == poll.id]
    these += [PollVoter.voter_id.in_(some)] if some is not None else []
    statement = (
        sa.update(PollVoter)
        .where(*these, PollVoter.set_aside_id.is_not_distinct_from(before))
        .values(set_aside_id=after)
        .returning(PollVoter.voter_id)
        .execution_options(synchronize_session=False)
    )
    return list(db.session.scalars(statement))


def _count(poll: Poll, voter_ids: Collection[int], step: int) -> tuple[int, int]:
    """Bring the tallies to what they are with, or without, the sheets of these voters."""
    slots: dict[int, queries.Counts] = defaultdict(lambda: defaultdict(int))
    people, votes = set[int](), 0
    for some in _batches(voter_ids):
        rows = sa.select(PollMark.voter_id, PollMark.option_id, PollMark.value).where(
            PollMark.call_id == poll.call_id, PollMark.poll_id == poll.id, PollMark.voter_id.in_(some)
        )
        for voter, option, value in db.session.execute(rows):
            people.add(voter)
            votes += 1
            slots[voter % SLOTS][option, value] += step
    for voter in people:
        slots[voter % SLOTS][queries.VOTERS] += step
    for slot in sorted(slots):
        add_to_tallies(poll, slots[slot], slot)
    emit(PollChanged(poll.call_id, poll.id))
    return len(people), votes
