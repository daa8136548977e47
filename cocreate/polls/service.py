"""Ballots are set up, people fill in their sheets, rules get stricter, results are approved."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.polls import queries, rules
from cocreate.polls.events import PollChanged, PollSetUp, SheetCast
from cocreate.polls.models import (
    Poll,
    PollChange,
    PollEvent,
    PollMark,
    PollOption,
    PollTally,
    PollVoter,
    Showing,
)

SLOTS = 8
SECRET_ID_BITS = 62
SET_ASIDE = _l(
    "Your votes in this ballot were set aside after a review. The reason stands with the ballots of this call."
)
Changes = Mapping[int, tuple[int | None, int | None]]


def set_up(actor: Actor, call: Call, setup: rules.Setup) -> Poll:
    """Add a ballot to a call. Invalid with reasons by field when it can't be held like this."""
    require(actor, "poll.create", call)
    rules.check_setup(setup)
    lock(call)
    poll = Poll(
        call_id=call.id,
        id=new_id(),
        number=len(queries.of_call(call.id)) + 1,
        method=setup.method,
        question=setup.question.strip(),
        about=setup.about.strip(),
        settings=setup.settings,
        electorate=setup.electorate,
        showing=setup.showing,
        is_secret=setup.is_secret,
        opens_at=setup.opens_at,
        closes_at=setup.closes_at,
        created_by_id=actor.user_id,
    )
    db.session.add(poll)
    db.session.flush()
    for number, (title, cost) in enumerate(setup.options, 1):
        option = PollOption(call_id=call.id, poll_id=poll.id, number=number, title=title.strip(), cost=cost)
        db.session.add(option)
    db.session.flush()
    emit(PollSetUp(call.id, poll.id))
    return poll


def cast(actor: Actor, poll: Poll, call: Call, sheet: Mapping[int, int]) -> int:
    """Put this sheet (values by option id) in place of what the person marked before; an empty one withdraws the vote.

    Returns how many marks changed. Invalid when the sheet is no ballot of this method."""
    return _cast(actor, poll, call, sheet, whole=True)


def mark(actor: Actor, poll: Poll, call: Call, option_id: int, value: int | None) -> int:
    """Mark one option (None takes the mark back) and leave the others as they are; returns 1 when it changed."""
    marked = {} if value is None else {option_id: value}
    return _cast(actor, poll, call, marked, whole=False, taken_back=option_id)


def show_later(actor: Actor, poll: Poll, call: Call, showing: Showing, reason: str) -> Poll:
    """Show results later or to fewer: never the other way, and publicly with the reason."""
    require(actor, "poll.change", (poll, call))
    lock(poll)
    rules.check_change(poll.showing, showing, reason)
    change = PollChange(
        call_id=call.id,
        poll_id=poll.id,
        name="showing",
        before=poll.showing.value,
        after=showing.value,
        reason=reason.strip(),
        by_id=actor.user_id,
    )
    db.session.add(change)
    poll.showing = showing
    db.session.flush()
    emit(PollChanged(call.id, poll.id))
    return poll


def approve(actor: Actor, poll: Poll, call: Call) -> Poll:
    """Let the result out, after voting is over."""
    lock(poll)
    require(actor, "poll.approve", (poll, call))
    poll.approved_at, poll.approved_by_id = now(), actor.user_id
    db.session.flush()
    emit(PollChanged(call.id, poll.id))
    return poll


def _cast(
    actor: Actor,
    poll: Poll,
    call: Call,
    sheet: Mapping[int, int],
    *,
    whole: bool,
    taken_back: int | None = None,
) -> int:
    require(actor, "poll.vote", (poll, call))
    rules.check_sheet(poll.method, poll.settings, queries.options(poll), sheet)
    if poll.is_secret:
        return _cast_secretly(poll, actor.user_id or 0, sheet)
    act = _enter(poll, actor.user_id or 0)
    before = queries.marks_of(poll, actor.user_id)
    kept = {} if whole else {key: value for key, value in before.items() if key != taken_back}
    changes = rules.differences(before, kept | dict(sheet))
    if changes:
        _record(poll, actor.user_id or 0, act, changes)
        _write(poll, actor.user_id or 0, changes, was_empty=not before)
    return len(changes)


