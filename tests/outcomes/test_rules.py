"""What each degree needs, what the gate lets through, and how working days are counted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.outcomes import rules
from cocreate.outcomes.models import OutcomeState
from cocreate.outcomes.rules import AnswerDraft, Gate, Group

TODAY = date(2026, 11, 23)
FULL = {
    "reason": "费用由市里承担，所以不必分摊。",
    "measure": "写进实施细则第七条。",
    "reference": "《加装电梯指导意见》第三条",
    "since": "2024年6月",
    "passed_to": "市交通运输局",
    "review_date": date(2027, 3, 1),
}


@pytest.mark.parametrize(
    ("degree", "needed"),
    [
        ("adopted", {"measure"}),
        ("adopted_in_part", {"measure", "reason"}),
        ("taken_as_idea", {"reason"}),
        ("already_covered", {"reference", "since"}),
        ("planned", {"reason", "review_date"}),
        ("not_adopted", {"reason"}),
        ("out_of_scope", {"passed_to"}),
    ],
)
def test_each_degree_asks_for_what_it_needs(degree: str, needed: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.checked(AnswerDraft(degree), TODAY)
    assert set(refusal.value.fields) == needed

    kept = rules.checked(AnswerDraft(degree, **FULL), TODAY)
    assert all(getattr(kept, name) == FULL[name] for name in needed)


@pytest.mark.parametrize("degree", [choice.key for choice in rules.CHOICES])
def test_what_belongs_to_other_degrees_is_left_out(degree: str) -> None:
    kept = asdict(rules.checked(AnswerDraft(degree, **FULL), TODAY))
    filled = {name for name, value in kept.items() if value} - {"degree"}
    assert filled == set(rules.DEGREES[degree].fields)


@pytest.mark.parametrize("degree", ["", "answered", "applauded", "ADOPTED"])
def test_a_degree_that_cannot_be_chosen_is_refused(degree: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.checked(AnswerDraft(degree, **FULL), TODAY)
    assert set(refusal.value.fields) == {"degree"}


@pytest.mark.parametrize("reason", ["", "   ", "无", "……。。。", "no.", "\n\n", "---- ----"])
def test_a_refusal_without_a_reason_is_impossible(reason: str) -> None:
    for degree in rules.CHOICES:
        if "reason" in degree.needs:
            with pytest.raises(Invalid) as refusal:
                rules.checked(AnswerDraft(degree.key, **FULL | {"reason": reason}), TODAY)
            assert "reason" in refusal.value.fields


@pytest.mark.parametrize(
    ("day", "is_fine"),
    [(date(2026, 11, 22), False), (TODAY, False), (date(2026, 11, 24), True), (None, False)],
)
def test_a_plan_is_looked_at_again_on_a_day_to_come(day: date | None, is_fine: bool) -> None:
    draft = AnswerDraft("planned", reason="先修水管，再装电梯。", review_date=day)
    if is_fine:
        assert rules.checked(draft, TODAY).review_date == day
    else:
        with pytest.raises(Invalid) as refusal:
            rules.checked(draft, TODAY)
        assert "review_date" in refusal.value.fields


@pytest.mark.parametrize("name", list(rules.LIMITS))
def test_a_field_takes_its_limit_and_not_one_more(name: str) -> None:
    degree = next(one for one in rules.CHOICES if name in one.needs)
    limit = rules.LIMITS[name]
    rules.checked(AnswerDraft(degree.key, **FULL | {name: "长" * limit}), TODAY)
    with pytest.raises(Invalid) as refusal:
        rules.checked(AnswerDraft(degree.key, **FULL | {name: "长" * (limit + 1)}), TODAY)
    assert set(refusal.value.fields) == {name}


def test_every_degree_has_a_shape_of_its_own_and_all_but_the_imported_one_roll_up() -> None:
    marks = [degree.mark for degree in rules.DEGREES.values()]
    assert len(set(marks)) == len(marks)
    assert [key for key, degree in rules.DEGREES.items() if degree.group is None] == [rules.ANSWERED]


@given(st.dictionaries(st.sampled_from(list(rules.DEGREES)), st.integers(0, 10_000)))
def test_groups_add_up_to_the_whole(by_degree: dict[str, int]) -> None:
    groups = rules.by_group(by_degree)
    assert sum(groups.values()) == sum(by_degree.values())
    assert set(Group) <= set(groups)


@pytest.mark.parametrize(
    ("gate", "is_open"),
    [
        (Gate(0, 0), True),
        (Gate(3, 3), True),
        (Gate(3, 2, ("2026-000003",)), False),
        (Gate(3, 3, (), ("2026-000003",), 1), False),
        (Gate(3, 2, ("2026-000001",), ("2026-000001",), 1), False),
    ],
)
def test_the_gate_opens_when_all_that_is_valid_is_answered(gate: Gate, is_open: bool, app: object) -> None:
    assert gate.is_open is is_open
    if is_open:
        rules.check_gate(gate)
    else:
        with app.app_context(), pytest.raises(rules.GateClosed) as refusal:  # type: ignore[attr-defined]
            rules.check_gate(gate)
        with app.app_context():  # type: ignore[attr-defined]
            told = str(refusal.value.why)
        assert all(number in told for number in (*gate.unanswered, *gate.in_review))


def test_a_refusal_names_the_first_ten_and_counts_all(app: object) -> None:
    numbers = tuple(f"2026-{number:06d}" for number in range(1, 41))
    with app.app_context():  # type: ignore[attr-defined]
        told = str(rules.GateClosed(Gate(60, 20, numbers)).why)
    assert "40" in told
    assert numbers[9] in told
    assert numbers[10] not in told


@pytest.mark.parametrize("state", list(OutcomeState))
def test_an_act_in_another_state_is_a_conflict_that_says_what_to_do(state: OutcomeState) -> None:
    rules.check_state(state, state)
    others = [one for one in OutcomeState if one is not state]
    with pytest.raises(Conflict):
        rules.check_state(state, *others)


@pytest.mark.parametrize(
    ("approver", "approved_by", "has_helped", "refused"),
    [
        (2, set(), False, None),
        (2, {3}, False, None),
        (2, set(), True, Denied),
        (None, set(), False, Denied),
        (2, {2}, False, Conflict),
    ],
)
def test_approvers_are_other_persons(
    approver: int | None, approved_by: set[int], has_helped: bool, refused: type[Exception] | None
) -> None:
    if refused is None:
        rules.check_approver(approver, approved_by, has_helped)
    else:
        with pytest.raises(refused):
            rules.check_approver(approver, approved_by, has_helped)
