"""The deadline of a whole call: asking to extend it, deciding on that, and a supervisor pressing for the answers."""

from __future__ import annotations

from datetime import date

from cocreate.accounts.queries import local_today
from cocreate.calendars import queries as calendars
from cocreate.calls import service as calls
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.handling import queries, rules
from cocreate.handling.events import DeadlineMoved
from cocreate.handling.models import Act, HandlingStep

THE_CALL = 0  # in place of an assignment's id
NO_DEADLINE = _l("This call has no day for its answers yet.")


def pending(call: Call) -> HandlingStep | None:
    """The extension that waits for a decision, if any; one statement."""
    asked = None
    for told in queries.steps(call.id, [THE_CALL]):
        if told.step.act is Act.ASK:
            asked = told.step
        elif told.step.act in (Act.EXTEND, Act.REFUSE):
            asked = None
    return asked


def ask(actor: Actor, call: Call, until: date | None, reason: str) -> HandlingStep:
    """Ask an approver for a later day for the answers of the call."""
    require(actor, "deadline.ask", call)
    lock(call)
    if pending(call) is not None:
        raise Conflict(_l("An extension has been asked for already. It waits for a decision."))
    day = rules.check_later(until, _due(call), local_today())
    return _step(actor, call, Act.ASK, reason, day)


def extend(actor: Actor, call: Call, reason: str = "") -> HandlingStep:
    """Grant it: the public reads the new day from now on. Denied for whoever asked for it."""
    asked = _asked(actor, call, Act.EXTEND)
    if asked.until is None or asked.until <= local_today():
        raise Conflict(_l("The day that was asked for has passed meanwhile. Please refuse it."))
    calls.postpone(call, _due(call), asked.until)
    return _step(actor, call, Act.EXTEND, reason or asked.reason, asked.until)


def refuse(actor: Actor, call: Call, reason: str) -> HandlingStep:
    """Refuse it, with the reason."""
    asked = _asked(actor, call, Act.REFUSE)
    return _step(actor, call, Act.REFUSE, reason, asked.until)


def supervise(actor: Actor, call: Call, reason: str) -> HandlingStep:
    """A supervisor presses for the answers of a call (督办)."""
    require(actor, "deadline.supervise", call)
    return _step(actor, call, Act.SUPERVISE, reason, None)


def _due(call: Call) -> date:
    deadline = answer_deadline(call, calendars.current())
    if deadline is None:
        raise Conflict(NO_DEADLINE)
    return deadline.day


def _asked(actor: Actor, call: Call, act: Act) -> HandlingStep:
    require(actor, f"deadline.{act.value}", call)
    lock(call)
    asked = pending(call)
    if asked is None:
        raise Conflict(_l("No extension waits for a decision."))
    rules.check_decider(actor.user_id, asked.by_id)
    return asked


def _step(actor: Actor, call: Call, act: Act, reason: str, until: date | None) -> HandlingStep:
    kept = rules.checked_reason(act, reason)
    step = HandlingStep(
        call_id=call.id, assignment_id=THE_CALL, act=act, by_id=actor.user_id, reason=kept, until=until
    )
    db.session.add(step)
    db.session.flush()
    emit(DeadlineMoved(call.id, step.id, act.value))
    return step
