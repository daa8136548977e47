"""A small kit for flat, calm pictures: a canvas in the colours of the site, and the people, trees and things on it."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 675
FINE = 2  # drawn larger and made smaller at the end, for smooth edges

PAPER, WHITE, HAIR, STONE = "#fbfaf7", "#ffffff", "#e4e0d8", "#cfc9bc"
INK, SOFT_INK, TEAL, JADE, CINNABAR = "#1d2733", "#55606e", "#0b6e6e", "#2f7d4f", "#b3402a"
SKY, MIST, GLASS, LEAF, WOOD, SAND = "#e8efec", "#d5e4e1", "#b9d6d2", "#86ad90", "#b98d5e", "#efe4d2"
BRICK, ROAD, NIGHT, LAMP, SKIN, GREY_HAIR = "#c9a58b", "#8b929a", "#232c3a", "#f4d58d", "#e3bd9c", "#b8bcc2"

Point = tuple[float, float]


class Canvas:
    """A picture of 1200 by 675 units; every measure below is in these units, from the top left."""

    def __init__(self, background: str = SKY) -> None:
        self._image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), background)
        self._pen = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """The picture in its final size."""
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def box(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        """A filled rectangle, its corners rounded by `radius`."""
        area = (x * FINE, y * FINE, (x + w) * FINE - 1, (y + h) * FINE - 1)
        self._pen.rounded_rectangle(area, radius * FINE, fill)

    def frame(
        self, x: float, y: float, w: float, h: float, line: str, width: float = 3, radius: float = 0
    ) -> None:
        """The outline of a rectangle."""
        area = (x * FINE, y * FINE, (x + w) * FINE - 1, (y + h) * FINE - 1)
        self._pen.rounded_rectangle(area, radius * FINE, None, line, round(width * FINE))

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        """A filled circle around a point."""
        self._pen.ellipse(((x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE), fill)

    def ring(self, x: float, y: float, r: float, line: str, width: float = 4) -> None:
        """A circle's outline around a point."""
        area = ((x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE)
        self._pen.ellipse(area, None, line, round(width * FINE))

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill)

    def line(self, points: Sequence[Point], colour: str, width: float = 4) -> None:
        """A line through points, with round ends and joints."""
        scaled = [(x * FINE, y * FINE) for x, y in points]
        self._pen.line(scaled, colour, round(width * FINE), "curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def word(self, x: float, y: float, text: str, colour: str, size: float) -> None:
        """A few Latin letters or digits, centred on a point, in the font that the library brings."""
        font = ImageFont.load_default(size * FINE)
        self._pen.text((x * FINE, y * FINE), text, colour, font, "mm")


def tree(on: Canvas, x: float, ground: float, size: float = 1) -> None:
    """A round tree."""
    on.box(x - 6 * size, ground - 90 * size, 12 * size, 90 * size, WOOD)
    for dx, dy, r in ((-30, -120, 42), (30, -118, 40), (0, -160, 50)):
        on.disc(x + dx * size, ground + dy * size, r * size, LEAF)


def person(on: Canvas, x: float, ground: float, coat: str, hair: str = INK, size: float = 1) -> None:
    """Somebody who stands."""
    for dx in (-9, 9):
        on.line([(x + dx * size, ground - 48 * size), (x + dx * size, ground - 5 * size)], INK, 12 * size)
    on.box(x - 23 * size, ground - 112 * size, 46 * size, 70 * size, coat, 18 * size)
    _head(on, x, ground - 134 * size, hair, size)


def sitter(on: Canvas, x: float, seat: float, coat: str, hair: str = INK, size: float = 1) -> None:
    """Somebody who sits and looks to the right; `seat` is the height of the seat."""
    on.line(
        [(x, seat - 8 * size), (x + 40 * size, seat - 8 * size), (x + 40 * size, seat + 44 * size)],
        INK,
        13 * size,
    )
    on.box(x - 20 * size, seat - 78 * size, 40 * size, 80 * size, coat, 17 * size)
    _head(on, x + 2 * size, seat - 100 * size, hair, size)


def _head(on: Canvas, x: float, y: float, hair: str, size: float) -> None:
    on.disc(x, y - 4 * size, 21 * size, hair)
    on.disc(x + 2 * size, y + 3 * size, 17 * size, SKIN)


def wheelchair(on: Canvas, x: float, ground: float, coat: str) -> None:
    """Somebody in a wheelchair."""
    sitter(on, x, ground - 48, coat)
    on.line([(x - 24, ground - 96), (x - 20, ground - 40), (x + 30, ground - 40)], SOFT_INK, 6)
    on.ring(x - 4, ground - 32, 31, SOFT_INK, 6)
    on.ring(x + 48, ground - 11, 10, SOFT_INK, 5)


def bicycle(on: Canvas, x: float, ground: float, colour: str, is_scooter: bool = False) -> None:
    """A bicycle seen from the side, or an electric scooter."""
    wheel = 24 if is_scooter else 32
    for dx in (0, 108):
        on.ring(x + dx, ground - wheel, wheel, INK, 6)
    if is_scooter:
        deck = [(x, ground - 34), (x + 30, ground - 62), (x + 62, ground - 40), (x + 88, ground - 44)]
        on.line([*deck, (x + 100, ground - 92)], colour, 13)
        on.box(x - 6, ground - 76, 52, 14, INK, 7)
        on.line([(x + 86, ground - 98), (x + 106, ground - 92)], INK, 6)
        return
    on.line(
        [(x, ground - 32), (x + 40, ground - 78), (x + 92, ground - 78), (x + 108, ground - 32)], colour, 6
    )
    on.line([(x + 40, ground - 78), (x + 56, ground - 34), (x + 92, ground - 78)], colour, 6)
    on.line([(x + 92, ground - 78), (x + 90, ground - 100), (x + 110, ground - 102)], INK, 6)
    on.line([(x + 28, ground - 94), (x + 52, ground - 94)], INK, 9)


def windows(
    on: Canvas, x: float, y: float, across: int, down: int, size: Point, step: Point, fill: str
) -> None:
    """Rows of windows with a sill each."""
    for row in range(down):
        for place in range(across):
            left, top = x + place * step[0], y + row * step[1]
            on.box(left, top, *size, fill)
            on.line([(left + size[0] / 2, top), (left + size[0] / 2, top + size[1])], WHITE, 3)
            on.box(left - 5, top + size[1], size[0] + 10, 5, WHITE)
