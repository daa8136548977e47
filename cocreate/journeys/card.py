"""What a share card says and where on it: shapes on a sheet of 1200 by 630, which svg.py and png.py draw alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno

from cocreate.core.i18n import _, day
from cocreate.journeys.way import Knot, KnotState
from cocreate.text.excerpt import excerpt

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
PAPER, INK, SOFT, HAIR, ACCENT, EDGE, CUT = (
    "#fbfaf7",
    "#1d2733",
    "#55606e",
    "#e4e0d8",
    "#0b6e6e",
    "#8b8f93",
    "#94430b",
)
WORDS = 90  # characters of a sentence that fit in large type
KNOTS = 5
QR_SIZE = 176
ROOM = WIDTH - 2 * MARGIN - QR_SIZE - 60  # beside the square code
NO_LINE_BEGINS_WITH = "，。！？、；：”’）》」』】〉…,.!?;:)]}%"
NO_LINE_ENDS_WITH = "“‘（《「『【〈([{"


@dataclass(frozen=True)
class Text:
    """One line of text with its baseline at `y`."""

    x: float
    y: float
    size: float
    words: str
    fill: str = INK
    is_serif: bool = False
    is_bold: bool = False
    anchor: str = "start"  # start, middle, end


@dataclass(frozen=True)
class Line:
    """A straight line; `dotted` where nothing has happened yet."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 3
    dotted: bool = False


@dataclass(frozen=True)
class Dot:
    """A circle, filled or open."""

    x: float
    y: float
    radius: float
    stroke: str
    fill: str


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str


Shape = Text | Line | Dot | Box


@dataclass(frozen=True)
class Card:
    """What the card shows: public words, a name as the public may see it, and where to read on.

    `written` are the words of the outcome that came from these, where some did."""

    site: str
    call: str
    words: str
    by: str
    knots: Sequence[Knot]
    url: str
    invitation: str
    language: str
    written: str = ""


def shapes(card: Card) -> list[Shape]:
    """Everything on the card, the lowest first."""
    return [
        Box(0, 0, WIDTH, HEIGHT, PAPER),
        Box(0, 0, WIDTH, 10, ACCENT),
        *_head(card),
        *_words(card),
        *_thread(card.knots),
        *_code(card),
    ]


def _head(card: Card) -> list[Shape]:
    title = f"《{card.call}》" if card.language == "zh" else card.call
    return [
        Text(MARGIN, 82, 24, card.site, ACCENT, is_bold=True),
        *(_hung(126 + at * 36, 26, line, fill=SOFT) for at, line in enumerate(broken(title, 26, ROOM, 2))),
    ]


def _words(card: Card) -> list[Shape]:
    most = 2 if card.written else 4
    said = f"“{first_sentence(card.words)}”"
    size = 46.0
    lines = broken(said, size, ROOM, 4)
    if len(lines) > min(most, 3):
        size = 38.0
        lines = broken(said, size, ROOM, most)
    top = 236.0
    after = top + len(lines) * size * 1.4
    found: list[Shape] = [
        _hung(top + at * size * 1.4, size, line, is_serif=True) for at, line in enumerate(lines)
    ]
    return [*found, Text(MARGIN, after, 24, f"— {card.by}", SOFT), *_written(card.written, after + 34)]


def _written(words: str, top: float) -> list[Shape]:
    """The sentence of the outcome that holds them, beside the line that leads on from what was said."""
    if not words:
        return []
    lines = broken(" ".join(words.split()), 27, ROOM - 28, 2)
    left = MARGIN + 28
    return [
        Line(MARGIN + 2, top, MARGIN + 2, top + 34 + len(lines) * 38, ACCENT, 4),
        Text(left, top + 20, 20, _("Written into the outcome"), ACCENT, is_bold=True),
        *(Text(left, top + 60 + at * 38, 27, line, INK, is_serif=True) for at, line in enumerate(lines)),
    ]


def _hung(y: float, size: float, line: str, **more: Any) -> Text:
    """A line whose opening mark stands in the margin, so that the letters stand below each other."""
    is_opened = line[:1] in NO_LINE_ENDS_WITH
    return Text(MARGIN - size / 2 if is_opened else MARGIN, y, size, line, **more)


