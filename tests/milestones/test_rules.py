"""What a step, an answer about it and the results of such answers may be, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.milestones import rules
from cocreate.milestones.models import Kept, Progress
from cocreate.milestones.rules import Results, Step, Word

TODAY = date(2026, 11, 24)
GOOD = Step(Progress.PLANNED, "装上电梯", planned_on=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (replace(GOOD, title=" "), "title"),
        (replace(GOOD, title="长" * 101), "title"),
        (replace(GOOD, text="长" * 2001), "text"),
        (replace(GOOD, planned_on=None), "planned_on"),
        (replace(GOOD, planned_on=TODAY), "planned_on"),
        (replace(GOOD, planned_on=date(2025, 1, 1)), "planned_on"),
        (replace(GOOD, state=Progress.UNDER_WAY, planned_on=date(2026, 11, 1)), "planned_on"),
        (replace(GOOD, state=Progress.DONE), "actual_on"),
        (replace(GOOD, state=Progress.DONE, actual_on=date(2026, 11, 25)), "actual_on"),
        (replace(GOOD, state=Progress.DROPPED), "reason"),
        (replace(GOOD, state=Progress.DROPPED, reason="无。"), "reason"),
    ],
)
def test_what_a_step_can_not_be(step: Step, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.checked(step, TODAY)
    assert list(refusal.value.fields) == [field]


def test_a_day_that_stood_there_before_may_have_passed() -> None:
    late = replace(GOOD, state=Progress.UNDER_WAY, planned_on=date(2026, 11, 1))
    assert rules.checked(late, TODAY, planned_before=date(2026, 11, 1)).planned_on == date(2026, 11, 1)


def test_a_step_keeps_only_what_its_state_can_hold() -> None:
    full = replace(GOOD, actual_on=TODAY, reason="钱不够，明年再说。")
    assert (rules.checked(full, TODAY).actual_on, rules.checked(full, TODAY).reason) == (None, "")
    dropped = rules.checked(replace(full, state=Progress.DROPPED), TODAY)
    assert (dropped.actual_on, dropped.reason) == (None, "钱不够，明年再说。")


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        (GOOD, GOOD.planned_on),
        (replace(GOOD, state=Progress.UNDER_WAY), GOOD.planned_on),
        (replace(GOOD, state=Progress.DONE), TODAY),
        (replace(GOOD, state=Progress.DROPPED), None),
    ],
)
def test_when_people_are_asked(step: Step, asked: date | None) -> None:
    assert rules.asked_on(step, TODAY) == asked


@pytest.mark.parametrize(
    ("word", "field"),
    [
        (Word("maybe", 3), "kept"),
        (Word("kept", None), "rating"),
        (Word("kept", 0), "rating"),
        (Word("kept", 6), "rating"),
        (Word("kept", 5, "长" * 501), "comment"),
    ],
)
def test_what_an_answer_can_not_be(word: Word, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.checked_word(word)
    assert list(refusal.value.fields) == [field]


ANSWERS = st.lists(st.tuples(st.sampled_from(list(Kept)), st.integers(1, 5)), max_size=30)


@given(ANSWERS)
def test_results_add_up_and_are_shown_from_five_on(answers: list[tuple[Kept, int]]) -> None:
    results = rules.summed([(kept, rating, 1) for kept, rating in answers])
    assert results.count == len(answers) == sum(results.ratings)
    assert results.is_shown == (len(answers) >= 5)
    assert all(results.kept[kept] == sum(said is kept for said, _ in answers) for kept in Kept)
    if answers:
        assert results.mean == pytest.approx(sum(rating for _, rating in answers) / len(answers))


def test_nothing_said_has_no_mean() -> None:
    assert (Results().count, Results().mean, Results().is_shown) == (0, 0.0, False)
