"""Giving contributions to departments, and what both sides do with them until the draft of the answer is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.accounts.queries import local_today
from cocreate.calendars import queries as calendars
from cocreate.calendars.events import CalendarChanged
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.contributions.queries import DUE_STATES
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.handling import queries, rules
from cocreate.handling.events import Assigned, AssignmentMoved
from cocreate.handling.models import Act, Assignment, HandlingStep, Part, State

BATCH = 500


@dataclass(frozen=True)
class Given:
    """What came of giving: how many assignments there are now that were not, and the numbers that were passed over."""

    count: int
    skipped: tuple[str, ...] = ()


def give(
    actor: Actor,
    call: Call,
    contributions: Sequence[Contribution],
    lead: Agency | None,
    assisting: Sequence[Agency] = (),
    *,
    days: int | None,
    note: str = "",
) -> Given:
    """Give contributions of a call to a leading and to assisting departments, due in so many working days.

    What a department has already, what has a leader already, and what can't be answered is passed over. Invalid by
    field; Conflict when nothing is left."""
    require(actor, "assignment.give", call)
    paths = [agency.path for agency in assisting]
    rules.check_departments(call.agency_path, lead.path if lead else None, paths)
    count, why = rules.check_days(days), rules.checked_reason(Act.GIVE, note)
    due_on = calendars.current().add(local_today(), count)
    fit = [one for one in contributions if not one.is_comment and one.state in DUE_STATES]
    if not contributions:
        raise Invalid(_l("Choose the contributions first, by the box at the head of each line."))
    given, made = 0, set()
    for agency, part in [*([(lead, Part.LEAD)] if lead else []), *((one, Part.ASSIST) for one in assisting)]:
        plan = _Plan(actor.user_id, agency, part, count, due_on, why)
        rows = [
            row for start in range(0, len(fit), BATCH) for row in _insert(plan, fit[start : start + BATCH])
        ]
        given += len(rows)
        made |= {contribution_id for _, contribution_id in rows}
        if rows:
            ids = tuple(assignment_id for assignment_id, _ in rows)
            emit(Assigned(call.id, agency.id, part.value, ids))
    if not given:
        raise Conflict(
            _l("Nothing was assigned: these contributions are in hand already, or can't be answered.")
        )
    return Given(given, tuple(one.number for one in contributions if one.id not in made))


@dataclass(frozen=True)
class _Plan:
    by_id: int | None
    agency: Agency
    part: Part
    workdays: int
    due_on: date
    note: str


def _insert(plan: _Plan, contributions: Sequence[Contribution]) -> list[tuple[int, int]]:
    """The assignments that could be made, as (id, contribution id): the database passes over what is there already."""
    if not contributions:
        return []
    values = [_row(plan, one) for one in contributions]
    new = insert(db.session, Assignment).values(values).on_conflict_do_nothing()
    rows = db.session.execute(new.returning(Assignment.id, Assignment.contribution_id)).all()
    steps = [
        {
            "call_id": contributions[0].call_id,
            "id": new_id(),
            "assignment_id": assignment_id,
            "act": Act.GIVE,
            "by_id": plan.by_id,
            "at": now(),
            "reason": plan.note,
            "until": plan.due_on,
        }
        for assignment_id, _ in rows
    ]
    if steps:
        db.session.execute(sa.insert(HandlingStep), steps)
    return [(row[0], row[1]) for row in rows]


def _row(plan: _Plan, contribution: Contribution) -> dict[str, Any]:
    return {
        "call_id": contribution.call_id,
        "id": new_id(),
        "contribution_id": contribution.id,
        "agency_id": plan.agency.id,
        "part": plan.part,
        "state": State.GIVEN,
        "given_by_id": plan.by_id,
        "given_on": local_today(),
        "workdays": plan.workdays,
        "due_on": plan.due_on,
        "is_pressed": False,
        "is_supervised": False,
        "proposal": "",
        "moved_at": now(),
    }


def accept(actor: Actor, assignment: Assignment) -> Assignment:
    """The department takes it on (签收)."""
    return _step(actor, assignment, Act.ACCEPT)


def send_back(actor: Actor, assignment: Assignment, reason: str) -> Assignment:
    """The department is not the right one and says why (退办); the contribution needs another assignment."""
    return _step(actor, assignment, Act.SEND_BACK, reason)


def ask(actor: Actor, assignment: Assignment, until: date | None, reason: str) -> Assignment:
    """The department asks for more time (延期申请)."""
    _begin(actor, assignment, Act.ASK, reason)
    if assignment.asked_for is not None:
        raise Conflict(_l("An extension has been asked for already. It waits for a decision."))
    day = rules.check_later(until, assignment.due_on, local_today())
    assignment.asked_for, assignment.asked_by_id = day, actor.user_id
    return _end(actor, assignment, Act.ASK, reason, day)


def extend(actor: Actor, assignment: Assignment, reason: str = "") -> Assignment:
    """Grant the extension that was asked for; the first due day is kept. Denied for whoever asked for it."""
    until = _decide(actor, assignment, Act.EXTEND, reason)
    if until <= local_today():
        raise Conflict(_l("The day that was asked for has passed meanwhile. Please refuse it."))
    assignment.first_due_on = assignment.first_due_on or assignment.due_on
    assignment.due_on = until
    return _end(actor, assignment, Act.EXTEND, reason, until)


def refuse(actor: Actor, assignment: Assignment, reason: str) -> Assignment:
    """Refuse the extension that was asked for, with the reason."""
    until = _decide(actor, assignment, Act.REFUSE, reason)
    return _end(actor, assignment, Act.REFUSE, reason, until)


def press(actor: Actor, assignment: Assignment, reason: str = "") -> Assignment:
    """Remind the department (催办)."""
    _begin(actor, assignment, Act.PRESS, reason)
    assignment.is_pressed = True
    return _end(actor, assignment, Act.PRESS, reason)


def supervise(actor: Actor, assignment: Assignment, reason: str) -> Assignment:
    """A supervisor takes an eye on it until it is done (督办)."""
    _begin(actor, assignment, Act.SUPERVISE, reason)
    assignment.is_supervised = True
    return _end(actor, assignment, Act.SUPERVISE, reason)


def hand_in(actor: Actor, assignment: Assignment, text: str) -> Assignment:
    """The department writes the answer it suggests; the editor of the call takes it over."""
    _begin(actor, assignment, Act.HAND_IN)
    assignment.proposal = rules.checked_proposal(text)
    return _end(actor, assignment, Act.HAND_IN)


def reopen(actor: Actor, assignment: Assignment, reason: str) -> Assignment:
    """The draft is not enough yet: the department works on it once more."""
    return _step(actor, assignment, Act.REOPEN, reason)


def recall(actor: Actor, assignment: Assignment, reason: str) -> Assignment:
    """Take it back from the department."""
    return _step(actor, assignment, Act.RECALL, reason)


def close_all(call_id: int) -> int:
    """The result of the call is published: what is still in hand is closed, in a few statements. Returns how many."""
    here = sa.and_(Assignment.call_id == call_id, Assignment.state.in_((*queries.OPEN, State.HANDED_IN)))
    change = sa.update(Assignment).where(here).values(state=State.CLOSED, asked_for=None, moved_at=now())
    change = change.returning(Assignment.id).execution_options(synchronize_session=False)
    ids = db.session.scalars(change).all()
    steps = [
        {
            "call_id": call_id,
            "id": new_id(),
            "assignment_id": one,
            "act": Act.CLOSE,
            "at": now(),
            "reason": "",
        }
        for one in ids
    ]
    if steps:
        db.session.execute(sa.insert(HandlingStep), steps)
    return len(ids)


def count_anew(fact: CalendarChanged) -> None:
    """Due days that were counted in working days move with the calendar; what was extended to a day stands."""
    counted = (Assignment.given_on, Assignment.workdays)
    here = sa.and_(Assignment.state.in_(queries.OPEN), Assignment.first_due_on.is_(None))
    calendar = calendars.current()
    for given_on, workdays in db.session.execute(sa.select(*counted).where(here).distinct()).all():
        same = sa.and_(here, Assignment.given_on == given_on, Assignment.workdays == workdays)
        change = sa.update(Assignment).where(same).values(due_on=calendar.add(given_on, workdays))
        db.session.execute(change.execution_options(synchronize_session=False))
    db.session.expire_all()


def _step(actor: Actor, assignment: Assignment, act: Act, reason: str = "") -> Assignment:
    _begin(actor, assignment, act, reason)
    return _end(actor, assignment, act, reason)


def _begin(actor: Actor, assignment: Assignment, act: Act, reason: str = "") -> None:
    """All that can refuse comes before the first change."""
    require(actor, f"assignment.{act.value}", assignment)
    rules.checked_reason(act, reason)
    lock(assignment)
    rules.after(assignment.state, act)


def _decide(actor: Actor, assignment: Assignment, act: Act, reason: str) -> date:
    _begin(actor, assignment, act, reason)
    if assignment.asked_for is None:
        raise Conflict(_l("No extension waits for a decision."))
    rules.check_decider(actor.user_id, assignment.asked_by_id)
    until, assignment.asked_for, assignment.asked_by_id = assignment.asked_for, None, None
    return until


def _end(
    actor: Actor, assignment: Assignment, act: Act, reason: str = "", until: date | None = None
) -> Assignment:
    kept = rules.checked_reason(act, reason)
    assignment.state = rules.after(assignment.state, act)
    assignment.moved_at = now()
    if not assignment.is_open:
        assignment.asked_for = assignment.asked_by_id = None
    step = HandlingStep(
        call_id=assignment.call_id,
        assignment_id=assignment.id,
        act=act,
        by_id=actor.user_id,
        reason=kept,
        until=until,
    )
    db.session.add(step)
    db.session.flush()
    emit(AssignmentMoved(assignment.call_id, assignment.id, step.id, act.value))
    return assignment
