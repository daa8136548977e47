"""Proposals: tokens, what aligns with what, what is nobody's, and precision and recall on texts of our own."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.provenance.evaluate import evaluate, read
from cocreate.provenance.finding import find
from cocreate.provenance.models import Kind
from cocreate.provenance.tokens import Vocabulary
from tests.bench.tracecases import HALVES, OWN, Text, make_case, neighbourhoods, read_texts

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "cocreate" / "demo" / "content" / "calls"
DATA = HERE.parents[2] / "shared" / "data" / "zh-citizen-messages"
LIFT = (
    "我家住六楼，母亲腿脚不好。希望先照顾有行动不便老人的单元，别只看报名的先后。费用按楼层分摊，一楼不出钱。"
)
OTHERS = (
    "公交站没有座椅，等车的老人只能坐在花坛边上。",
    "电子站牌经常黑屏，不知道下一班车什么时候来。",
    "院子里的树有三十年了，施工的时候不要砍树。",
    "施工队晚上九点还在切割钢板，孩子没法睡觉。",
    "末班车九点半就没有了，上晚班的人只能打车。",
)


def words(
    document: str, sources: tuple[str, ...] = (LIFT, *OTHERS), **more: list[str]
) -> list[tuple[int, str]]:
    return [(one.owner, document[slice(*one.target)]) for one in find(document, sources, **more).matches]


@given(st.lists(st.text(alphabet="甲乙Aé１ ,。𠀀ﬁ樓\n", max_size=30), max_size=4))
def test_tokens_stand_where_their_text_says(texts: list[str]) -> None:
    found = Vocabulary().read(texts)
    for place, (start, end, owner) in enumerate(zip(found.starts, found.ends, found.owners, strict=True)):
        token = texts[owner][start:end]
        assert token
        assert token.strip(" ,。\n") == token
        assert found.first[owner] <= place < found.first[owner + 1]


def test_variants_of_a_sign_are_one_token_and_letters_count_without_case() -> None:
    found = Vocabulary().read(["樓 Park ３", "楼 pARK 3"])
    assert list(found.ids[found.of(0)]) == list(found.ids[found.of(1)])


def test_a_quote_is_found_at_its_place_in_both_texts() -> None:
    document = "总则。\n一、费用按楼层分摊，一楼不出钱。\n二、尽快办理。"
    (match,) = find(document, (LIFT, *OTHERS)).matches
    assert document[slice(*match.target)] == "费用按楼层分摊，一楼不出钱"
    assert LIFT[slice(*match.source)] == "费用按楼层分摊，一楼不出钱"
    assert (match.owner, match.kind) == (0, Kind.QUOTE)
    assert 0.5 <= match.score < 1


@pytest.mark.parametrize(
    "document",
    [
        "有行动不便老人的单元优先，不只看报名先后。",  # reworded
        "别只看报名的先后，先照顾有行动不便老人的单元。",  # another order
        "先照顾有行动不便老人的單元，別只看報名的先後。",  # traditional signs
    ],
)
def test_reworded_and_reordered_passages_are_found(document: str) -> None:
    assert [owner for owner, _ in words(document)] == [0]


def test_each_half_of_a_merged_sentence_goes_to_its_own_author() -> None:
    document = "费用按楼层分摊，一楼不出钱，同时施工的时候不要砍树。"
    assert words(document) == [(0, "费用按楼层分摊，一楼不出钱"), (3, "同时施工的时候不要砍树")]


@pytest.mark.parametrize(
    "document", ["建议有关部门尽快解决这个问题。", "老人的费用。", "晚上的车。", "", "。。。"]
)
def test_common_words_are_no_trace(document: str) -> None:
    assert words(document) == []


def test_what_the_call_itself_says_is_nobodys() -> None:
    said = "费用按楼层分摊，一楼不出钱。"
    found = find(said, (LIFT, *OTHERS), common=[f"草案第三条：{said}"])
    assert found.matches == []
    assert [said[slice(*span)] for span in found.boilerplate] == [said]


def test_what_more_than_a_few_say_is_nobodys_and_what_two_say_is_both_of_theirs() -> None:
    said = "请把补贴的申请表放到网上，社区上门帮着填。"
    few, many = (said, f"你好。{said}", *OTHERS), (said,) * 8 + OTHERS
    assert [owner for owner, _ in words(said, few)] == [0, 1]
    assert words(said, many) == []


def test_nothing_to_compare_is_no_error() -> None:
    assert find("费用按楼层分摊。", []).matches == []
    assert find("费用按楼层分摊。", ["", "。"]).matches == []


def test_our_own_cases_written_by_hand() -> None:
    found = evaluate(read(HERE / "cases.jsonl"))
    assert (found["cases"], found["traces"]) == (3, 14)
    assert found["precision"] >= 0.85
    assert found["recall"] >= 0.85
    assert found["trace_precision"] >= 0.9


def test_edited_texts_of_the_demo_are_found() -> None:
    """More than 300 passages made of the demo's contributions; all contributions of a call are about one matter."""
    cases = []
    for file in sorted(DEMO.glob("*.json")):
        rows = json.loads(file.read_text(encoding="utf-8"))["contributions"]
        texts = [Text(str(at), row["text"]) for at, row in enumerate(rows) if len(row["text"]) >= 30]
        dice = random.Random(file.name)
        if len(texts) >= 12:
            cases += [make_case(texts, [], OWN.strip().splitlines(), dice) for _ in range(5)]
    found = evaluate(cases)
    assert found["traces"] >= 300
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.85


@pytest.mark.skipif(not DATA.exists(), reason="the shared test data is not beside the repository")
def test_edited_messages_of_citizens_are_found() -> None:
    texts = read_texts(DATA, HALVES["held-out"])
    dice = random.Random("test")
    groups = neighbourhoods(texts, 60, dice)
    found = evaluate(make_case(*next(groups), OWN.strip().splitlines(), dice) for _ in range(12))
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.85
