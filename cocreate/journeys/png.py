"""A share card as PNG, for places that take no SVG; it needs a Chinese font on the machine."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from cocreate.core.errors import Conflict
from cocreate.core.i18n import _l
from cocreate.journeys.card import HEIGHT, PAPER, WIDTH, Box, Dot, Line, Shape, Text

FINE = 2  # drawn larger and made smaller at the end, for smooth edges
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
# (serif, bold) -> files that hold such a font, the best first, as the usual systems have them.
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
FILES = {
    (False, False): [
        "NotoSansCJK-Regular.ttc",
        "SourceHanSansSC-Regular.otf",
        "wqy-zenhei.ttc",
        "PingFang.ttc",
        "msyh.ttc",
    ],
    (False, True): [
        "NotoSansCJK-Bold.ttc",
        "SourceHanSansSC-Bold.otf",
        "wqy-zenhei.ttc",
        "PingFang.ttc",
        "msyhbd.ttc",
    ],
    (True, False): [
        "NotoSerifCJK-Regular.ttc",
        "NotoSerifCJK-Bold.ttc",
        "SourceHanSerifSC-Regular.otf",
        "Songti.ttc",
    ],
}
NO_FONT = _l("This server has no Chinese font, so it draws the card as SVG only.")


def draw(shapes: Iterable[Shape]) -> bytes:
    """The picture, 1200 by 630. Conflict where no Chinese font is found."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    pen = ImageDraw.Draw(image)
    for one in shapes:
        _put(pen, one)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def can_draw() -> bool:
    """Whether this machine has a Chinese font."""
    return _path(False, False) is not None


def _put(pen: ImageDraw.ImageDraw, one: Shape) -> None:
    if isinstance(one, Box):
        ends = (one.x * FINE, one.y * FINE, (one.x + one.width) * FINE - 1, (one.y + one.height) * FINE - 1)
        pen.rectangle([round(end) for end in ends], one.fill)
    elif isinstance(one, Dot):
        at = tuple((middle + side * one.radius) * FINE for side in (-1, 1) for middle in (one.x, one.y))
        pen.ellipse(at, one.fill, one.stroke, round(3.5 * FINE))
    elif isinstance(one, Line):
        _line(pen, one)
    else:
        place = (one.x * FINE, one.y * FINE)
        pen.text(place, one.words, one.fill, _font(one), ANCHORS[one.anchor])


def _line(pen: ImageDraw.ImageDraw, one: Line) -> None:
    if not one.dotted:
        pen.line([at * FINE for at in (one.x1, one.y1, one.x2, one.y2)], one.stroke, round(one.width * FINE))
        return
    reach = one.width * FINE / 2
    for x in range(round(one.x1), round(one.x2), 10):
        pen.ellipse(
            (x * FINE - reach, one.y1 * FINE - reach, x * FINE + reach, one.y1 * FINE + reach), one.stroke
        )


def _font(text: Text) -> ImageFont.FreeTypeFont:
    return _loaded(text.is_serif, text.is_bold, text.size)


@cache
def _loaded(is_serif: bool, is_bold: bool, size: float) -> ImageFont.FreeTypeFont:
    """The simplified Chinese face of a font at a size. Conflict when there is none."""
    path = _path(is_serif, is_bold)
    if path is None:
        raise Conflict(NO_FONT)
    for index in range(12):
        try:
            face = ImageFont.truetype(str(path), size * FINE, index)
        except OSError:
            break
        if "SC" in str(face.getname()[0]):
            return face
    return ImageFont.truetype(str(path), size * FINE)


@cache
def _path(is_serif: bool, is_bold: bool) -> Path | None:
    """The first file of the list that this machine has; a plain sans where there is no such cut."""
    for name in FILES.get((is_serif, is_bold), ()):
        for folder in map(Path, FOLDERS):
            found = next(folder.rglob(name), None) if folder.is_dir() else None
            if found is not None:
                return found
    return _path(False, False) if (is_serif, is_bold) != (False, False) else None
