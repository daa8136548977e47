"""The workbench, the outcome's way to the public, and the page the public reads."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from cocreate.calls.models import Stage
from cocreate.clusters import service as clusters
from cocreate.contributions.intake_models import Intake
from cocreate.contributions.models import Channel, State, Validity
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.notices.models import Telling
from cocreate.outcomes import drafts, publishing, queries, service, workbench
from cocreate.outcomes.service import Reply
from tests import hostile
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user
from tests.outcomes.conftest import REFUSAL, TREE, Desk

SOMEBODY_ELSE = "Somebody else must approve this, because you helped to prepare it."
REASON = "这条路归省里管，我们已经转告。"


@pytest.fixture
def desk(db_session: Any) -> Desk:
    agency = make_agency(name="市住房和城乡建设局")
    editor, approver = make_member(agency, "editor"), make_member(agency, "approver")
    call = make_call(agency=agency, stage=Stage.ANSWERING, slug="lifts")
    return Desk(agency, call, editor, approver, make_user("欧阳娜娜"))


def at(desk: Desk, rest: str = "") -> str:
    return f"/desk/calls/{desk.call.slug}/{rest}"


def test_guests_and_strangers_stay_out(client: Any, desk: Desk) -> None:
    assert client.get(at(desk, "answers")).status_code in (302, 303, 403)
    client.sign_in(desk.author)
    for page in ("answers", "outcome", "outcome/publish"):
        assert client.get(at(desk, page)).status_code == 403


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_workbench_shows_what_there_is(client: Any, desk: Desk, prefix: str) -> None:
    one, two = desk.contribution(body="先装北门那栋。"), desk.contribution(body="费用由谁出？")
    desk.answer(one)
    client.sign_in(desk.editor)
    text = client.get(prefix + at(desk, "answers")).text
    assert one.number in text
    assert two.number in text
    assert "欧阳**" in text
    assert "<b>1</b> / 2" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "abcd"),
        ("show=unanswered", "bc"),
        ("show=answered", "a"),
        ("show=in_review", "c"),
        ("validity=duplicate", "d"),
        ("show=answered&validity=duplicate", ""),
        ("degree=not_adopted", "a"),
        ("show=nonsense&validity=odd&clause=x&after=99999999999999999999", "abcd"),
    ],
)
def test_the_filters_of_the_workbench(client: Any, desk: Desk, query: str, expected: str) -> None:
    rows = {
        "a": desk.contribution(),
        "b": desk.contribution(),
        "c": desk.contribution(state=State.IN_REVIEW),
        "d": desk.contribution(),
    }
    desk.answer(rows["a"])
    service.assess(desk.hand, [rows["d"]], desk.call, Validity.DUPLICATE)
    numbers = {name: row.number for name, row in rows.items()}
    client.sign_in(desk.editor)
    text = client.get(at(desk, f"answers?{query}")).text
    assert "".join(name for name, number in numbers.items() if f'id="c-{number}"' in text) == expected


def test_whoever_publishes_sees_how_far_the_telling_is(client: Any, desk: Desk, run_jobs: Any) -> None:
    for _ in range(3):
        desk.answer(make_contribution(desk.call, author=make_user()))
    desk.publish()
    db.session.add(Telling(call_id=desk.call.id, fact="outcome", told=2))
    client.sign_in(desk.editor)
    page = f"/en{at(desk, 'outcome')}"
    assert "2 people have been told so far" in client.get(page).text
    db.session.query(Telling).delete()
    db.session.commit()
    while run_jobs():
        pass
    assert "3 people have been told of the result." in client.get(page).text


def test_nobody_approves_what_they_have_not_read(client: Any, desk: Desk) -> None:
    publishing.write(desk.hand, desk.call, TREE)
    publishing.submit(desk.hand, desk.call)
    client.sign_in(desk.approver)
    page = client.get(f"/en{at(desk, 'outcome')}").text
    assert re.search(r'name="seen"[^>]*value="1"', page)
    publishing.take_back(desk.hand, desk.call)
    publishing.write(desk.hand, desk.call, TREE, "改了一段。")
    publishing.submit(desk.hand, desk.call)
    db.session.commit()
    answer = client.post(f"/en{at(desk, 'outcome/approve')}", data={"note": "同意。", "seen": "1"})
    assert answer.status_code == 409
    assert "Read it again first" in answer.text
    assert client.post(at(desk, "outcome/approve"), data={"note": "同意。", "seen": "2"}).status_code == 303


@pytest.mark.parametrize("helped", ["answered", "wrote"])
def test_an_approver_who_is_the_editor_is_refused_with_the_reason(
    client: Any, desk: Desk, helped: str
) -> None:
    make_member(desk.agency, "approver", user=desk.editor)
    other = actor_of(make_member(desk.agency, "editor"))
    one = desk.contribution()
    service.answer(desk.hand if helped == "answered" else other, one, desk.call, REFUSAL)
    publishing.write(desk.hand if helped == "wrote" else other, desk.call, TREE)
    publishing.submit(other, desk.call)
    client.sign_in(desk.editor)
    for prefix, why in [("/en", SOMEBODY_ELSE), ("", "您参与了起草，须由其他人审签。")]:
        answer = client.post(prefix + at(desk, "outcome/approve"), data={"note": "", "seen": "1"})
        assert answer.status_code == 403
        assert why in html.unescape(answer.text)
    assert queries.approved_by(desk.call.id, 1) == set()


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("/en", "en")])
def test_the_desk_speaks_the_readers_language_whatever_that_of_the_words(
    client: Any, desk: Desk, prefix: str, language: str
) -> None:
    number = desk.contribution(body="Please start at the north gate.").number
    client.sign_in(desk.editor)
    for page in ("answers", f"answers/{number}", f"answers?open={number}", "outcome", "outcome/submit"):
        assert f'<html lang="{language}"' in client.get(prefix + at(desk, page)).text


def test_one_is_found_by_its_number(client: Any, desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    number = rows[1].number
    client.sign_in(desk.editor)
    text = client.get(at(desk, f"answers?number={number}")).text
    assert text.count(' id="c-') == 1
    assert f'id="c-{number}"' in text


def test_answering_in_the_line_opens_the_next(client: Any, desk: Desk) -> None:
    first, second = desk.contribution(), desk.contribution()
    numbers = (first.number, second.number)
    client.sign_in(desk.editor)
    page = client.get(at(desk, f"answers?show=unanswered&open={numbers[0]}")).text
    assert f'name="following" type="hidden" value="{numbers[1]}"' in page
    posted = {"degree": "not_adopted", "reason": REASON, "seen": "0", "then": "next", "following": numbers[1]}
    answer = client.post(
        at(desk, f"answers/{numbers[0]}"), data=posted | {"back": at(desk, "answers?show=unanswered")}
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"answers?show=unanswered&open={numbers[1]}#c-{numbers[1]}")
    assert queries.answered([desk.call.id]) == {desk.call.id: 1}


def test_answering_on_its_own_page_goes_to_the_next_unanswered(client: Any, desk: Desk) -> None:
    numbers = [desk.contribution().number for _ in range(3)]
    posted = {"degree": "adopted", "measure": "写进第七条。", "seen": "0", "then": "next"}
    client.sign_in(desk.editor)
    for number, ahead in ((1, 2), (2, 0)):
        answer = client.post(at(desk, f"answers/{numbers[number]}"), data=posted)
        assert answer.location.endswith(f"answers/{numbers[ahead]}")
    assert client.post(at(desk, f"answers/{numbers[0]}"), data=posted).location.endswith("/answers")


def test_a_refusal_without_a_reason_comes_back_with_what_was_typed(client: Any, desk: Desk) -> None:
    number = desk.contribution().number
    client.sign_in(desk.editor)
    answer = client.post(
        at(desk, f"answers/{number}"),
        data={"degree": "adopted_in_part", "measure": "先装三栋。", "seen": "0"},
    )
    assert answer.status_code == 422
    assert "先装三栋。" in answer.text
    assert 'id="reason-error"' in answer.text
    assert 'value="adopted_in_part" checked' in answer.text


def test_a_colleague_who_was_faster_is_not_overwritten(client: Any, desk: Desk) -> None:
    row = desk.contribution()
    number = row.number
    desk.answer(row)
    client.sign_in(desk.editor)
    posted = {"degree": "taken_as_idea", "reason": "很好的想法，留作参考。", "seen": "0"}
    refused = client.post(at(desk, f"answers/{number}"), data=posted)
    assert refused.status_code == 409
    assert re.search(r'name="seen"[^>]*value="1"', refused.text)  # sent again knowingly, it takes its place
    assert client.post(at(desk, f"answers/{number}"), data=posted | {"seen": "1"}).status_code == 303


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/me", "javascript:alert(1)", ""]
)
def test_after_an_answer_one_stays_on_the_desk(client: Any, desk: Desk, back: str) -> None:
    number = desk.contribution().number
    client.sign_in(desk.editor)
    posted = {"degree": "not_adopted", "reason": REASON, "seen": "0", "back": back}
    answer = client.post(at(desk, f"answers/{number}"), data=posted)
    assert answer.location.endswith(at(desk, f"answers/{number}"))
    assert "evil" not in answer.location


def test_hostile_texts_in_every_field_of_an_answer(client: Any, desk: Desk) -> None:
    number = desk.contribution().number
    client.sign_in(desk.editor)
    names = (
        "reason",
        "measure",
        "reference",
        "since",
        "passed_to",
        "review_date",
        "seen",
        "back",
        "following",
    )
    for text in ["<script>alert(1)</script>", "\0", *hostile.strings()[::150]]:
        for degree in ("adopted_in_part", "planned", text):
            posted = {"degree": degree, **dict.fromkeys(names, text)}
            answer = client.post(at(desk, f"answers/{number}"), data=posted)
            assert answer.status_code in (303, 400, 409, 422), text
            assert "<script>alert" not in answer.text, text


def test_validity_in_bulk(client: Any, desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    other = make_contribution(make_call(agency=desk.agency, stage=Stage.ANSWERING))
    ids = [row.id for row in rows]
    numbers = [rows[0].number, rows[1].number, other.number, "nonsense"]
    client.sign_in(desk.editor)
    posted = {"numbers": numbers, "act": "assess", "back": at(desk, "answers?show=unanswered")}
    asked = client.post(at(desk, "many"), data=posted)
    assert asked.status_code == 200
    assert 'name="count" value="2"' in asked.text
    sure = posted | {"validity": "mere_agreement", "sure": "1", "count": "2"}
    answer = client.post(at(desk, "many"), data=sure)
    assert answer.location.endswith("answers?show=unanswered")
    db.session.expire_all()
    found = workbench.page(desk.call.id, workbench.Filter(validity=Validity.MERE_AGREEMENT)).items
    assert [line.contribution.id for line in found] == ids[:2]
    assert client.post(at(desk, "many"), data={"act": "assess"}).status_code == 303
    assert client.post(at(desk, "many"), data=sure | {"validity": "nonsense"}).status_code == 422


def test_the_way_to_the_public(client: Any, desk: Desk) -> None:
    row = desk.contribution(body="先装北门那栋，那里老人最多。")
    number = row.number
    client.sign_in(desk.editor)
    refused = client.post(at(desk, "outcome/submit"))
    assert refused.status_code == 422
    assert f"answers/{number}" in refused.text
    client.post(
        at(desk, f"answers/{number}"),
        data={"degree": "adopted", "measure": "写进实施细则第七条。", "seen": "0"},
    )
    client.post(at(desk, "outcome"), data={"text": "## 决定\n\n北门先装。", "next_steps": "三月开工。"})
    assert "北门先装" in client.get(at(desk, "outcome")).text
    assert client.post(at(desk, "outcome/submit")).status_code == 303
    assert client.post(at(desk, "outcome/approve")).status_code == 403
    assert (
        "还没有公布" in client.get("/calls/lifts/outcome").text
        or "not published" in client.get("/en/calls/lifts/outcome").text
    )

    client.sign_in(desk.approver)
    assert client.post(at(desk, "outcome/approve"), data={"note": "同意。"}).status_code == 303
    answer = client.post(at(desk, "outcome/publish"))
    assert (answer.status_code, answer.location) == (303, "/calls/lifts/outcome")

    client.sign_out()
    page = client.get("/en/calls/lifts/outcome").text
    for words in (
        "北门先装",
        "三月开工。",
        "写进实施细则第七条。",
        "欧阳**",
        number,
        "Adopted",
        "市住房和城乡建设局",
    ):
        assert words in page or words == "市住房和城乡建设局"
    assert "欧阳娜娜" not in page


def test_publishing_with_something_unanswered_names_it(client: Any, desk: Desk) -> None:
    desk.approve()
    late = desk.contribution().number
    client.sign_in(desk.approver)
    answer = client.post(at(desk, "outcome/publish"))
    assert answer.status_code == 422
    assert f"/desk/calls/lifts/answers/{late}" in answer.text
    assert client.get("/calls/lifts/outcome").status_code == 200


def test_nothing_came_in(client: Any, desk: Desk) -> None:
    desk.publish()
    assert "No contributions were received" in client.get("/en/calls/lifts/outcome").text


@pytest.mark.parametrize("degree", ["", "adopted", "not_adopted", "nonsense"])
def test_segments_of_the_bar_are_filters(client: Any, desk: Desk, degree: str) -> None:
    kept, refused = desk.contribution(), desk.contribution()
    service.answer(desk.hand, kept, desk.call, service.AnswerDraft("adopted", measure="写进第七条。"))
    desk.answer(refused)
    numbers = {"adopted": kept.number, "not_adopted": refused.number}
    desk.publish()
    page = client.get(f"/calls/lifts/outcome?degree={degree}").text
    for key, number in numbers.items():
        assert (f"/contributions/{number}" in page) == (degree in (key, "", "nonsense"))


def test_private_words_stay_private(client: Any, desk: Desk) -> None:
    row = desk.contribution(body="我家在三单元，父亲坐轮椅。", is_private=True)
    number = row.number
    service.answer(desk.hand, row, desk.call, service.AnswerDraft("adopted", measure="为三单元先装。"))
    desk.publish()
    page = client.get("/calls/lifts/outcome").text
    assert number in page
    for hidden in ("轮椅", "三单元", "欧阳", f"/contributions/{number}"):
        assert hidden not in page
    client.sign_in(desk.author)
    assert "轮椅" in client.get("/calls/lifts/outcome").text


def test_imported_replies_are_read_before_the_outcome(client: Any, desk: Desk) -> None:
    row = desk.contribution()
    reply = Reply(row.id, "网友您好，已转交有关单位。", datetime(2019, 5, 9, tzinfo=UTC), "市交通局")
    service.import_replies(Actor.system(), desk.call.id, [reply])
    page = client.get("/calls/lifts/outcome").text
    assert "已转交有关单位" in page
    assert "市交通局" in page


@pytest.mark.parametrize("who", ["guest", "editor"])
def test_pages_cost_the_same_for_2_rows_and_for_40(
    client: Any, desk: Desk, statements: Callable[[], Any], who: str
) -> None:
    if who == "editor":
        client.sign_in(desk.editor)
    pages = (
        ["/calls/lifts/outcome"]
        if who == "guest"
        else [at(desk, "answers"), at(desk, "outcome"), "/desk/calls"]
    )

    def cost(path: str) -> int:
        client.get(path)
        with statements() as seen:
            assert client.get(path + "?fresh=1").status_code == 200
        return len(seen)

    for row in [desk.contribution() for _ in range(2)]:
        desk.answer(row)
    few = [cost(path) for path in pages]
    for _ in range(38):
        desk.answer(make_contribution(desk.call))
    many = [cost(path) for path in pages]
    assert many == few
    assert max(many) <= 12, many


@pytest.mark.parametrize("number", ["2026-999999", "nonsense", "%00", "2026-000001%0a"])
def test_unknown_numbers(client: Any, desk: Desk, number: str) -> None:
    client.sign_in(desk.editor)
    assert client.get(at(desk, f"answers/{number}")).status_code in (400, 404)


def test_a_contribution_of_another_call_is_not_found_here(client: Any, desk: Desk) -> None:
    other = make_contribution(make_call(agency=desk.agency, stage=Stage.ANSWERING)).number
    comment = desk.contribution(under=desk.contribution()).number
    client.sign_in(desk.editor)
    for number in (other, comment):
        assert client.get(at(desk, f"answers/{number}")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?show=unanswered",
        "?open={number}",
        "?cluster=none&sort=support",
        "?cluster=1&open={number}",
        "?q=灯",
    ],
)
def test_the_workbench_costs_the_same_for_few_and_for_many(
    client: Any, desk: Desk, statements: Callable[[], Any], query: str
) -> None:
    client.sign_in(desk.editor)
    rows = [desk.contribution(body="换灯。")]
    costs = []
    clusters.make(desk.hand, desk.call, [rows[0].id, desk.contribution().id], "换灯")
    for count in (2, 60):  # more than one page holds
        rows += [
            desk.contribution(body=f"第{place}盏灯坏了，请换新的。") for place in range(len(rows), count)
        ]
        desk.answer(rows[-1])
        db.session.commit()
        address = at(desk, "answers") + query.format(number=rows[0].number)
        with statements() as seen:
            assert client.get(address).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1], costs
    assert costs[0] <= 12, seen


def test_the_sheet_below_a_line_costs_no_more_where_all_is_used(
    client: Any, desk: Desk, statements: Callable[[], Any]
) -> None:
    rows = [desk.contribution() for _ in range(55)]
    for place in range(0, 4, 2):
        both = [rows[place].id, rows[place + 1].id]
        clusters.make(desk.hand, desk.call, both, f"话题{place}")
    colleague = actor_of(make_member(desk.agency))
    drafts.save(colleague, rows[0], desk.call, {"degree": "adopted", "reason": "先记下来。"}, 0)
    db.session.commit()
    client.sign_in(desk.editor)
    addresses = [at(desk, f"answers?open={rows[0].number}{more}") for more in ("", "&due=any&cluster=1")]
    for address in addresses:
        client.get(address)
        with statements() as seen:
            page = client.get(address).text
        assert len(seen) <= 12, seen
    page = client.get(addresses[0]).text
    assert "is writing" in page or "正在写" in page


def test_whoever_was_heard_elsewhere_can_be_reached_by_staff_and_by_nobody_else(
    client: Any, app: Any, desk: Desk
) -> None:
    one = desk.contribution(channel=Channel.HALL)
    db.session.add(Intake(call_id=one.call_id, contribution_id=one.id, phone="19912345678", place="三号窗口"))
    desk.answer(one)
    desk.publish()
    db.session.commit()
    guest = app.test_client()
    for page in (f"/contributions/{one.number}", "/calls/lifts/outcome", "/calls/lifts"):
        assert "19912345678" not in guest.get(page).text
    client.sign_in(desk.editor)
    text = client.get(at(desk, f"answers/{one.number}")).text
    assert "19912345678" in text
    assert "三号窗口" in text


def test_a_published_call_is_not_overdue(client: Any, desk: Desk) -> None:
    desk.call.answers_by = datetime(2020, 1, 1, tzinfo=UTC)
    desk.answer(desk.contribution())
    client.sign_in(desk.editor)
    assert 'class="late"' in client.get(at(desk, "answers")).text
    desk.publish()
    db.session.commit()
    assert 'class="late"' not in client.get(at(desk, "answers")).text
