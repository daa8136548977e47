"""What can be done with an assignment in which state and by which side, and how long things may take."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from cocreate.calendars.rules import Calendar
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.handling.models import Act, State


class Side(enum.StrEnum):
    """Whose hand does it: the agency that gave the contribution, the department, its approver, or a supervisor."""

    GIVER = "giver"
    DEPARTMENT = "department"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"


WHO: Mapping[Act, frozenset[Side]] = {
    Act.ACCEPT: frozenset({Side.DEPARTMENT}),
    Act.SEND_BACK: frozenset({Side.DEPARTMENT}),
    Act.ASK: frozenset({Side.DEPARTMENT}),
    Act.EXTEND: frozenset({Side.GIVER, Side.APPROVER}),
    Act.REFUSE: frozenset({Side.GIVER, Side.APPROVER}),
    Act.PRESS: frozenset({Side.GIVER, Side.APPROVER, Side.SUPERVISOR}),
    Act.SUPERVISE: frozenset({Side.SUPERVISOR}),
    Act.HAND_IN: frozenset({Side.DEPARTMENT}),
    Act.REOPEN: frozenset({Side.GIVER}),
    Act.RECALL: frozenset({Side.GIVER}),
}
# What is not here can't be done: the state machine as a table. A state that nothing leaves is an end.
MOVES: Mapping[State, Mapping[Act, State]] = {
    State.GIVEN: {
        Act.ACCEPT: State.ACCEPTED,
        Act.SEND_BACK: State.SENT_BACK,
        Act.PRESS: State.GIVEN,
        Act.SUPERVISE: State.GIVEN,
        Act.RECALL: State.RECALLED,
        Act.CLOSE: State.CLOSED,
    },
    State.ACCEPTED: {
        Act.SEND_BACK: State.SENT_BACK,
        Act.ASK: State.ACCEPTED,
        Act.EXTEND: State.ACCEPTED,
        Act.REFUSE: State.ACCEPTED,
        Act.PRESS: State.ACCEPTED,
        Act.SUPERVISE: State.ACCEPTED,
        Act.HAND_IN: State.HANDED_IN,
        Act.RECALL: State.RECALLED,
        Act.CLOSE: State.CLOSED,
    },
    State.HANDED_IN: {Act.REOPEN: State.ACCEPTED, Act.CLOSE: State.CLOSED},
    State.SENT_BACK: {},
    State.RECALLED: {},
    State.CLOSED: {},
}
REASONED = frozenset({Act.SEND_BACK, Act.ASK, Act.REFUSE, Act.SUPERVISE, Act.REOPEN, Act.RECALL})

ACCEPT_DAYS = 2  # working days to accept or to send back
MOST_DAYS = 180
REASON_LIMIT = 500
PROPOSAL_LIMIT = 5000
LEAST_LETTERS = 4

STATE_WHY: Mapping[State, Sentence] = {
    State.GIVEN: _l("The department has to accept it first."),
    State.ACCEPTED: _l("The department has accepted it already."),
    State.SENT_BACK: _l("The department has sent it back. It needs another assignment."),
    State.HANDED_IN: _l("The department has handed in its draft already."),
    State.RECALLED: _l("It was taken back from the department."),
    State.CLOSED: _l("The result is published; the assignment is closed."),
}
WHO_WHY: Mapping[Act, Sentence] = {
    **dict.fromkeys(
        (Act.ACCEPT, Act.SEND_BACK, Act.ASK, Act.HAND_IN),
        _l("Only the editors of the department it is assigned to can do that."),
    ),
    **dict.fromkeys((Act.EXTEND, Act.REFUSE), _l("Only the agency that assigned it can decide that.")),
    Act.PRESS: _l("Only the agency that assigned it and its supervisors can do that."),
    Act.SUPERVISE: _l("Only a supervisor can do that."),
    **dict.fromkeys((Act.REOPEN, Act.RECALL), _l("Only the agency that assigned it can do that.")),
}


def after(state: State, act: Act) -> State:
    """The state an act leads to. Conflict, with why, when it can't be done in this one."""
    found = MOVES[state].get(act)
    if found is None:
        raise Conflict(STATE_WHY[state])
    return found


def acts(state: State, sides: Collection[Side], *, is_asked: bool) -> list[Act]:
    """What these sides can do now, in the order of `Act`; a decision only while an extension is asked for."""
    possible = [act for act in Act if act in MOVES[state] and WHO.get(act, frozenset()) & set(sides)]
    hidden = {Act.ASK} if is_asked else {Act.EXTEND, Act.REFUSE}
    return [act for act in possible if act not in hidden]


def checked_reason(act: Act, reason: str) -> str:
    """The reason without blanks around it. Invalid when it is needed and missing, or too long."""
    kept = reason.strip()
    if act in REASONED and sum(map(str.isalnum, kept)) < LEAST_LETTERS:
        raise Invalid(_l("Please give the reason in a full sentence. It is kept with this step."), "reason")
    if len(kept) > REASON_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=REASON_LIMIT), "reason")
    return kept


def checked_proposal(text: str) -> str:
    """The department's draft. Invalid when there is none, or too much."""
    kept = text.strip()
    if sum(map(str.isalnum, kept)) < LEAST_LETTERS:
        raise Invalid(_l("Please write the answer that you suggest."), "text")
    if len(kept) > PROPOSAL_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=PROPOSAL_LIMIT), "text")
    return kept


def check_later(until: date | None, due: date, today: date) -> date:
    """The day asked for. Invalid unless it lies after the present one, and in the future."""
    if until is None:
        raise Invalid(_l("Please give the day by which it can be done."), "until")
    if until <= today:
        raise Invalid(_l("The day must lie in the future."), "until")
    if until <= due:
        raise Invalid(_l("An extension needs a day after the present one."), "until")
    if (until - today).days > 2 * MOST_DAYS:
        raise Invalid(_l("This day is too far away."), "until")
    return until


def check_decider(decider: int | None, asker: int | None) -> None:
    """Denied when somebody decides on an extension that they asked for themselves."""
    if decider is not None and decider == asker:
        raise Denied(_l("Somebody else must decide this, because you asked for it."))


def check_days(days: int | None) -> int:
    """The working days given. Invalid when there is not at least one, or far too many."""
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Invalid(_l("Give from 1 to %(most)s working days.", most=MOST_DAYS), "days")
    return days


def days_until(today: date, due: date, calendar: Calendar) -> int:
    """How many working days there are until a day. Invalid when it is past, or holds none."""
    if due <= today:
        raise Invalid(_l("The due date must lie in the future."), "days")
    return check_days(calendar.left(today, due))


def check_departments(call_path: str, lead: str | None, assisting: Sequence[str]) -> None:
    """Invalid unless the departments (by path) are different ones, below or beside the agency of the call."""
    chosen = [*([lead] if lead else []), *assisting]
    if not chosen:
        raise Invalid(_l("Choose the department that leads."), "lead")
    if len(set(chosen)) < len(chosen):
        raise Invalid(_l("A department can't lead and assist at once."), "assisting")
    for path in chosen:
        if call_path.startswith(path):
            raise Invalid(
                _l("It can be assigned to departments below or beside the agency of the call."),
                "lead" if path == lead else "assisting",
            )
