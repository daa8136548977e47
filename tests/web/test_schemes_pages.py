"""The pages of schemes and templates: writing, versions, the choice of a call, and what is refused stays typed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cocreate.calls.models import Stage
from cocreate.clusters import service as clusters
from cocreate.core.db import db
from cocreate.outcomes import queries, schemes, templates
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user

ROOT = "/desk/agencies/housing"


@pytest.fixture
def house(db_session: Any) -> Any:
    agency = make_agency("市住建局", slug="housing")
    call = make_call(agency=agency, stage=Stage.ANSWERING, slug="lifts")
    make_contribution(call, author=make_user("欧阳娜娜"))
    db.session.commit()
    return agency, call


@pytest.fixture
def enter(app: Any, house: Any) -> Any:
    def sign_in(role: str | None) -> Any:
        user = make_member(house[0], role) if role else make_user()
        db.session.commit()
        visitor = app.test_client()
        visitor.sign_in(user)
        return visitor

    return sign_in


def rows(*given: tuple[str, str, str, list[str]]) -> dict[str, Any]:
    data: dict[str, Any] = {"slug": "letters", "name": "四级办法"}
    for at, (key, name, group, needs) in enumerate(given):
        data |= {f"degrees-{at}-key": key, f"degrees-{at}-name": name, f"degrees-{at}-group": group}
        data |= {f"degrees-{at}-needs": needs, f"degrees-{at}-like": "adopted"}
    return data


TWO = rows(("a", "A 采纳", "adopted", ["measure"]), ("d", "D 未采纳", "not_adopted", ["reason"]))
PAGES = [
    "/desk/agencies/housing/schemes",
    "/desk/agencies/housing/schemes/new",
    "/desk/agencies/housing/templates",
    "/desk/agencies/housing/templates/new",
]


@pytest.mark.parametrize("path", [*PAGES, "/desk/calls/lifts/scheme"])
def test_editors_see_every_page_and_others_none(enter: Any, client: Any, path: str) -> None:
    editor, citizen = enter("editor"), enter(None)
    for language in ("", "/en"):
        assert editor.get(language + path).status_code == 200
    assert citizen.get(path).status_code == 403
    assert client.get(path).status_code in (303, 403)


def test_a_scheme_is_written_chosen_and_followed_by_the_answer_form(enter: Any, house: Any) -> None:
    editor = enter("editor")
    form = editor.get(f"{ROOT}/schemes/new").text
    assert 'value="in_part"' in form  # begins as a copy of the built-in one
    assert editor.post(f"{ROOT}/schemes/new", data=TWO).location == f"{ROOT}/schemes"
    assert "D 未采纳" in editor.get(f"{ROOT}/schemes").text
    assert editor.post("/desk/calls/lifts/scheme", data={"scheme": "letters"}).status_code == 303
    number = db.session.scalar(db.text("SELECT number FROM contribution"))
    page = editor.get(f"/desk/calls/lifts/answers/{number}").text
    assert "letters:a" in page
    assert 'value="taken_as_idea"' not in page
    data = {"degree": "letters:a", "measure": "已写入第七条，明年起施行。", "seen": "0", "then": "stay"}
    assert editor.post(f"/desk/calls/lifts/answers/{number}", data=data).status_code == 303
    assert "A 采纳" in editor.get("/desk/calls/lifts/answers").text
    fixed = editor.get("/desk/calls/lifts/scheme").text
    assert "disabled" in fixed
    refused = editor.post("/desk/calls/lifts/scheme", data={"scheme": "built-in"}, follow_redirects=True)
    assert refused.status_code == 409
    changed = TWO | {"degrees-0-name": "A 全部采纳"}
    assert editor.post(f"{ROOT}/schemes/letters", data=changed).status_code == 303
    db.session.expire_all()
    assert schemes.get("letters").degrees[0]["name"] == "A 采纳"
    assert schemes.get("letters-2").degrees[0]["name"] == "A 全部采纳"


@pytest.mark.parametrize(
    "wrong",
    [
        rows(("a", "只有一级", "adopted", ["measure"])),
        rows(("a", "A", "adopted", ["measure"]), ("a", "B", "adopted", ["measure"])),
        rows(("a", "A", "adopted", ["measure"]), ("d", "D", "not_adopted", [])),
        rows(("a", "A", "nowhere", ["measure"]), ("d", "D", "not_adopted", ["reason"])),
        TWO | {"slug": "Large Letters"},
        TWO | {"name": ""},
    ],
)
def test_a_refused_scheme_keeps_what_was_typed(enter: Any, wrong: dict[str, Any]) -> None:
    answer = enter("editor").post(f"{ROOT}/schemes/new", data=wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert f'value="{wrong["degrees-0-name"]}"' in answer.text


def test_only_administrators_set_the_default(enter: Any, house: Any) -> None:
    enter("editor").post(f"{ROOT}/schemes/new", data=TWO)
    path, data = f"{ROOT}/schemes/default", {"scheme": "letters"}
    assert enter("editor").post(path, data=data).status_code == 403
    assert enter("system_admin").post(path, data=data).status_code == 303
    db.session.expire_all()
    found = schemes.default_of(house[0].path)
    assert found is not None
    assert found.slug == "letters"
    assert enter("system_admin").post(path, data={"scheme": "nobody"}).status_code == 404


def test_a_template_is_written_tried_used_and_retired(enter: Any, house: Any) -> None:
    editor = enter("editor")
    data = {"name": "转告", "degree": "not_adopted", "reason": "{name}，{number} 已转告省里。"}
    made = editor.post(f"{ROOT}/templates/new", data=data)
    assert made.status_code == 303
    number = db.session.scalar(db.text("SELECT number FROM contribution"))
    tried = editor.get(f"{made.location}?number={number}").text
    assert f"欧阳**，{number} 已转告省里。" in tried
    assert editor.get(f"{made.location}?number=2026-999999").status_code == 200
    assert "转告" in editor.get(f"/desk/calls/lifts/answers/{number}").text
    assert editor.post(f"{made.location}/retire").status_code == 303
    assert templates.of_path(house[0].path) == []
    assert "data-templates" not in editor.get(f"/desk/calls/lifts/answers/{number}").text


@pytest.mark.parametrize("page", ["answers/{number}", "many", "clusters/1/answer"])
def test_a_template_is_taken_without_a_script_and_nothing_is_kept_yet(
    enter: Any, house: Any, page: str
) -> None:
    editor, call = enter("editor"), house[1]
    hand = actor_of(make_member(house[0], "editor"))
    one = queries.by_numbers(call.id, [db.session.scalar(db.text("SELECT number FROM contribution"))])[0]
    clusters.make(hand, call, [one.id, make_contribution(call).id], "转告")
    draft = AnswerDraft("not_adopted", reason="{number} 已转告省里。")
    row = templates.save(hand, house[0], "转告", draft)
    db.session.commit()
    path = f"/desk/calls/lifts/{page.format(number=one.number)}"
    typed = {"degree": "", "reference": "第七条", "then": "template", "template": str(row.id), "seen": "0"}
    many = {"act": "answer", "sure": "1", "numbers": [one.number], "scope": ""} if page == "many" else {}
    taken = editor.post(path, data=typed | many)
    assert taken.status_code == 200
    assert "{number} 已转告省里。" in taken.text
    assert 'value="第七条"' in taken.text
    assert re.search(r'value="not_adopted" checked', taken.text)
    assert queries.disposition(call.id, one.id, published_only=False) is None
    empty = editor.post(path, data=typed | many | {"template": "nobody"})
    assert (empty.status_code, "已转告省里" in re.sub("data-fields=.*?>", "", empty.text)) == (200, False)


def test_a_refused_template_keeps_what_was_typed(enter: Any) -> None:
    data = {"name": "转告", "degree": "", "reason": "{nummer} 已转告省里。"}
    answer = enter("editor").post(f"{ROOT}/templates/new", data=data)
    assert answer.status_code == 422
    assert "{nummer} 已转告省里。" in answer.text
    assert "{department}" in answer.text


def test_what_another_agency_collected_is_not_shown_by_trying(enter: Any, house: Any) -> None:
    foreign = make_contribution(make_call(agency=make_agency()), author=make_user("张祥瑞"))
    row = templates.save(
        actor_of(make_member(house[0], "editor")), house[0], "转告", AnswerDraft("", reason="{title}")
    )
    db.session.commit()
    assert enter("editor").get(f"{ROOT}/templates/{row.id}?number={foreign.number}").status_code == 403


def test_pages_cost_the_same_for_few_and_for_many(enter: Any, house: Any, statements: Any) -> None:
    editor = enter("editor")
    hand = actor_of(make_member(house[0], "editor"))
    db.session.commit()
    costs = []
    for at in range(2):
        for number in range(1 + 8 * at):
            templates.save(hand, house[0], f"模板{at}{number}", AnswerDraft("", reason="收悉，谢谢。"))
            editor.post(f"{ROOT}/schemes/new", data=TWO | {"slug": f"s{at}{number}"})
        db.session.commit()
        counts = []
        for path in (f"{ROOT}/schemes", f"{ROOT}/templates", "/desk/calls/lifts/scheme"):
            with statements() as seen:
                assert editor.get(path).status_code == 200
            counts.append(len(seen))
        costs.append(counts)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12
    assert queries.by_degree([house[1].id])
