"""Passages of a text: edges, quotes, finding them again, cutting overlapping ones, sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.unicode import boundary
from cocreate.provenance import spans
from cocreate.provenance.spans import Segment, Span

WORDS = st.text(alphabet="甲乙a1。！？.; \n👨‍👩‍👧🇨🇳é\u0301", max_size=60)


@given(WORDS, st.integers(-2, 70), st.integers(-2, 70))
def test_edges_stand_between_visible_characters(text: str, start: int, end: int) -> None:
    found = spans.snapped(text, Span(start, end))
    assert boundary(text, found.start) == found.start
    assert boundary(text, found.end) == found.end
    assert 0 <= found.start <= found.end <= len(text)
    if 0 <= start <= end <= len(text):
        assert found.start <= start
        assert found.end >= end


def test_a_quote_has_32_characters_on_both_sides() -> None:
    text = "".join(chr(0x4E00 + at) for at in range(100))
    found = spans.quote(text, Span(40, 43))
    assert found == {"exact": text[40:43], "before": text[8:40], "after": text[43:75]}
    assert spans.quote("甲乙丙", Span(0, 3)) == {"exact": "甲乙丙", "before": "", "after": ""}


def test_words_are_found_in_their_context_or_else_nearest() -> None:
    text = "甲：装电梯。\n乙：装电梯。\n丙：装电梯，要快。"
    assert spans.locate(text, "装电梯", before="乙：") == Span(9, 12)
    assert spans.locate(text, "装电梯", after="，要快") == Span(16, 19)
    assert spans.locate(text, "装电梯", near=9) == Span(9, 12)
    assert spans.locate(text, " 甲：装电梯。 乙： ") == Span(0, 9)
    assert spans.locate(text, "装路灯") is None
    assert spans.locate(text, "  ") is None


def test_overlapping_spans_are_cut_into_segments_that_carry_all_their_keys() -> None:
    assert spans.segments(10, [(2, 6, "a"), (4, 8, "b"), (4, 8, "b"), (9, 9, "c"), (-5, 1, "d")]) == [
        Segment(0, 1, ("d",)),
        Segment(1, 2),
        Segment(2, 4, ("a",)),
        Segment(4, 6, ("a", "b")),
        Segment(6, 8, ("b",)),
        Segment(8, 10),
    ]
    assert spans.segments(0, []) == []


@given(st.integers(0, 40), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45), st.integers(0, 9))))
def test_segments_cover_the_text_once_and_each_place_has_its_keys(length: int, given_spans: list) -> None:
    found = spans.segments(length, given_spans)
    places = [at for part in found for at in range(part.start, part.end)]
    assert places == list(range(length))
    for part in found:
        for at in range(part.start, part.end):
            assert set(part.keys) == {key for start, end, key in given_spans if start <= at < end}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("费用3.5万元；按楼层分摊！“好。”他说", ["费用3.5万元；", "按楼层分摊！", "“好。”", "他说"]),
        ("一行\n\n二行 no dot. Yes, at 3.14.", ["一行", "二行 no dot.", "Yes, at 3.14."]),
        ("。", ["。"]),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in spans.sentences(text)] == expected


@given(WORDS)
def test_sentences_and_paragraphs_hold_every_visible_word(text: str) -> None:
    for cut in (spans.sentences, spans.paragraphs):
        found = cut(text)
        assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
        assert "".join("".join(text[a:b] for a, b in found).split()) == "".join(text.split())


def test_touching_spans_become_one_and_crumbs_of_space_can_be_bridged() -> None:
    assert spans.merged([(5, 7), (0, 2), (2, 4), (6, 9), (3, 3)]) == [Span(0, 4), Span(5, 9)]
    assert spans.merged([(0, 2), (4, 6)], gap=2) == [Span(0, 6)]
    assert list(spans.within(Span(3, 8), [(0, 4), (5, 6), (7, 12), (8, 9)])) == [(3, 4), (5, 6), (7, 8)]
