"""The state machine of an assignment as a matrix: every state, every act, every side."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from cocreate.calendars.rules import Calendar
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.handling import rules
from cocreate.handling.models import Act, State
from cocreate.handling.rules import Side

# state: "act>state after", as the product describes it; what is not here is refused.
TABLE = {
    State.GIVEN: "accept>accepted send_back>sent_back press>given supervise>given recall>recalled close>closed",
    State.ACCEPTED: (
        "send_back>sent_back ask>accepted extend>accepted refuse>accepted press>accepted supervise>accepted "
        "hand_in>handed_in recall>recalled close>closed"
    ),
    State.HANDED_IN: "reopen>accepted close>closed",
    State.SENT_BACK: "",
    State.RECALLED: "",
    State.CLOSED: "",
}
SIDES = {
    Side.GIVER: "extend refuse press reopen recall",
    Side.DEPARTMENT: "accept send_back ask hand_in",
    Side.APPROVER: "extend refuse press",
    Side.SUPERVISOR: "press supervise",
}
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_each_act_in_each_state(state: State, act: Act) -> None:
    allowed = dict(pair.split(">") for pair in TABLE[state].split())
    if act.value in allowed:
        assert rules.after(state, act).value == allowed[act.value]
    else:
        with pytest.raises(Conflict):
            rules.after(state, act)


@pytest.mark.parametrize(("state", "act", "side"), list(product(State, Act, Side)))
def test_what_each_side_is_offered(state: State, act: Act, side: Side) -> None:
    possible = act.value in TABLE[state].replace(">", " ").split()[::2] and act.value in SIDES[side].split()
    for is_asked in (False, True):
        waits = act in (Act.EXTEND, Act.REFUSE)
        shown = possible and (is_asked if waits else not (is_asked and act is Act.ASK))
        assert (act in rules.acts(state, {side}, is_asked=is_asked)) is shown


@pytest.mark.parametrize("act", list(Act))
def test_reasons(act: Act) -> None:
    needs = act.value in "send_back ask refuse supervise reopen recall".split()
    for given in ("", "  ", "无", "no."):
        if needs:
            with pytest.raises(Invalid):
                rules.checked_reason(act, given)
        else:
            assert rules.checked_reason(act, given) == given.strip()
    assert rules.checked_reason(act, " 归交通局管。 ") == "归交通局管。"
    with pytest.raises(Invalid):
        rules.checked_reason(act, "长" * 501)


@pytest.mark.parametrize("text", ["", " ", "好", "长" * 5001])
def test_a_draft_says_something_and_not_too_much(text: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_proposal(text)


@pytest.mark.parametrize(
    ("until", "due", "fine"),
    [
        (date(2026, 12, 1), date(2026, 11, 27), True),
        (date(2026, 12, 1), date(2026, 11, 20), True),  # overdue already
        (date(2026, 11, 24), date(2026, 11, 27), False),
        (date(2026, 11, 27), date(2026, 11, 27), False),
        (TODAY, date(2026, 11, 20), False),
        (date(2026, 11, 22), date(2026, 11, 20), False),
        (date(2029, 1, 1), date(2026, 11, 27), False),
        (None, date(2026, 11, 27), False),
    ],
)
def test_the_day_of_an_extension(until: date | None, due: date, fine: bool) -> None:
    if fine:
        assert rules.check_later(until, due, TODAY) == until
        return
    with pytest.raises(Invalid) as refused:
        rules.check_later(until, due, TODAY)
    assert list(refused.value.fields) == ["until"]


@pytest.mark.parametrize("days", [None, -1, 0, 181, 10**9])
def test_days_that_can_not_be_given(days: int | None) -> None:
    with pytest.raises(Invalid):
        rules.check_days(days)


@pytest.mark.parametrize(
    ("due", "days"), [(date(2026, 11, 27), 4), (date(2026, 11, 29), 4), (date(2026, 11, 30), 5)]
)
def test_a_due_date_in_working_days(due: date, days: int) -> None:
    assert rules.days_until(TODAY, due, Calendar()) == days


@pytest.mark.parametrize("due", [date(2026, 11, 22), TODAY, date(2020, 1, 1)])
def test_a_due_date_in_the_past(due: date) -> None:
    with pytest.raises(Invalid):
        rules.days_until(TODAY, due, Calendar())


@pytest.mark.parametrize(
    ("lead", "assisting", "field"),
    [
        ("/1/2/3/", [], None),
        ("/1/4/", ["/1/2/3/"], None),
        (None, ["/1/4/"], None),
        (None, [], "lead"),
        ("/1/2/", [], "lead"),
        ("/1/", [], "lead"),
        ("/1/4/", ["/1/"], "assisting"),
        ("/1/4/", ["/1/4/"], "assisting"),
        ("/1/4/", ["/1/5/", "/1/5/"], "assisting"),
    ],
)
def test_departments_below_or_beside(lead: str | None, assisting: list[str], field: str | None) -> None:
    if field is None:
        rules.check_departments("/1/2/", lead, assisting)
        return
    with pytest.raises(Invalid) as refused:
        rules.check_departments("/1/2/", lead, assisting)
    assert list(refused.value.fields) == [field]


def test_nobody_decides_on_what_they_asked_for() -> None:
    rules.check_decider(1, 2)
    rules.check_decider(None, None)
    with pytest.raises(Denied):
        rules.check_decider(1, 1)
