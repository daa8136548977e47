"""From an empty form to a public call: words, clauses, files, release."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest

from cocreate.accounts.models import Agency, User
from cocreate.calls import queries
from cocreate.calls.models import Stage
from cocreate.core.clock import today
from cocreate.core.errors import Invalid
from cocreate.web.calls_admin import clauses
from tests import hostile
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user

DRAFT = """某市加装电梯办法（草案）

第一章 总则
第一条 为了方便居民上下楼，制定本办法。
第二条　费用按楼层分摊。
低层住户可以少出。
第二章 程序
第三条 申请须经三分之二以上业主同意。"""


@pytest.fixture
def agency(db_session: Any) -> Agency:
    return make_agency()


@pytest.fixture
def editor(agency: Agency) -> User:
    return make_member(agency, "editor")


def form(agency: Agency, **changes: Any) -> dict[str, Any]:
    day = today()
    return {
        "agency": agency.slug,
        "title": "老旧小区加装电梯怎么改",
        "slug": "old-lifts",
        "language": "zh",
        "summary": "我们想知道，哪些楼先装。",
        "promise": "每一条意见都会得到答复。",
        "text": "## 背景\n\n全市还有三千栋楼没有电梯。",
        "legal_kind": "none",
        "visibility": "after_review",
        "participation": "standard",
        "first_day": day.isoformat(),
        "last_day": (day + timedelta(days=20)).isoformat(),
        "answers_by_day": (day + timedelta(days=60)).isoformat(),
        "phone": "010-12345678",
    } | changes


def test_a_call_from_the_form_to_the_public(client: Any, agency: Agency, editor: User) -> None:
    posted = form(agency)
    client.sign_in(editor)
    answer = client.post("/desk/calls/new", data=posted)
    assert (answer.status_code, answer.location) == (303, "/desk/calls/old-lifts/edit")
    page = client.get("/desk/calls/old-lifts/edit").text
    assert "三千栋楼" in page
    assert "010-12345678" in page
    assert client.get("/calls/old-lifts").status_code == 200

    client.sign_out()
    assert client.get("/calls/old-lifts").status_code in (303, 403, 404)
    client.sign_in(editor)
    assert "010" not in client.get("/desk/calls/old-lifts/release").text
    assert client.post("/desk/calls/old-lifts/release").location == "/calls/old-lifts"
    client.sign_out()
    assert "三千栋楼" in client.get("/calls/old-lifts").text
    call = queries.get("old-lifts")
    assert call.stage is Stage.COLLECTING
    assert call.contacts == {"phone": "010-12345678"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 101}, "title"),
        ({"slug": "Grosse Worte"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"legal_kind": "regulation"}, "last_day"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "soon"}, "last_day"),
        ({"votes_until_day": "2020-01-01"}, "votes_until_day"),
        ({"agency": "other"}, "agency"),
        ({"visibility": "everyone"}, "visibility"),
        ({"legal_kind": "none2"}, "legal_kind"),
    ],
)
def test_what_can_not_be_taken_comes_back_beside_its_field(
    client: Any, agency: Agency, editor: User, changes: dict[str, str], field: str
) -> None:
    posted = form(agency) | changes
    client.sign_in(editor)
    answer = client.post("/desk/calls/new", data=posted)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "三千栋楼" in answer.text
    assert queries.find("old-lifts") is None


def test_two_calls_can_not_have_one_address(client: Any, agency: Agency, editor: User) -> None:
    make_call(agency=agency, slug="old-lifts")
    posted = form(agency)
    client.sign_in(editor)
    answer = client.post("/desk/calls/new", data=posted)
    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text


@pytest.mark.parametrize("role", [None, "moderator", "approver"])
def test_only_editors_write(client: Any, agency: Agency, role: str | None) -> None:
    call = make_call(agency=agency, stage=Stage.DRAFT, slug="draft")
    user = make_member(agency, role) if role else make_user()
    posted = form(agency)
    client.sign_in(user)
    assert client.post("/desk/calls/new", data=posted).status_code == 403
    for view in ("edit", "clauses", "downloads", "release"):
        assert client.get(f"/desk/calls/draft/{view}").status_code == 403
    assert client.get("/desk/calls").status_code == (200 if role else 403)
    assert call.slug == "draft"


def test_an_editor_of_another_agency_sees_nothing(client: Any, agency: Agency) -> None:
    make_call(agency=agency, stage=Stage.DRAFT, slug="draft", title="还没有公开的题目")
    client.sign_in(make_member(make_agency("市交通运输局"), "editor"))
    assert client.get("/desk/calls/draft/edit").status_code == 403
    assert "还没有公开的题目" not in client.get("/desk/calls").text


def test_a_released_call_can_not_be_shortened(client: Any, agency: Agency, editor: User) -> None:
    make_call(agency=agency, slug="old-lifts")
    posted = form(agency, last_day=today().isoformat())
    client.sign_in(editor)
    answer = client.post("/desk/calls/old-lifts/edit", data=posted)
    assert answer.status_code == 422
    assert 'id="last_day-error"' in answer.text


def test_a_call_that_says_too_little_is_not_released(client: Any, agency: Agency, editor: User) -> None:
    make_call(agency=agency, stage=Stage.DRAFT, slug="bare", promise="", summary="")
    client.sign_in(editor)
    answer = client.post("/desk/calls/bare/release")
    assert answer.status_code == 422
    assert answer.text.count("<p>") >= 2
    assert not queries.get("bare").is_released


def test_clauses_are_split_changed_and_then_stand(client: Any, agency: Agency, editor: User) -> None:
    call = make_call(agency=agency, stage=Stage.DRAFT, slug="lifts")
    client.sign_in(editor)
    assert client.post("/desk/calls/lifts/clauses", data={"pasted": DRAFT}).status_code == 303
    rows = queries.clauses(call.id)
    assert [(row.label, row.heading) for row in rows[1:]] == [
        ("第一条", "第一章 总则"),
        ("第二条", ""),
        ("第三条", "第二章 程序"),
    ]
    posted = {
        "label": ["第一条", "第二条", "新", ""],
        "heading": ["", "", "", ""],
        "text": ["改过的一条。", "", "添的一条。", ""],
    }
    client.post("/desk/calls/lifts/clauses", data=posted)
    assert [(row.label, row.text) for row in queries.clauses(call.id)] == [
        ("第一条", "改过的一条。"),
        ("新", "添的一条。"),
    ]
    client.post("/desk/calls/lifts/release")
    assert client.post("/desk/calls/lifts/clauses", data={"pasted": DRAFT}).status_code in (409, 422)
    assert "改过的一条。" in client.get("/desk/calls/lifts/clauses").text


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (DRAFT, ["Preamble", "第一条", "第二条", "第三条"]),
        ("一、装电梯\n二、修水管", ["一", "二"]),
        ("1. Lifts\n2. Pipes\nand taps\n3. Roofs", ["1", "2", "3"]),
        ("Article 1 Lifts.\nArticle 2 Pipes.", ["Article 1", "Article 2"]),
        ("先装电梯。\n\n再修水管。", ["1", "2"]),
        ("", []),
        ("   \n\n ", []),
        ("第一条 只有一条。", ["1"]),
    ],
)
def test_splitting(app: Any, text: str, labels: list[str]) -> None:
    with app.test_request_context("/en/"):
        found = clauses.split(text)
    assert [label.replace("序言", "Preamble") for label, _, _ in found] == labels


@pytest.mark.parametrize(
    "text", [DRAFT, DRAFT + "\n附件一\n第三章 附则", "第一条 甲\n第二章 说明一下而不只是名字\n乙\n第二条 丙"]
)
def test_splitting_leaves_nothing_out(app: Any, text: str) -> None:
    with app.test_request_context("/"):
        found = clauses.split(text)
    kept = "".join("".join(parts) for parts in found).replace("\n", "")
    for line in text.split("\n"):
        assert all(piece in kept for piece in line.split())


def test_typed_clauses_have_limits(app: Any) -> None:
    with app.test_request_context("/"), pytest.raises(Invalid):
        clauses.typed({"label": ["1"] * 401, "heading": [""] * 401, "text": ["文"] * 401})


def test_files_come_and_go(client: Any, agency: Agency, editor: User) -> None:
    call = make_call(agency=agency, stage=Stage.DRAFT, slug="lifts")
    client.sign_in(editor)
    file = (io.BytesIO("起草说明".encode()), "起草说明.txt")
    answer = client.post("/desk/calls/lifts/downloads", data={"kind": "notes", "title": "", "file": file})
    assert answer.status_code == 303
    assert "起草说明" in client.get("/desk/calls/lifts/downloads").text
    row = queries.downloads(call.id)[0]
    client.post(f"/desk/calls/lifts/downloads/{row.id}/remove")
    assert queries.downloads(call.id) == []
    assert client.post("/desk/calls/lifts/downloads", data={"kind": "notes"}).status_code == 422


def test_the_list_costs_the_same_for_2_calls_and_20(
    client: Any, agency: Agency, editor: User, statements: Any
) -> None:
    def cost() -> int:
        client.get("/desk/calls")  # what the test itself wrote is committed here
        with statements() as seen:
            assert client.get("/desk/calls").status_code == 200
        return len(seen)

    make_contribution(make_call(agency=agency))
    make_call(agency=agency, stage=Stage.DRAFT)
    client.sign_in(editor)
    few = cost()
    for _ in range(18):
        make_contribution(make_call(agency=agency, stage=Stage.ANSWERING))
    assert cost() == few <= 12


def test_hostile_texts_in_every_field(client: Any, agency: Agency, editor: User) -> None:
    posted = form(agency)
    client.sign_in(editor)
    for text in ["<script>alert(1)</script>", "\0", *hostile.strings()[::200]]:
        answer = client.post("/desk/calls/new", data=dict.fromkeys(posted, text))
        assert answer.status_code == 422, text
        assert "<script>alert" not in answer.text, text