def telling(knots: Sequence[Knot]) -> list[Knot]:
    """As many knots as there is room for: minor ones go first, then those between the first and the latest."""
    shown = list(knots)
    while len(shown) > KNOTS:
        gone = next((at for at, knot in enumerate(shown) if knot.is_minor), 1)
        del shown[gone]
    return shown


def _thread(knots: Sequence[Knot]) -> list[Shape]:
    """The way so far and to come, from left to right; broken ones end in an open circle."""
    shown = telling(knots)
    y, step = 510.0, (WIDTH - 2 * MARGIN) / max(len(shown), 2)
    found: list[Shape] = []
    for at, knot in enumerate(shown[:-1]):
        is_next = shown[at + 1].state is KnotState.NEXT
        x = MARGIN + 10 + at * step
        found.append(Line(x, y, x + step, y, EDGE if is_next else ACCENT, dotted=is_next))
    for at, knot in enumerate(shown):
        found += _knot(knot, MARGIN + 10 + at * step, y, step)
    return found


def _knot(knot: Knot, x: float, y: float, step: float) -> list[Shape]:
    colour = {KnotState.NEXT: EDGE, KnotState.BROKEN: CUT}.get(knot.state, ACCENT)
    is_full = knot.state is KnotState.DONE
    ink = SOFT if knot.state is KnotState.NEXT else INK
    found: list[Shape] = [Dot(x, y, 10, colour, colour if is_full else PAPER)]
    lines = broken(knot.title, 21, step - 24, 2)
    found += [
        Text(x - 10, y + 42 + row * 28, 21, line, ink, is_bold=knot.state is not KnotState.NEXT)
        for row, line in enumerate(lines)
    ]
    when = day(knot.when) if isinstance(knot.when, datetime) else (knot.when or "")
    if when:
        found.append(Text(x - 10, y + 42 + len(lines) * 28, 18, broken(when, 18, step - 16, 1)[0], SOFT))
    return found


def _code(card: Card) -> list[Shape]:
    """The square code that leads to the public page, its dark cells joined along each row."""
    matrix = segno.make(card.url, micro=False, error="m").matrix
    cell = QR_SIZE / len(matrix)
    left, top = WIDTH - MARGIN - QR_SIZE, 72.0
    found: list[Shape] = [Box(left - 14, top - 14, QR_SIZE + 28, QR_SIZE + 28, "#ffffff")]
    for row, cells in enumerate(matrix):
        dark = "".join("1" if bit else "0" for bit in cells)
        found += [
            Box(left + run.start() * cell, top + row * cell, len(run.group()) * cell, cell, INK)
            for run in re.finditer("1+", dark)
        ]
    return [*found, Text(left + QR_SIZE / 2, top + QR_SIZE + 46, 20, card.invitation, SOFT, anchor="middle")]


def first_sentence(words: str) -> str:
    """The first sentence of a text on one line, cut with "…" where it is longer than a card has room for."""
    line = " ".join(words.split())
    found = re.match(r".{4,}?(?:[。！？]|[.!?](?=\s|$))", line)
    return excerpt(found.group() if found else line, WORDS)


def width_of(words: str, size: float) -> float:
    """About how wide a line is: full width for Chinese, six tenths for other letters, which is never too little."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in words)
    return size * (wide + 0.6 * (len(words) - wide))


def broken(words: str, size: float, room: float, most: int) -> list[str]:
    """A text in at most `most` lines that fit into `room`; Latin words stay whole, punctuation stays where it belongs."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and width_of((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while width_of(line.rstrip(), size) > room and len(line) > 1:  # one word longer than a line
            fit = max(1, int(len(line) * room / width_of(line, size)))
            lines.append(line[:fit])
            line = line[fit:]
    lines = [one for one in [*lines, line.rstrip()] if one]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + "…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,，、；;。") + "…"]


def _pieces(words: str) -> list[str]:
    """Where a line may be broken: between Chinese characters, after a space; not before closing or after opening marks."""
    found: list[str] = []
    for piece in re.findall(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]\s*|\s+", words):
        sticks = found and (
            piece[0] in NO_LINE_BEGINS_WITH or found[-1].rstrip()[-1:] in tuple(NO_LINE_ENDS_WITH)
        )
        if sticks:
            found[-1] += piece
        else:
            found.append(piece)
    return found
