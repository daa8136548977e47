"""Schemes of degrees: what can be written, versions that leave answers alone, whose default holds, and that totals equal rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreate.accounts.models import Agency
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid, NotFound
from cocreate.core.i18n import use_language
from cocreate.outcomes import publishing, queries, rules, scheme_changes, schemes, service
from cocreate.outcomes.rules import AnswerDraft, Group
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member
from tests.outcomes.conftest import Desk

SYSTEM = Actor.system()
REASON = "已经列入明年的计划，年底公布进展。"


def letters(**changes: Any) -> dict[str, Any]:
    """A/B/C/D as agencies use them for 人民建议."""
    degrees = [
        {"key": "a", "name": "A 采纳", "name_en": "A, taken up", "group": "adopted", "needs": ["measure"]},
        {"key": "b", "name": "B 部分采纳", "group": "in_part", "needs": ["reason"], "may": ["measure"]},
        {"key": "c", "name": "C 留作参考", "group": "in_part", "like": "taken_as_idea", "needs": ["reason"]},
        {"key": "d", "name": "D 未采纳", "group": "not_adopted", "needs": ["reason"]},
    ]
    return {"slug": "letters", "name": "人民建议四级", "degrees": degrees} | changes


def test_a_scheme_is_read_as_it_was_written(desk: Desk) -> None:
    row = scheme_changes.save(SYSTEM, desk.agency, letters())
    found = schemes.degrees_of(row)
    assert list(found) == ["letters:a", "letters:b", "letters:c", "letters:d"]
    assert [one.group for one in found.values()] == [
        Group.ADOPTED,
        Group.IN_PART,
        Group.IN_PART,
        Group.NOT_ADOPTED,
    ]
    assert found["letters:c"].look == "taken_as_idea"
    with use_language("en"):
        assert str(found["letters:a"].name) == "A, taken up"
        assert str(found["letters:b"].name) == "B 部分采纳"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "Letters"}, "slug"),
        ({"slug": "built-in"}, "slug"),
        ({"slug": "a-name-that-is-long"}, "slug"),
        ({"slug": "fifteen-letters"}, "slug"),
        ({"name": " "}, "name"),
        ({"name": "长" * 81}, "name"),
        ({"degrees": []}, "degrees"),
        ({"degrees": "a, b"}, "degrees"),
        ({"degrees": letters()["degrees"][:1]}, "degrees"),
        ({"degrees": letters()["degrees"] * 4}, "degrees"),
        ({"degrees": [letters()["degrees"][0]] * 2}, "degrees"),
        ({"degrees": [*letters()["degrees"], {"key": "e", "name": "E", "group": "lost", "needs": ["reason"]}]}, "degrees"),
        ({"degrees": [*letters()["degrees"], {"key": "e", "name": "E", "group": "adopted", "needs": []}]}, "degrees"),
        ({"degrees": [*letters()["degrees"], {"key": "e", "name": "E", "group": "adopted", "needs": ["mood"]}]}, "degrees"),
        (
            {"degrees": [*letters()["degrees"], {"key": "e", "name": "E", "group": "not_adopted", "needs": ["since"]}]},
            "degrees",
        ),
    ],
)  # fmt: skip
def test_what_is_no_scheme_is_refused_beside_its_field(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        scheme_changes.save(SYSTEM, desk.agency, letters(**changes))
    assert field in refusal.value.fields


def test_the_built_in_one_can_be_copied(desk: Desk) -> None:
    copy = schemes.plain(None) | {"slug": "ours", "name": "本局办法"}
    row = scheme_changes.save(SYSTEM, desk.agency, copy)
    made, built_in = schemes.degrees_of(row), rules.BUILT_IN
    assert [(one.group, one.needs, one.may, one.look) for one in made.values()] == [
        (one.group, one.needs, one.may, one.key) for one in built_in.values()
    ]
    assert scheme_changes.checked(schemes.plain(row))["degrees"] == row.degrees


def test_whoever_does_not_work_there_changes_nothing(desk: Desk) -> None:
    stranger = actor_of(make_member(make_agency(), "editor"))
    with pytest.raises(Denied):
        scheme_changes.save(stranger, desk.agency, letters())
    with pytest.raises(Denied):  # an editor writes schemes; the default is the administrator's
        scheme_changes.save(desk.hand, desk.agency, letters(default=True))
    row = scheme_changes.save(desk.hand, desk.agency, letters())
    other = make_agency()
    with pytest.raises(Invalid):
        scheme_changes.save(SYSTEM, other, letters())
    with pytest.raises(Conflict):
        scheme_changes.make_default(SYSTEM, other, row)
    with pytest.raises(NotFound):
        schemes.get("nobody")


def test_a_scheme_in_use_gets_a_next_version_and_answers_stay(desk: Desk) -> None:
    first = scheme_changes.save(SYSTEM, desk.agency, letters(default=True))
    one = desk.contribution()
    desk.answer(one, AnswerDraft("letters:b", reason=REASON))
    changed = letters(degrees=[*letters()["degrees"][1:], {**letters()["degrees"][0], "group": "in_part"}])
    second = scheme_changes.save(SYSTEM, desk.agency, changed)
    assert (second.slug, second.family, second.version, second.is_default) == (
        "letters-2",
        "letters",
        2,
        True,
    )
    assert not first.is_default
    assert first.degrees == scheme_changes.checked(letters())["degrees"]
    assert list(schemes.of(desk.call)) == list(schemes.degrees_of(first)), "the call goes on by its version"
    assert schemes.of_path(desk.agency.path) == [second]
    later = make_call(agency=desk.agency)
    assert list(schemes.of(later)) == list(schemes.degrees_of(second))
    assert schemes.versions("letters") == [second, first]
    assert schemes.uses(["letters", "letters-2"]) == {"letters": 1}


def test_a_scheme_nobody_uses_is_changed_in_place(desk: Desk) -> None:
    first = scheme_changes.save(SYSTEM, desk.agency, letters())
    again = scheme_changes.save(SYSTEM, desk.agency, letters(name="四级办法"))
    assert again is first
    assert (again.version, again.name) == (1, "四级办法")
    scheme_changes.use(SYSTEM, desk.call, again)
    assert scheme_changes.save(SYSTEM, desk.agency, letters(name="四级办法")) is first, "it says the same"


def test_the_nearest_default_holds(desk: Desk) -> None:
    city = make_agency("市政府")
    bureau = make_agency("局", parent=city)
    office = make_agency("科室", parent=bureau)
    assert schemes.default_of(office.path) is None
    above = scheme_changes.save(SYSTEM, city, letters(slug="city", default=True))
    assert schemes.default_of(office.path) is above
    own = scheme_changes.save(SYSTEM, bureau, letters(slug="bureau", default=True))
    assert schemes.default_of(office.path) is own
    scheme_changes.make_default(SYSTEM, bureau, None)
    assert schemes.default_of(office.path) is above


def test_a_call_is_given_another_scheme_only_while_it_has_no_answers(desk: Desk) -> None:
    row = scheme_changes.save(SYSTEM, desk.agency, letters())
    one = desk.contribution()
    scheme_changes.use(desk.hand, desk.call, row)
    desk.answer(one, AnswerDraft("letters:d", reason=REASON))
    with pytest.raises(Conflict):
        scheme_changes.use(desk.hand, desk.call, None)
    assert scheme_changes.use(desk.hand, desk.call, row).scheme == "letters", "the same one is no change"
    other = make_call(agency=make_agency())
    with pytest.raises(Conflict):
        scheme_changes.use(SYSTEM, other, row)
    with pytest.raises(Denied):
        scheme_changes.use(desk.seal, desk.call, None)


def test_a_published_call_keeps_its_scheme(desk: Desk) -> None:
    one = desk.contribution()
    desk.answer(one)
    desk.publish()
    row = scheme_changes.save(SYSTEM, desk.agency, letters())
    with pytest.raises(Denied):
        scheme_changes.use(desk.hand, desk.call, row)


def test_what_is_retired_is_not_offered_and_still_read(desk: Desk) -> None:
    row = scheme_changes.save(SYSTEM, desk.agency, letters(default=True))
    with pytest.raises(Conflict):
        scheme_changes.retire(SYSTEM, desk.agency, row)
    scheme_changes.use(SYSTEM, desk.call, row)
    scheme_changes.make_default(SYSTEM, desk.agency, None)
    scheme_changes.retire(SYSTEM, desk.agency, row)
    assert schemes.of_path(desk.agency.path) == []
    assert "letters:a" in schemes.of(desk.call)
    with pytest.raises(Conflict):
        scheme_changes.make_default(SYSTEM, desk.agency, row)


def test_degrees_of_another_scheme_are_refused(desk: Desk) -> None:
    row = scheme_changes.save(SYSTEM, desk.agency, letters())
    scheme_changes.use(SYSTEM, desk.call, row)
    for key in ("adopted", "letters-2:a", "letters:z", ""):
        with pytest.raises(Invalid):
            desk.answer(desk.contribution(), AnswerDraft(key, reason=REASON, measure=REASON))


def test_a_trial_shows_where_answers_would_stand(desk: Desk) -> None:
    for degree in ("taken_as_idea", "taken_as_idea", "not_adopted", "planned"):
        day = date(2099, 1, 1) if degree == "planned" else None
        desk.answer(desk.contribution(), AnswerDraft(degree, reason=REASON, review_date=day))
    row = scheme_changes.save(SYSTEM, desk.agency, letters())
    found = scheme_changes.trial(schemes.degrees_of(row), queries.by_degree([desk.call.id])[desk.call.id])
    assert found == {"letters:a": 0, "letters:b": 0, "letters:c": 2, "letters:d": 1, None: 1}


def _agency_with(picks: list[Group], number: int) -> tuple[Agency, list[str]]:
    agency = make_agency()
    degrees = [
        {"key": f"k{at}", "name": f"第{at}级", "group": group.value, "needs": ["reason"]}
        for at, group in enumerate(picks)
    ]
    slug = f"s{number}"
    scheme_changes.save(SYSTEM, agency, {"slug": slug, "name": "办法", "degrees": degrees, "default": True})
    return agency, [f"{slug}:k{at}" for at in range(len(picks))]


def test_roll_up_totals_equal_the_rows_of_any_scheme(db_session: Any) -> None:
    made = iter(range(10_000))

    @settings(max_examples=20)
    @given(
        st.lists(st.sampled_from(list(Group)), min_size=2, max_size=12),
        st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=8),
    )
    def holds(picks: list[Group], answers: list[tuple[int, int]]) -> None:
        agency, keys = _agency_with(picks, next(made))
        editor = actor_of(make_member(agency, "editor"))
        call = make_call(agency=agency, stage=publishing.Stage.ANSWERING)
        expected = dict.fromkeys(Group, 0)
        for first, last in answers:  # each is answered twice: what was said first counts no more
            row = make_contribution(call)
            for pick in (first, last):
                key = keys[pick % len(keys)]
                service.answer(editor, row, call, AnswerDraft(key, reason=f"{REASON}{pick}"))
            expected[picks[last % len(keys)]] += 1
        kept, rows = queries.by_degree([call.id])[call.id], queries.counted(call.id)
        assert {key: count for key, count in kept.items() if count} == rows
        found = rules.by_group(kept, schemes.known(kept))
        assert {group: found[group] for group in Group} == expected
        assert sum(found.values()) == len(answers)
        db.session.rollback()

    holds()
