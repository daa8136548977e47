"""The share card: lines that fit, right in Chinese, nothing but what the public may see, the same shapes in both formats."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cocreate.journeys import png, svg
from cocreate.journeys.card import (
    HEIGHT,
    NO_LINE_BEGINS_WITH,
    WIDTH,
    Card,
    Text,
    broken,
    first_sentence,
    shapes,
    telling,
    width_of,
)
from cocreate.journeys.way import Knot, KnotState

KNOTS = [Knot("收到", KnotState.DONE, "5月3日"), Knot("公开", KnotState.DONE), Knot("采纳", KnotState.NEXT)]
MIXED = st.text("建议给老旧小区加装电梯，。！（）“”abc DEF 123-,.", min_size=1, max_size=120)


def _card(words: str = "建议先给没有电梯的七层楼装。费用按楼层分摊。", **changes) -> Card:
    fields = {
        "site": "共创",
        "call": "老旧小区加装电梯怎么改",
        "words": words,
        "by": "陈**",
        "knots": KNOTS,
        "url": "http://localhost/contributions/2026-000001",
        "invitation": "扫码看它走到了哪里",
        "language": "zh",
    }
    return Card(**fields | changes)


@given(MIXED, st.sampled_from([20.0, 46.0]), st.sampled_from([200.0, 700.0]))
def test_lines_fit_and_nothing_is_lost(words: str, size: float, room: float) -> None:
    lines = broken(words, size, room, 1000)
    assert all(width_of(line, size) <= room + 2 * size for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_no_line_begins_with_a_closing_mark() -> None:
    for line in broken("建议先给没有电梯的楼装，费用按楼层分摊，其余由政府补贴。" * 3, 40, 330, 99)[1:]:
        assert line[0] not in NO_LINE_BEGINS_WITH


def test_what_is_too_long_says_so() -> None:
    lines = broken("电梯" * 100, 40, 400, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("先装电梯。再修路。", "先装电梯。"),
        ("Install lifts. Then mend roads.", "Install lifts."),
        ("没有句号", "没有句号"),
    ],
)
def test_one_sentence(words: str, first: str) -> None:
    assert first_sentence(words) == first


def test_the_svg_is_well_formed_whatever_was_written() -> None:
    drawn = svg.draw(shapes(_card("<script>alert('&')</script> 很好。")), '标题"<', "zh")
    root = ET.fromstring(drawn)
    assert "script" not in {one.tag.rpartition("}")[2] for one in root.iter()}
    assert "style=" not in drawn


@pytest.mark.skipif(not png.can_draw(), reason="this machine has no Chinese font")
def test_the_png_has_the_size_and_ink() -> None:
    image = Image.open(io.BytesIO(png.draw(shapes(_card()))))
    assert image.size == (1200, 630)
    assert len(image.getcolors(1_000_000)) > 20


def test_a_card_tells_the_answer_before_the_small_steps() -> None:
    small = [Knot(title, KnotState.DONE, is_minor=True) for title in ("审核通过", "公开", "合并", "研究办理")]
    large = [Knot(title, KnotState.DONE) for title in ("采纳", "写进了结果", "已完成", "兑现了吗？")]
    way = [Knot("收到", KnotState.DONE), *small, *large]
    assert [knot.title for knot in telling(way)] == ["收到", "采纳", "写进了结果", "已完成", "兑现了吗？"]
    assert [knot.title for knot in telling(way[:7])] == ["收到", "合并", "研究办理", "采纳", "写进了结果"]
    assert telling(KNOTS) == KNOTS
    assert [knot.title for knot in telling(large * 2)][0] == "采纳"
    assert len(telling(large * 2)) == 5


@given(MIXED, MIXED)
def test_everything_stands_on_the_sheet_and_apart(words: str, written: str) -> None:
    texts = [one for one in shapes(_card(words, written=written)) if isinstance(one, Text)]
    assert all(0 < one.x < WIDTH and 0 < one.y < HEIGHT for one in texts)
    above = [one.y for one in texts if one.is_serif]
    assert max(above) < 500  # the thread begins below


def test_the_sentence_of_the_outcome_stands_below_the_words(app) -> None:
    with app.test_request_context("/en/"):
        drawn = svg.draw(shapes(_card(written="井道应当采用透光围护。")), "卡片", "zh")
    assert "井道应当采用透光围护。" in drawn
    assert "井道" not in svg.draw(shapes(_card()), "卡片", "zh")
