"""Where the words of a query stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.search.excerpts import BEFORE, hits, marked


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("晚上小区停车难", "停车", ["停车"]),
        ("晚上小區停車難", "停车", ["停車"]),
        ("Parking and parks, not a spark", "park", ["Park", "park"]),
        ("坐２号线到ＣＢＤ", "cbd", ["ＣＢＤ"]),
        ("电梯和停车，先说电梯", "电梯 停车", ["电梯", "停车", "电梯"]),
        ("ﬁre in the oﬃce", "office", ["oﬃce"]),
        ("没有这个词", "电梯", []),
        ("随便什么", "！", []),
        ("(a+b)* 和 a+b", "a+b", ["a", "b", "a", "b"]),
    ],
)
def test_hits(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in hits(text, query)] == found


def test_a_late_hit_is_brought_into_sight() -> None:
    text = "前面的话。" * 60 + "终于说到电梯了。" + "后面的话。" * 60
    parts = marked(text, "电梯", 100)
    assert parts[0].text == "…"
    assert [part.text for part in parts if part.is_hit] == ["电梯"]
    assert len("".join(part.text for part in parts)) <= 102
    assert len(parts[1].text) == BEFORE


def test_without_a_hit_the_beginning_stands() -> None:
    assert [part.text for part in marked("第一行\n第二行", "电梯")] == ["第一行 第二行"]


@given(st.text(max_size=300), st.text(max_size=10), st.integers(5, 80))
def test_parts_are_a_piece_of_the_text(text: str, query: str, limit: int) -> None:
    shown = "".join(part.text for part in marked(text, query, limit))
    middle = shown.removeprefix("…").removesuffix("…")
    assert middle in " ".join(text.splitlines()) or middle in "".join(" " if c.isspace() else c for c in text)
    assert len(shown) <= limit + 2
