"""The drawn pictures are real ones, small, quiet, and all different."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from cocreate.demo.drawing import HEIGHT, WIDTH, Canvas
from cocreate.demo.pictures import SCENES, picture

SMALL = 40 * 1024


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_is_small_and_has_its_size(name: str) -> None:
    content = picture(name)
    with Image.open(io.BytesIO(content)) as opened:
        assert (opened.format, opened.size) == ("PNG", (WIDTH, HEIGHT))
        colours = opened.convert("RGB").getcolors(WIDTH * HEIGHT)
    assert len(content) <= SMALL
    most = max(count for count, _ in colours)
    assert most < WIDTH * HEIGHT * 0.85, "more than a background is drawn"


def test_all_pictures_differ_and_are_drawn_the_same_each_time() -> None:
    drawn = [picture(name) for name in SCENES]
    assert len(set(drawn)) == len(SCENES)
    assert picture("lift") == drawn[list(SCENES).index("lift")]


def test_measures_count_from_the_top_left() -> None:
    on = Canvas("#000000")
    on.box(100, 50, 20, 10, "#ffffff")
    image = on.finished()
    assert image.getpixel((110, 55)) == (255, 255, 255)
    assert image.getpixel((94, 55)) == image.getpixel((110, 66)) == (0, 0, 0)
