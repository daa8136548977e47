"""Finding calls and contributions through the real index."""

from __future__ import annotations

import pytest

from cocreate.calls.events import CallReleased, CallRevised
from cocreate.calls.models import Clause, Stage
from cocreate.contributions import service as contributions
from cocreate.contributions.models import State
from cocreate.core.db import db
from cocreate.search import queries, service
from cocreate.search.models import EntryKind
from tests.factories import make_call, make_contribution

BODIES = {
    "parking": "晚上小区停车位不够，车都停到消防通道上了。",
    "stop": "公交车在这里停，车门总开着。",
    "lift": "建议给七层楼加装电梯，费用按楼层分。",
    "English": "Please add more parking near Line 2, exit A3.",
    "traditional": "廣場舞噪音太大，晚上睡不著。",
}


@pytest.fixture
def call(db_session):
    return make_call()


@pytest.fixture
def sent(call):
    return {name: make_contribution(call, title="我有话说", body=body) for name, body in BODIES.items()}


def _found(text: str, **wanted) -> set[str]:
    return {hit.contribution.body for hit in queries.find(text, **wanted).hits if hit.contribution}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("停车", {"parking"}),
        ("停", {"parking", "stop"}),
        ("停 车", {"parking", "stop"}),
        ("电梯 费用", {"lift"}),
        ("电梯 停车", set()),
        ("park", {"English"}),
        ("PARKING line", {"English"}),
        ("arking", set()),
        ("2", {"English"}),
        ("a3", {"English"}),
        ("广场舞", {"traditional"}),
        ("廣場舞噪音", {"traditional"}),
        ("噪音广场", set()),
        ('"停车" OR (', set()),
        ("停车*", {"parking"}),
        ("search_text:停车", set()),
        ("'; drop table search_entry; --", set()),
        ("NOT", set()),
        ("\x00停车", {"parking"}),
    ],
)
def test_all_words_must_be_there(sent, query: str, names: set[str]) -> None:
    assert _found(query) == {BODIES[name] for name in names}


def test_words_must_stand_in_their_order(call) -> None:
    scattered = "小区里老停区停电，停车也难。"  # holds each pair of 小区停车, but not the words
    make_contribution(call, body=scattered)
    assert _found("小区停车") == set()
    assert _found("小区 停车") == {scattered}


def test_only_what_the_public_sees_is_found(call, sent) -> None:
    contributions.move(sent["lift"], call, State.WITHHELD)
    make_contribution(call, body="电梯还在审核", state=State.IN_REVIEW)
    make_contribution(call, body="电梯是我私下说的", is_private=True)
    make_contribution(call, body="评论里的电梯", under=sent["parking"])
    assert _found("电梯") == set()
    contributions.move(sent["lift"], call, State.PUBLIC)
    assert _found("电梯") == {BODIES["lift"]}


def test_a_changed_text_is_found_by_its_new_words_only(call, sent) -> None:
    row = sent["lift"]
    service.put(call.id, [service.Text(row.id, "标题", "现在说的是路灯")])
    assert _found("路灯") == {BODIES["lift"]}
    assert _found("电梯") == set()


def test_filters(call, sent) -> None:
    other = make_call()
    make_contribution(other, body="别处也说停车")
    assert _found("停车", call_id=call.id) == {BODIES["parking"]}
    assert _found("停车", call_id=other.id) == {"别处也说停车"}
    assert len(_found("停车", kind=EntryKind.CONTRIBUTION)) == 2
    assert queries.find("停车", kind=EntryKind.CALL).hits == []


def test_calls_are_found_by_everything_they_say(db_session) -> None:
    call = make_call(title="夜间停车", title_en="Night parking", summary="单位停车场开放", promise="逐条答复")
    db.session.add(Clause(call_id=call.id, position=1, label="第三条", heading="收费", text="先停后付"))
    db.session.flush()
    service.index_call(CallReleased(call.id))
    for query in ("夜间停车", "night park", "单位停车场", "逐条答复", "先停后付", "城乡建设局"):
        assert [hit.call.id for hit in queries.find(query).hits] == [call.id], query
    call.summary = "改成别的"
    db.session.flush()
    service.index_call(CallRevised(call.id))
    assert queries.find("单位停车场").hits == []


def test_a_draft_is_not_indexed(db_session) -> None:
    call = make_call(stage=Stage.DRAFT, title="还没公布的电梯")
    service.index_call(CallRevised(call.id))
    assert queries.find("电梯").count == 0


def test_titles_come_first_then_calls_then_the_newest(call) -> None:
    old = make_contribution(call, title="随便", body="说说路灯")
    new = make_contribution(call, title="随便", body="再说说路灯")
    titled = make_contribution(call, title="路灯不亮", body="晚上很黑")
    call.title = "改造路灯"
    service.index_call(CallReleased(call.id))
    found = [hit.contribution.id if hit.contribution else None for hit in queries.find("路灯").hits]
    assert found == [None, titled.id, new.id, old.id]


def test_pages_hold_everything_once(call) -> None:
    rows = [
        make_contribution(call, title="路灯" if at % 3 else "别的", body=f"路灯 {at}") for at in range(25)
    ]
    seen: list[int] = []
    key = None
    while True:
        page = queries.find("路灯", after=key, limit=10)
        seen += [hit.contribution.id for hit in page.hits if hit.contribution]
        key = page.next_key
        if key is None:
            break
    assert page.count == 25
    assert len(seen) == 25
    assert set(seen) == {row.id for row in rows}


@pytest.mark.parametrize("key", ["", "x", "9-1", "0-", "0-x", "-", "0-١", "0-" + "9" * 40])
def test_a_forged_key_is_no_error(sent, key: str) -> None:
    assert queries.find("停车", after=key).count == 1


def test_a_broad_query_looks_at_the_newest_only(call, monkeypatch) -> None:
    monkeypatch.setattr(queries, "MOST", 5)
    rows = [make_contribution(call, body=f"路灯 {at}") for at in range(8)]
    found = queries.find("路灯")
    assert (found.count, found.is_more) == (5, True)
    assert {hit.contribution.id for hit in found.hits if hit.contribution} == {row.id for row in rows[3:]}


def test_a_search_costs_three_statements(call, statements) -> None:
    for at in range(20):
        make_contribution(call, body=f"路灯 {at}")
    db.session.flush()
    db.session.expunge_all()
    with statements() as seen:
        hits = queries.find("路灯").hits
        assert all(hit.title and hit.text and hit.call.agency.name for hit in hits)
    assert len(hits) == 20
    assert len(seen) <= 3
