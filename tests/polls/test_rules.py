"""What a sheet may hold by each method, which setups are refused, and whose turn an option is, as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.polls.models import Method, Showing
from cocreate.polls.rules import (
    Setup,
    check_change,
    check_setup,
    check_sheet,
    differences,
    fair_order,
    next_options,
)


@dataclass(frozen=True)
class Option:
    id: int
    cost: int | None = None
    is_hidden: bool = False
    ring: int = 0


OPTIONS = [Option(1, 30), Option(2, 50), Option(3, 60), Option(4, 20, is_hidden=True)]
SETTINGS = {"points": 10, "most": 2, "budget": 100, "rule": "stv", "seats": 1}
GOOD = [
    ("up_down", {1: 1, 2: -1}),
    ("opinion", {1: 1, 2: 0, 3: -1}),
    ("points", {1: 4, 3: 6}),
    ("approval", {1: 1, 3: 1}),
    ("ranking", {3: 1, 1: 2}),
    ("ranking", {}),
    ("budget", {1: 1, 2: 1}),
]
BAD = [
    ("up_down", {1: 0}, "answers shown"),
    ("up_down", {9: 1}, "not there"),
    ("up_down", {4: 1}, "not there"),
    ("opinion", {1: 2}, "answers shown"),
    ("points", {1: 5, 2: 6}, "You gave 11 points"),
    ("points", {1: -3}, "whole numbers"),
    ("points", {1: 0}, "whole numbers"),
    ("approval", {1: 1, 2: 1, 3: 1}, "at most 2"),
    ("approval", {1: 7}, "answers shown"),
    ("ranking", {1: 1, 2: 1}, "Two options"),
    ("ranking", {1: 1, 2: 3}, "Place 2 is empty"),
    ("ranking", {1: 0, 2: 1}, "Place 2 is empty"),
    ("budget", {2: 1, 3: 1}, "10 more than the budget"),
    ("budget", {2: -1}, "answers shown"),
]


@pytest.mark.parametrize(("method", "sheet"), GOOD)
def test_sheets_that_count(method, sheet) -> None:
    check_sheet(Method(method), SETTINGS, OPTIONS, sheet)


@pytest.mark.parametrize(("method", "sheet", "why"), BAD)
def test_sheets_that_are_refused(method, sheet, why) -> None:
    with pytest.raises(Invalid, match=why):
        check_sheet(Method(method), SETTINGS, OPTIONS, sheet)


START = datetime(2026, 5, 1, tzinfo=UTC)
FINE = Setup(
    Method.BUDGET,
    "钱给谁？",
    (("甲", 30), ("乙", 50)),
    START,
    START + timedelta(days=9),
    settings={"budget": 100, "rule": "mes", "utility": "cost"},
)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": " "}, "question"),
        ({"options": (("甲", 30),)}, "options"),
        ({"options": (("甲", 30), ("甲", 50))}, "options"),
        ({"options": (("甲", 30), ("乙", None))}, "options"),
        ({"options": (("甲", 30), ("乙", 101))}, "options"),
        ({"options": (("甲", 30), ("乙", -5))}, "options"),
        ({"closes_at": START}, "closes_on"),
        ({"settings": {"budget": -1, "rule": "mes"}}, "budget"),
        ({"settings": {"budget": 100, "rule": "raffle"}}, "rule"),
        ({"method": Method.POINTS, "settings": {"points": 0}}, "points"),
        ({"method": Method.APPROVAL, "settings": {"most": 3}}, "most"),
        ({"method": Method.RANKING, "settings": {"rule": "stv", "seats": 3}}, "seats"),
        ({"method": Method.OPINION, "is_secret": True}, "is_secret"),
    ],
)
def test_ballots_that_can_not_be_held(changes, field) -> None:
    check_setup(FINE)
    with pytest.raises(Invalid) as refusal:
        check_setup(replace(FINE, **changes))
    assert field in refusal.value.fields


@pytest.mark.parametrize("before", list(Showing))
@pytest.mark.parametrize("after", list(Showing))
def test_results_are_never_shown_sooner(before: Showing, after: Showing) -> None:
    strict = [Showing.INTERNAL, Showing.AFTER_CLOSE, Showing.LIVE]
    if strict.index(after) < strict.index(before):
        check_change(before, after, "有人要求。")
    else:
        with pytest.raises(Invalid):
            check_change(before, after, "有人要求。")


@given(
    st.dictionaries(st.integers(1, 9), st.integers(-1, 5)),
    st.dictionaries(st.integers(1, 9), st.integers(-1, 5)),
)
def test_differences_lead_from_one_sheet_to_the_other(before, after) -> None:
    sheet = dict(before)
    for option, (was, becomes) in differences(before, after).items():
        assert sheet.pop(option, None) == was != becomes
        if becomes is not None:
            sheet[option] = becomes
    assert sheet == after


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.integers(0, 100))
def test_everybody_sees_the_same_circle_from_another_place(rings, start) -> None:
    options = [Option(n, ring=ring) for n, ring in enumerate(rings)]
    circle = fair_order(options, 0)
    turned = fair_order(options, start)
    place = circle.index(turned[0])
    assert turned == circle[place:] + circle[:place]


def test_the_least_known_statement_comes_next() -> None:
    options = [Option(1, ring=5), Option(2, ring=1), Option(3, ring=9), Option(4, is_hidden=True)]
    votes = {1: 3, 2: 8, 3: 3}
    assert [one.id for one in next_options(options, votes, [], start=6)] == [3, 1, 2]
    assert [one.id for one in next_options(options, votes, [3], start=6)] == [1, 2]
