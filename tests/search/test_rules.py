"""Queries as the index takes them, and how much tokens say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.search import rules
from cocreate.text.grams import tokens


@pytest.mark.parametrize(
    ("typed", "wanted", "patterns"),
    [
        ("停车", [("停车", False)], ["% 停车 %"]),
        ("小区停车", [("小区", False), ("区停", False), ("停车", False)], ["% 小区 区停 停车 %"]),
        ("小區 停車", [("小区", False), ("停车", False)], ["% 小区 %", "% 停车 %"]),
        ("遗", [("遗", True)], ["% 遗%"]),
        ("Park", [("park", True)], ["% park%"]),
        ("2号线", [("2", False), ("号线", False)], ["% 2 号线 %"]),
        ("地铁2", [("地铁", False), ("铁", False), ("2", True)], ["% 地铁 铁 2%"]),
        ("ａ市", [("a", False), ("市", True)], ["% a 市%"]),
        ("停 停车场 停", [("停", True), ("停车", False), ("车场", False)], ["% 停%", "% 停车 车场 %"]),
    ],
)
def test_a_query_becomes_tokens_and_patterns(
    typed: str, wanted: list[tuple[str, bool]], patterns: list[str]
) -> None:
    asked = rules.asked(typed)
    assert asked is not None
    assert list(asked.tokens) == wanted
    assert list(asked.patterns) == patterns


@pytest.mark.parametrize("typed", ["", "   ", "！？…", "😊", "'; --"])
def test_without_letters_there_is_nothing_to_look_for(typed: str) -> None:
    assert rules.asked(typed) is None


@given(st.text(max_size=60))
def test_tokens_can_stand_in_any_quotes(typed: str) -> None:
    asked = rules.asked(typed)
    for token, _ in asked.tokens if asked else ():
        assert not set(token) & set("'\"\\%_*: "), token


@given(st.text(alphabet="小区停车难ab2 ，", min_size=1, max_size=30), st.data())
def test_what_stands_in_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    # A word of Latin letters is found by its beginning only.
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        return
    asked = rules.asked(text[start : data.draw(st.integers(start + 1, len(text)))])
    known = tokens(text)
    for token, is_open in asked.tokens if asked else ():
        assert any(one.startswith(token) if is_open else one == token for one in known)


def test_words_of_the_title_count_more_and_single_characters_not_at_all() -> None:
    assert rules.count("停车 车", "停车 车 噪音 噪音 a") == {"停车": 4, "噪音": 2}


def test_rare_tokens_say_more() -> None:
    said = rules.rarity(["停车", "的是"], {"停车": 10, "的是": 900}, 1000)
    assert said["停车"] > 3 * said["的是"]
    assert rules.rarity(["新词"], {}, 1000)["新词"] > said["停车"]


def test_a_text_is_most_like_itself() -> None:
    counts = rules.count("小区停车", "小区 区停 停车 晚上 上没 没有")
    rarities = rules.rarity(counts, {}, 0)
    vector = rules.weigh(counts, rarities)
    length, unit = rules.norm(vector), rules.unit(vector)
    assert rules.likeness(unit, rarities, counts, length) == pytest.approx(1)
    assert 0 < rules.likeness(unit, rarities, {"停车": 1}, 4.0) < 0.5
    assert rules.likeness(unit, rarities, {"电梯": 3}, 4.0) == 0


def test_only_the_telling_tokens_become_traits() -> None:
    vector = {f"词{number}": float(number) for number in range(100)}
    kept = rules.traits(vector)
    assert len(kept) == rules.TRAITS
    assert min(kept.values()) == 100 - rules.TRAITS


def test_common_tokens_are_left_out_when_they_would_cost_too_much() -> None:
    with_each = {"电梯": 3000, "加装": 1000, "七层": 10, "坡道": 2, "单元": 5}
    rarities = rules.rarity(with_each, with_each, 3000)
    assert rules.affordable(with_each, rarities, 100, 10**6) == ["坡道", "单元", "七层", "加装", "电梯"]
    assert rules.affordable(with_each, rarities, 3_000_000, 20_000) == ["坡道", "单元", "七层"]
    assert rules.affordable(["电梯", "加装"], rarities, 3_000_000, 1) == ["加装", "电梯"]
    assert rules.affordable([], rarities, 10, 10) == []
