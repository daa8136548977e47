"""Findings put together: masks that hide whole characters, links, floods, and texts that try to be too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.unicode import boundary
from cocreate.screening.findings import Finding, Kind, mask, unite
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.links import links
from cocreate.screening.normal import normalise
from cocreate.screening.screener import Screener
from cocreate.screening.sketches import alike, flood, likeness, of_all, repeated_within, sketch
from tests.hostile import strings
from tests.screening.test_normal import TEXTS

AD = "【特惠】本店开业大酬宾，全场五折，送货上门，欢迎新老顾客光临，详情致电"


def _finding(start, end, confidence=0.5, detail=""):
    return Finding(Kind.WORD, start, end, confidence, "because", detail)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_mask_never_cuts_a_visible_character(text, start, length):
    masked = mask(text, [_finding(start, start + length)])
    kept = [place for place in range(len(text)) if boundary(text, place) == place]
    assert len(masked) <= len(text)
    assert sum(1 for place in range(len(masked)) if boundary(masked, place) == place) == len(kept)
    assert mask(text, []) == text


def test_half_an_emoji_is_masked_whole():
    text = "看👨‍👩‍👧吧"
    assert mask(text, [_finding(3, 4)]) == "看*吧"
    assert mask("a🇨🇳b", [_finding(2, 3)]) == "a*b"


def test_overlapping_findings_hide_what_either_hides():
    text = "代开发票13800138000"
    assert (
        mask(text, [_finding(0, 4), Finding(Kind.PERSONAL_DATA, 4, 15, 1, "", "mobile")]) == "****138****8000"
    )


def test_what_lies_in_a_surer_one_is_left_out():
    kept = unite([_finding(0, 4, 0.9), _finding(1, 3, 0.5), _finding(2, 3, 0.95), _finding(0, 4, 0.9)])
    assert [(one.start, one.end) for one in kept] == [(0, 4), (2, 3)]


def test_json_has_the_words_of_the_command():
    assert _finding(1, 3).as_json("甲乙丙丁") == {
        "kind": "word", "start": 1, "end": 3, "text": "乙丙", "confidence": 0.5, "why": "because",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "passage", "raises"),
    [
        ("见https://www.example.com/a?b=1。", "https://www.example.com/a?b=1", False),
        ("见www.example.gov.cn吧", "www.example.gov.cn", False),
        ("点http://1.2.3.4/x 领奖", "http://1.2.3.4/x", True),
        ("装 http://example.com/a.apk", "http://example.com/a.apk", True),
        ("看www.раyраl.com", "www.раyраl.com", True),
        ("ｗｗｗ．example．com好", "ｗｗｗ．example．com", False),
    ],
)
def test_links(text, passage, raises):
    [one] = links(normalise(text))
    assert (text[one.start : one.end], one.raises) == (passage, raises)


@pytest.mark.parametrize("text", ["zhang@163.com", "3.14", "版本2.0.1", "好.com", "第1.2节"])
def test_what_is_no_link(text):
    assert links(normalise(text)) == []


def test_a_flood_is_seen_though_the_numbers_change():
    earlier = of_all((n, f"{AD}{13800138000 + n}") for n in range(5))
    assert earlier.keys() == {0, 1, 2, 3, 4}
    [one] = flood(normalise(f"{AD}13912345678！"), earlier)
    assert (one.kind, one.raises) == (Kind.DUPLICATE, True)
    assert flood(normalise("请在三号楼加装电梯，方便老人出行"), earlier) == []
    assert flood(normalise("同意"), earlier) == []


def test_sketches_say_how_alike_texts_are():
    first, second = sketch(AD), sketch(AD.replace("五折", "六折"))
    assert len(first) == 256
    assert likeness(first, first) == 1.0
    assert 0.5 < likeness(first, second) < 1.0
    assert sketch("好") is None
    assert [
        one.key for one in alike(first, {"a": second, "b": sketch("完全是另外一件事情，与广告无关")})
    ] == ["a"]
    assert alike(first, {}) == []


@pytest.mark.parametrize("text", ["顶顶顶顶" * 40, "我要投诉他们\n" * 8])
def test_repetition_within_a_text(text):
    assert [one.kind for one in repeated_within(normalise(text))] == [Kind.DUPLICATE]


def test_ordinary_text_repeats_nothing():
    assert repeated_within(normalise(AD * 2)) == []


@pytest.mark.parametrize(
    "text",
    ["\u200b" * 100_000, "1" * 100_000, "1 " * 50_000, "e" + "\u0301" * 100_000, "😀" * 100_000, "a@" * 50_000,
     "1号" * 50_000, "京a" * 50_000, "http://" * 14_000, "138 0013 8000 " * 7_000, "代" * 100_000],
)  # fmt: skip
def test_a_hundred_thousand_signs_come_to_an_end(text, lexicon):
    for one in Screener(lexicon).screen(text):
        assert 0 <= one.start < one.end <= len(text)


def test_hostile_text_is_screened(lexicon):
    screener = Screener(lexicon)
    for text in strings():
        for one in screener.screen(text):
            assert boundary(text, one.start) == one.start
            assert boundary(text, one.end) == one.end


def test_without_words_and_models_rules_still_work():
    assert [one.kind for one in Screener(Lexicon.of([])).screen("打13800138000")] == [Kind.PERSONAL_DATA]
    assert Screener(Lexicon.of([])).screen("\u200b\u200c") == []