def _cast_secretly(poll: Poll, voter_id: int, sheet: Mapping[int, int]) -> int:
    """Note who voted, and put the sheet into the urn: nothing that is stored joins the two, so there is no way back."""
    if not sheet:
        raise Invalid(_l("Your ballot is empty. A secret ballot is cast once, so please mark it first."))
    if _enter(poll, voter_id) > 1:
        raise Conflict(
            _l(
                "You have voted already. A secret ballot can't be changed: nobody can tell which one is yours."
            )
        )
    changes = rules.differences({}, sheet)
    _write(poll, secrets.randbits(SECRET_ID_BITS) + 1, changes, was_empty=True)
    return len(changes)


def _enter(poll: Poll, voter_id: int) -> int:
    """The number of this act of the voter. Until the transaction ends, other requests of the same person wait here."""
    key = {"call_id": poll.call_id, "poll_id": poll.id, "voter_id": voter_id}
    new = insert(db.session, PollVoter).values(**key, acts=1)
    statement = new.on_conflict_do_update(index_elements=list(key), set_={"acts": PollVoter.acts + 1})
    acts, set_aside_id = db.session.execute(statement.returning(PollVoter.acts, PollVoter.set_aside_id)).one()
    if set_aside_id is not None:
        raise Denied(SET_ASIDE)
    return int(acts)


def _record(poll: Poll, voter_id: int, act: int, changes: Changes) -> None:
    moment = now()
    rows = [
        {
            "call_id": poll.call_id,
            "id": new_id(),
            "poll_id": poll.id,
            "voter_id": voter_id,
            "option_id": option,
            "act": act,
            "value": after,
            "at": moment,
        }
        for option, (_before, after) in changes.items()
    ]
    db.session.execute(sa.insert(PollEvent).values(rows))


def _write(poll: Poll, voter_id: int, changes: Changes, *, was_empty: bool) -> None:
    """Bring marks and tallies to what they are after the changes."""
    key = {"call_id": poll.call_id, "poll_id": poll.id, "voter_id": voter_id}
    marks = [
        {**key, "option_id": option, "value": after}
        for option, (_before, after) in changes.items()
        if after is not None
    ]
    if marks:
        new = insert(db.session, PollMark).values(marks)
        indexed = ["call_id", "poll_id", "voter_id", "option_id"]
        db.session.execute(
            new.on_conflict_do_update(index_elements=indexed, set_={"value": new.excluded.value})
        )
    gone = [option for option, (_before, after) in changes.items() if after is None]
    if gone:
        mine = [getattr(PollMark, name) == value for name, value in key.items()]
        db.session.execute(
            sa.delete(PollMark)
            .where(*mine, PollMark.option_id.in_(gone))
            .execution_options(synchronize_session=False)
        )
    turnout = int(was_empty) - int(bool(gone) and not queries.marks_of(poll, voter_id))
    add_to_tallies(poll, _deltas(changes, turnout), voter_id % SLOTS)
    emit(SheetCast(poll.call_id, poll.id, len(changes), None if poll.is_secret else voter_id))


def _deltas(changes: Changes, turnout: int) -> queries.Counts:
    found: queries.Counts = {queries.VOTERS: turnout} if turnout else {}
    for option, (before, after) in changes.items():
        for value, step in ((before, -1), (after, 1)):
            if value is not None:
                found[option, value] = found.get((option, value), 0) + step
    return found


def add_to_tallies(poll: Poll, deltas: queries.Counts, slot: int) -> None:
    """Add to the tallies; rows are taken in one order by everybody, so that no two voters wait for each other."""
    rows = [
        {
            "call_id": poll.call_id,
            "poll_id": poll.id,
            "option_id": option,
            "value": value,
            "slot": slot,
            "votes": step,
        }
        for (option, value), step in sorted(deltas.items())
        if step
    ]
    if not rows:
        return
    new = insert(db.session, PollTally).values(rows)
    indexed = ["call_id", "poll_id", "option_id", "value", "slot"]
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=indexed, set_={"votes": PollTally.votes + new.excluded.votes}
        )
    )
