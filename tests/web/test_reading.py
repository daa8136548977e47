"""What readers see: the front door, the lists, a call, a contribution, a search; and what it costs."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest

from cocreate.ballots import service as ballots
from cocreate.calls.models import Clause, Stage, Visibility
from cocreate.contributions.models import State
from cocreate.core.assets import folder
from cocreate.core.db import db
from cocreate.outcomes.models import AnswerFigures, Disposition, Outcome, OutcomeState
from cocreate.search import service as search
from cocreate.web.calls import reading
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_user

BUDGET = 12


@pytest.fixture(autouse=True)
def _noon(clock) -> None:
    clock.set(datetime(2026, 11, 24, 4, tzinfo=UTC))


def _publish(call, contribution, degree: str = "adopted", measure: str = "写入办法第十二条。") -> None:
    db.session.add(Outcome(call_id=call.id, state=OutcomeState.PUBLISHED))
    db.session.flush()
    db.session.add(
        Disposition(
            call_id=call.id,
            contribution_id=contribution.id,
            number=1,
            degree=degree,
            measure=measure,
            reason="多数同意。",
        )
    )
    db.session.add(AnswerFigures(call_id=call.id, degree=degree, answered=1))
    db.session.flush()


def test_the_front_door_of_an_empty_site_says_what_it_is_for(client) -> None:
    page = client.get("/en/")
    assert page.status_code == 200
    assert "No call is open at the moment" in page.text
    assert "What became of it" not in page.text


def test_the_front_door_shows_open_calls_and_ended_threads(db_session, client) -> None:
    make_call(title="夜间停车怎么管")
    make_call(stage=Stage.DRAFT, title="还没有公布的事")
    make_call(stage=Stage.DRAFT, title="下个月才开始的事", released_at=datetime(2026, 11, 20, tzinfo=UTC))
    ended = make_call(stage=Stage.PUBLISHED)
    words = make_contribution(ended, author=make_user("欧阳娜娜"), body="单位停车场晚上空着，能不能开放？")
    _publish(ended, words)
    text = client.get("/").text
    assert "夜间停车怎么管" in text
    assert "还没有公布的事" not in text
    assert "下个月才开始的事" not in text
    for shown in ("单位停车场晚上空着", "写入办法第十二条。", "欧阳**"):
        assert shown in text
    assert "欧阳娜娜" not in text


def test_words_kept_from_the_public_do_not_stand_on_the_front_door(db_session, client) -> None:
    ended = make_call(stage=Stage.PUBLISHED)
    _publish(ended, make_contribution(ended, body="这一句不公开", is_private=True))
    text = client.get("/").text
    assert ended.title in text
    assert "这一句不公开" not in text


@pytest.mark.parametrize(
    ("tab", "stage"),
    [
        ("open", Stage.COLLECTING),
        ("open", Stage.VOTING),
        ("closed", Stage.ANSWERING),
        ("results", Stage.PUBLISHED),
    ],
)
def test_a_call_stands_under_its_tab_only(db_session, client, tab: str, stage: Stage) -> None:
    call = make_call(stage=stage)
    for other in ("open", "closed", "results"):
        assert (f'href="/calls/{call.slug}"' in client.get(f"/calls?tab={other}").text) is (other == tab)


def test_calls_can_be_picked_by_agency_and_topic(db_session, client) -> None:
    city = make_agency("市政府")
    housing = make_agency("住建局", parent=city)
    ours = make_call(agency=housing, topic="住房")
    theirs = make_call(agency=make_agency("交通局", parent=city), topic="出行")
    for query, seen in [
        (f"agency={housing.slug}", {ours.slug}),
        (f"agency={city.slug}", {ours.slug, theirs.slug}),
        ("topic=出行", {theirs.slug}),
        ("topic=没有的&agency=none", {ours.slug, theirs.slug}),
    ]:
        text = client.get(f"/calls?{query}").text
        assert {call.slug for call in (ours, theirs) if f'href="/calls/{call.slug}"' in text} == seen


def test_a_call_is_read_in_the_language_it_has(db_session, client) -> None:
    call = make_call(title="共享单车停放", title_en="Parking for shared bikes")
    other = make_call(title="只有中文的事")
    assert "Parking for shared bikes" in client.get(f"/en/calls/{call.slug}").text
    assert "Parking for shared bikes" not in client.get(f"/calls/{call.slug}").text
    assert "<h1>只有中文的事</h1>" in client.get(f"/en/calls/{other.slug}").text
    assert 'lang="zh-Hans"><h1>只有中文' in client.get(f"/en/calls/{other.slug}").text


def test_what_is_shown_of_a_call_follows_its_stage(db_session, client) -> None:
    for stage, has_form in [(Stage.COLLECTING, True), (Stage.ANSWERING, False), (Stage.PUBLISHED, False)]:
        text = client.get(f"/calls/{make_call(stage=stage).slug}").text
        assert ('id="say"' in text) is has_form


def test_an_unreleased_call_is_nobodys_business(db_session, client) -> None:
    call = make_call(stage=Stage.DRAFT)
    assert client.get(f"/calls/{call.slug}").status_code == 403


def test_only_what_the_public_may_see_is_listed(db_session, client) -> None:
    call = make_call()
    make_contribution(call, title="公开的意见")
    make_contribution(call, title="正在审核的意见", state=State.IN_REVIEW)
    make_contribution(call, title="不公开的意见", is_private=True)
    text = client.get(f"/calls/{call.slug}").text
    assert "公开的意见" in text
    assert "正在审核的意见" not in text
    assert "不公开的意见" not in text


def test_contributions_can_be_read_clause_by_clause(db_session, client) -> None:
    call = make_call()
    clauses = [Clause(call_id=call.id, position=place, label=f"第{place}条", text="条文") for place in (1, 2)]
    db.session.add_all(clauses)
    db.session.flush()
    make_contribution(call, title="说的是第一条", clause_id=clauses[0].id)
    make_contribution(call, title="说的是第二条", clause_id=clauses[1].id)
    text = client.get(f"/calls/{call.slug}?clause={clauses[1].id}").text
    assert "说的是第二条" in text
    assert "说的是第一条" not in text


@pytest.mark.parametrize("sort", ["fair", "newest"])
def test_paging_shows_each_contribution_once(db_session, client, sort: str) -> None:
    call = make_call()
    numbers = {make_contribution(call).number for _ in range(45)}
    seen: list[str] = []
    address = f"/calls/{call.slug}?sort={sort}"
    for _ in range(4):
        text = client.get(address).text
        seen += [number for number in numbers if f'/contributions/{number}"' in text]
        following = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        if not following:
            break
        address = following
    assert sorted(seen) == sorted(numbers)


def test_the_fair_order_starts_elsewhere_for_others_and_stays_for_a_person(db_session, app) -> None:
    call = make_call()
    with app.test_request_context():
        before = {reading.fair_start(call) for _ in range(3)}
    assert len(before) == 1
    assert 0 <= before.pop() < reading.RING


def test_a_contribution_shows_its_way_and_its_answer(db_session, client) -> None:
    call = make_call(stage=Stage.PUBLISHED)
    words = make_contribution(call, author=make_user("张祥瑞"), body="第一段。\n\n<script>alert(1)</script>")
    _publish(call, words, "not_adopted")
    text = client.get(f"/en/contributions/{words.number}").text
    assert "<p>第一段。</p>" in text
    assert "<script>alert" not in text
    assert "张**" in text
    assert "张祥瑞" not in text
    for shown in ("Received", "Reviewed", "Not adopted", "多数同意。"):
        assert shown in text


def test_an_answer_that_is_only_prepared_is_not_shown(db_session, client) -> None:
    call = make_call(stage=Stage.ANSWERING)
    words = make_contribution(call)
    db.session.add(
        Disposition(
            call_id=call.id, contribution_id=words.id, number=1, degree="adopted", measure="先不说出去"
        )
    )
    assert "先不说出去" not in client.get(f"/contributions/{words.number}").text
    assert "先不说出去" not in client.get(f"/calls/{call.slug}").text


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.WITHHELD, State.RETURNED, State.WITHDRAWN])
def test_what_is_not_public_is_read_by_its_author_alone(db_session, client, state: State) -> None:
    author = make_user()
    words = make_contribution(author=author, state=state, body="只给自己看")
    assert client.get(f"/contributions/{words.number}").status_code == 403
    client.sign_in(make_user())
    assert client.get(f"/contributions/{words.number}").status_code == 403
    client.sign_in(author)
    page = client.get(f"/contributions/{words.number}")
    assert page.status_code == 200
    assert "只给自己看" in page.text


def test_a_comment_is_read_where_it_stands(db_session, client) -> None:
    words = make_contribution()
    call = db.session.get(type(make_call()), words.call_id)
    comment = make_contribution(call, under=words, body="我也这样想")
    answer = client.get(f"/contributions/{comment.number}")
    assert answer.status_code == 302
    assert answer.location == f"/contributions/{words.number}#c{comment.number}"
    assert "我也这样想" in client.get(f"/contributions/{words.number}").text


def test_a_search_finds_and_marks(db_session, client) -> None:
    call = make_call(title="电梯怎么装")
    make_contribution(call, title="担架要进得去", body="加装电梯时，请留出担架转弯的地方。")
    search.index_listed(call.id)
    text = client.get("/search?q=担架").text
    assert "<mark>担架</mark>要进得去" in text
    assert "<mark>" not in client.get("/search?q=没有的词").text


@pytest.mark.parametrize("query", ["", "%ED%A0%80", "a" * 5000, "'; --", "%E2%80%AE电", "/..%2f"])
def test_no_query_breaks_the_search(client, query: str) -> None:
    assert client.get(f"/search?q={query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/calls?tab=none&after=x&agency=none&topic=none",
        "/calls?after=99999999999999999999",
        "/about",
        "/rules",
        "/terms",
        "/privacy",
        "/en/about",
        "/en/rules",
        "/en/terms",
        "/en/privacy",
        "/lookup",
        "/en/lookup",
    ],
)
def test_pages_that_need_nothing_stand(client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/calls/nothing-here", "/contributions/2026-999999", "/nowhere"])
def test_what_is_not_there_is_said_as_a_page(client, address: str) -> None:
    page = client.get(f"/en{address}")
    assert page.status_code == 404
    assert "<h1>Nothing was found here</h1>" in page.text


@pytest.mark.parametrize("visibility", list(Visibility))
def test_every_visibility_says_who_will_read(db_session, client, visibility: Visibility) -> None:
    page = client.get(f"/calls/{make_call(visibility=visibility).slug}")
    assert page.status_code == 200


def _fill(rows: int, reader) -> dict[str, str]:
    call = make_call(slug=f"full-{rows}")
    db.session.add(Clause(call_id=call.id, position=1, label="第一条", text="条文"))
    people = [make_user() for _ in range(3)]
    made = [
        make_contribution(call, author=people[at % 3], title=f"电梯 {at}", body="加装电梯要快")
        for at in range(rows)
    ]
    for one in made[:20]:
        ballots.support(actor_of(reader), one, call)
    for _ in range(rows):
        make_contribution(call, author=people[0], under=made[0], body="同意")
    for _ in range(min(rows, 20)):
        make_call()
        _publish(done := make_call(stage=Stage.PUBLISHED), make_contribution(done))
    search.index_listed(call.id)
    return {
        "home": "/",
        "list": "/calls",
        "results": "/calls?tab=results",
        "call": f"/calls/{call.slug}",
        "newest": f"/calls/{call.slug}?sort=newest",
        "one": f"/contributions/{made[0].number}",
        "search": "/search?q=电梯",
        "similar": f"/calls/{call.slug}/contributions/similar?text=加装电梯要快",
    }


def test_a_page_costs_the_same_however_many_rows(app, db_session, client, statements) -> None:
    reader = make_user()
    few, many = _fill(2, reader), _fill(60, reader)
    client.sign_in(reader)
    costs = {}
    for name in few:
        for size, address in (("few", few[name]), ("many", many[name])):
            app.extensions["cocreate.parts"].clear()  # nothing is drawn before
            with statements() as seen:
                assert client.get(address).status_code == 200
            costs[name, size] = len(seen)
    too_many = {key: cost for key, cost in costs.items() if cost > BUDGET}
    assert not too_many
    growing = {name for name in few if costs[name, "many"] > costs[name, "few"]}
    # With few calls there are fewer ended threads to read on the home page.
    assert growing <= {"home"}


def test_days_left_are_local_days(db_session, client, clock) -> None:
    call = make_call(closes_at=datetime(2026, 11, 25, 16, tzinfo=UTC))
    for moment, words in [
        (datetime(2026, 11, 24, 4, tzinfo=UTC), "<b>1</b> day left"),
        (datetime(2026, 11, 25, 15, 59, tzinfo=UTC), "Closes today"),
    ]:
        clock.set(moment)
        page = client.get(f"/en/calls/{call.slug}?at={moment.hour}")
        assert words in page.text
    clock.set(datetime(2026, 11, 25, 16, tzinfo=UTC) + timedelta(seconds=1))
    assert 'id="say"' not in client.get(f"/calls/{call.slug}?fresh=1").text


def test_a_call_page_is_light_on_the_line(db_session, client) -> None:
    call = make_call()
    for at in range(30):
        make_contribution(call, title=f"第 {at} 条意见", body=f"{at} 号楼希望早点装，" * 12)
    page = client.get(f"/calls/{call.slug}")
    assert len(gzip.compress(page.data)) <= 25_000
    assets = set(re.findall(r'(?:href|src)="/static/((?:css|js)/[^"?]+)', page.text))
    assert len(assets) >= 5
    assert sum(len(gzip.compress((folder("static") / asset).read_bytes())) for asset in assets) <= 40_000
    assert "style=" not in page.text
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=", page.text)
