"""The share card: lines that fit, right in Chinese, nothing but what the public may see, the same shapes in both formats."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cocreate.journeys import png, svg
from cocreate.journeys.card import NO_LINE_BEGINS_WITH, Card, broken, first_sentence, shapes, width_of
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
