"""Like contributions while writing, and the tokens by which they meet."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.contributions import service as contributions
from cocreate.contributions.events import ListingOpened
from cocreate.contributions.models import Contribution, State
from cocreate.core.db import db
from cocreate.search import queries, service, similar, traits
from cocreate.search.evaluate import Message, evaluate
from cocreate.search.models import GramCount, Trait
from tests.factories import make_call, make_contribution

LIFT = "我们小区是七层老楼，老人上下楼很难，希望政府支持加装电梯，费用按楼层分摊。"
OTHERS = (
    "学校门口早晚接送孩子时交通拥堵，请安排交警疏导。",
    "公园里的健身器材坏了很久，没有人来修理。",
    "菜市场旁边的垃圾站夏天气味很大，影响居民生活。",
    "公交车末班车太早，晚上加班回家很不方便。",
    "社区食堂的饭菜价格有点高，老人希望有补贴。",
)


@pytest.fixture
def call(db_session):
    return make_call()


@pytest.fixture
def lift(call):
    for body in OTHERS:
        make_contribution(call, body=body)
    row = make_contribution(call, title="老楼加装电梯", body=LIFT)
    traits.resample()
    traits.weigh_batch(0)
    return row


@pytest.mark.parametrize(
    "text",
    [
        LIFT,
        "老楼要加装电梯",
        "老樓要加裝電梯",
        "能不能加装电梯？老人上下楼很难",
        "费用按楼层分摊，这样加装电梯大家都能接受",
    ],
)
def test_like_ones_are_found_whatever_the_order(call, lift: Contribution, text: str) -> None:
    found = similar.find(call.id, text)
    assert found[0][0] == lift.id
    assert all(similar.LEAST <= score <= 1 for _, score in found)


def test_the_most_alike_are_compared_first(call, lift: Contribution, monkeypatch) -> None:
    for at in range(5):
        make_contribution(call, title="公园", body=f"公园里加装电梯之外的事情，比如第{at}块草地和长椅。")
    monkeypatch.setattr(similar, "COMPARED", 1)
    assert [row_id for row_id, _ in similar.find(call.id, LIFT)] == [lift.id]


def test_the_same_words_score_highest(call, lift: Contribution) -> None:
    same = dict(similar.find(call.id, LIFT, "老楼加装电梯"))[lift.id]
    like = dict(similar.find(call.id, "能不能加装电梯？老人上下楼很难", min_score=0))[lift.id]
    assert same > 0.9 > like


@pytest.mark.parametrize("text", ["", "。。。", "电", "今天天气很好，我去爬山", "library opening hours"])
def test_nothing_is_like_something_else(call, lift: Contribution, text: str) -> None:
    assert similar.find(call.id, text) == []


def test_one_can_be_left_out_and_other_calls_are_not_asked(call, lift: Contribution) -> None:
    assert similar.find(call.id, LIFT, leave_out=lift.id) == []
    assert similar.find(make_call().id, LIFT) == []


def test_what_is_not_public_is_like_nothing(call, lift: Contribution) -> None:
    contributions.move(lift, call, State.WITHHELD)
    assert similar.find(call.id, LIFT) == []
    assert db.session.scalar(sa.select(sa.func.count()).where(Trait.entry_id == lift.id)) == 0


def test_it_costs_two_statements(call, lift: Contribution, statements) -> None:
    db.session.flush()
    with statements() as seen:
        similar.find(call.id, LIFT)
    assert len(seen) <= 2


def test_listing_opened_indexes_in_batches(call, run_jobs, monkeypatch) -> None:
    monkeypatch.setattr(service, "BATCH", 3)
    rows = [make_contribution(call, body=body) for body in OTHERS]
    service.remove(call.id, [row.id for row in rows])
    service.open_listing(ListingOpened(call.id))
    db.session.commit()
    run_jobs()
    assert queries.total() == len(OTHERS)
    assert queries.find("健身器材").count == 1
    assert queries.total_when_sampled() > 0


def test_weights_are_taken_anew_when_there_is_twice_as_much(call) -> None:
    traits.refresh()
    make_contribution(call, body=LIFT)
    traits.refresh()
    assert queries.total_when_sampled() == 1
    for body in OTHERS[:2]:
        make_contribution(call, body=body)
    traits.refresh()
    assert queries.total_when_sampled() == 3
    make_contribution(call, body=OTHERS[3])
    traits.refresh()
    assert queries.total_when_sampled() == 3
    assert db.session.get(GramCount, queries.SAMPLE).entries == 3


def test_evaluation_counts_what_is_right(db_session) -> None:
    twins = [Message(f"t{at}", "加装电梯", f"老楼加装电梯的事，第{at}次说") for at in range(4)]
    others = [Message(f"o{at}", "", body) for at, body in enumerate(OTHERS)]
    topics = {message.id: "T" for message in twins}
    result = evaluate([*twins, *others], topics, ["t0", "t1"])
    assert result["p_at_5"] == result["recall_at_10"] == 1
    assert 0 < result["ms_per_query"] < 5000
    wrong = evaluate([*twins, *others], {"t0": "T", "o1": "T", "o2": "T"}, ["t0"])
    assert wrong["p_at_5"] < 1
