"""Templates of answers: each answer fills in what is its own, unknown places are refused, and what is retired is not offered."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.core.errors import Denied, Invalid, NotFound
from cocreate.handling import service as handling
from cocreate.outcomes import bulk, filling, queries, rules, scheme_changes, templates
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_contribution, make_member, make_user
from tests.outcomes.conftest import Desk
from tests.outcomes.test_schemes import letters

TEXT = "{name}：您的建议（{number}，{clause}）由{department}研究，{date}答复。"


def _template(desk: Desk, reason: str = TEXT, **changes: Any) -> Any:
    draft = AnswerDraft(**{"degree": "not_adopted", "reason": reason} | changes)
    return templates.save(desk.hand, desk.agency, "转告省里", draft)


def test_each_answer_of_many_has_its_own_values(desk: Desk) -> None:
    rows = [
        make_contribution(desk.call, author=make_user(name), title=f"第{at}条")
        for at, name in enumerate(("欧阳娜娜", "张祥瑞", "Alice"))
    ]
    draft = templates.draft_of(_template(desk, "{name}，“{title}”（{number}）收悉。{agency}"))
    bulk.answer(desk.hand, desk.call, [row.id for row in rows], draft)
    found = [templates.preview(_template(desk, "{name}"), row, desk.call).reason for row in rows]
    assert found == ["欧阳**", "张**", "A***"]
    for row, name in zip(rows, found, strict=True):
        said = queries.disposition(desk.call.id, row.id, published_only=False)
        assert said.reason == f"{name}，“{row.title}”（{row.number}）收悉。{desk.agency.name}"


def test_department_and_clause_and_day_are_looked_up(desk: Desk) -> None:
    office = make_agency("物业科", parent=desk.agency)
    one = desk.contribution()
    row = _template(desk, "{department}，{clause}，{date}")
    assert templates.preview(row, one, desk.call).reason.startswith(f"{desk.agency.name}，，")
    handling.give(desk.hand, desk.call, [one], office, days=5)
    said = templates.preview(row, one, desk.call).reason
    assert said.startswith("物业科，，")
    assert said.endswith("日")


@pytest.mark.parametrize("text", ["{nmae}，收悉。", "{}，收悉。", "收悉 {number} {电话}", "{number!r}"])
def test_a_place_that_nobody_knows_is_refused_with_what_there_is(desk: Desk, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _template(desk, text)
    assert "{department}" in str(refusal.value.fields["reason"])
    assert str(filling.problem(text, strict=True)).count("“{") == 1


def test_a_misspelt_place_is_refused_for_many_and_other_braces_stay(desk: Desk) -> None:
    one = desk.contribution()
    with pytest.raises(Invalid) as refusal:
        bulk.answer(desk.hand, desk.call, [one.id], AnswerDraft("not_adopted", reason="{nmber} 收悉，谢谢。"))
    assert set(refusal.value.fields) == {"reason"}
    braces = "集合 {1, 2} 与 {甲} 不改，谢谢您。"
    assert bulk.answer(desk.hand, desk.call, [one.id], AnswerDraft("not_adopted", reason=braces)).count == 1


def test_what_a_value_holds_is_not_filled_again() -> None:
    draft = AnswerDraft("not_adopted", reason="{title}")
    assert rules.filled(draft, {"title": "{number}", "number": "2026-1"}).reason == "{number}"


def test_only_those_who_work_there_write_templates(desk: Desk) -> None:
    row = _template(desk)
    stranger = actor_of(make_member(make_agency(), "editor"))
    for act in (
        lambda: templates.save(stranger, desk.agency, "x", AnswerDraft("", reason="收悉，谢谢。")),
        lambda: templates.retire(stranger, desk.agency, row),
    ):
        with pytest.raises(Denied):
            act()
    with pytest.raises(NotFound):
        templates.get(make_agency(), row.id)


@pytest.mark.parametrize(
    ("name", "draft", "field"),
    [
        ("", AnswerDraft("", reason="收悉，谢谢。"), "name"),
        ("长" * 81, AnswerDraft("", reason="收悉，谢谢。"), "name"),
        ("空的", AnswerDraft("adopted"), "reason"),
        ("太长", AnswerDraft("", since="长" * 61), "since"),
    ],
)
def test_what_can_be_no_template_is_refused(desk: Desk, name: str, draft: AnswerDraft, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        templates.save(desk.hand, desk.agency, name, draft)
    assert field in refusal.value.fields


def test_a_call_is_offered_what_fits_its_scheme(desk: Desk) -> None:
    built_in, open_one = _template(desk), _template(desk, degree="")
    ours = scheme_changes.save(desk.hand, desk.agency, letters())
    own = _template(desk, degree="letters:d")
    assert set(templates.for_call(desk.call, rules.BUILT_IN)) == {built_in, open_one}
    assert set(templates.for_call(desk.call, [f"{ours.slug}:d"])) == {own, open_one}
    templates.retire(desk.hand, desk.agency, open_one)
    assert templates.for_call(desk.call, rules.BUILT_IN) == [built_in]
    assert open_one in templates.of_agency(desk.agency)
    templates.retire(desk.hand, desk.agency, open_one, back=True)
    assert open_one in templates.for_call(desk.call, rules.BUILT_IN)


def test_many_are_filled_with_a_fixed_number_of_statements(desk: Desk, statements: Any) -> None:
    names = rules.PLACEHOLDERS
    rows = [desk.contribution() for _ in range(12)]
    with statements() as few:
        filling.values(desk.call, rows[:2], names)
    with statements() as many:
        filling.values(desk.call, rows, names)
    assert len(many) == len(few) <= 3
