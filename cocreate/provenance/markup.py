"""A document's HTML and its plain text side by side: which piece of the one is which range of the other.

Works on what `documents.writing` makes: well-formed markup whose text holds neither line breaks nor tabs of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from cocreate.provenance.spans import Segment

TOKEN = re.compile(r"<[^>]*>|[^<]+")
ALT = re.compile(r'<img\b[^>]*\balt="([^"]*)"')
SEPARATORS = ("\n", "\t")

Wrap = Callable[[Segment], tuple[str, str]]


class Unmapped(ValueError):
    """The HTML and the plain text are not of the same version."""


@dataclass(frozen=True)
class Piece:
    """A piece of markup, and the range of the plain text that it shows; markup that shows none has start == end."""

    html: str
    start: int
    end: int

    @property
    def is_text(self) -> bool:
        """Whether it is text that can be cut, not a tag."""
        return self.start < self.end and not self.html.startswith("<")


def pieces(html: str, plain: str) -> list[Piece]:
    """The HTML in pieces, in order; joined they are the HTML again. Unmapped when the two don't belong together.

    The ranges cover the plain text once but for the line breaks and tabs between blocks and cells. A picture shows its
    text alternative; its caption is in the HTML alone."""
    found: list[Piece] = []
    at = 0
    is_caption = False
    for token in TOKEN.findall(html):
        shown, is_caption = _shown(token, is_caption)
        if shown:
            while plain[at : at + 1] in SEPARATORS and at < len(plain):
                at += 1
            if not plain.startswith(shown, at):
                raise Unmapped(f"the plain text goes another way at {at}")
        end = at + (1 if token == "<br>" else len(shown))
        found.append(Piece(token, at, end))
        at = end
    return found


def _shown(token: str, is_caption: bool) -> tuple[str, bool]:
    """The plain text that a token stands for, and whether what follows is inside a caption."""
    if token.startswith("<"):
        picture = ALT.match(token)
        opened = token == "<figcaption>" or (is_caption and token != "</figcaption>")
        return (unescape(picture[1]) if picture else ""), opened
    is_joint = not token.strip("\n")
    return ("" if is_caption or is_joint else unescape(token)), is_caption


def annotate(html: str, plain: str, segments: Sequence[Segment], wrap: Wrap) -> str:
    """The HTML with each piece of text cut at the segments and put between what `wrap` gives for it.

    `segments` cover the plain text once, in order (`spans.segments`). `wrap` is asked for each piece with the segment it
    lies in, cut down to the piece: `Segment(start, end, keys)`; it returns the markup before and after, or two empty
    strings. Pictures are wrapped as a whole by the segment in which their alternative begins."""
    written = []
    for piece in pieces(html, plain):
        if piece.start == piece.end or piece.html == "<br>":
            written.append(piece.html)
        elif piece.is_text:
            for part in _cut(piece, segments):
                before, after = wrap(part)
                written.append(before + escape(plain[part.start : part.end]) + after)
        else:
            first = next(_cut(piece, segments))
            before, after = wrap(Segment(piece.start, piece.end, first.keys))
            written.append(before + piece.html + after)
    return "".join(written)


def _cut(piece: Piece, segments: Sequence[Segment]) -> Iterator[Segment]:
    for segment in segments[_first(segments, piece.start) :]:
        if segment.start >= piece.end:
            return
        yield Segment(max(segment.start, piece.start), min(segment.end, piece.end), segment.keys)


def _first(segments: Sequence[Segment], place: int) -> int:
    """The segment that a place lies in, by halving."""
    low, high = 0, len(segments)
    while low < high:
        middle = (low + high) // 2
        if segments[middle].end <= place:
            low = middle + 1
        else:
            high = middle
    return low


def marked(segment: Segment) -> tuple[str, str]:
    """The usual way to wrap: `<mark class="trace" data-at="start" data-traces="keys">`, for untraced pieces a span with
    its place, from which a script can tell where a selection begins."""
    if not segment.keys:
        return f'<span data-at="{segment.start}">', "</span>"
    keys = escape(" ".join(str(key) for key in segment.keys))
    return f'<mark class="trace" data-at="{segment.start}" data-traces="{keys}">', "</mark>"


def annotate_text(text: str, segments: Sequence[Segment], wrap: Wrap) -> str:
    """A contribution's plain text as HTML paragraphs, escaped, its segments wrapped as `annotate` does; line breaks stay."""
    written = []
    for segment in segments:
        at = segment.start
        for part in re.split(r"(\n+)", text[segment.start : segment.end]):
            end = at + len(part)
            if part.startswith("\n"):
                written.append("</p>\n<p>" if len(part) > 1 else "<br>\n")
            elif part:
                before, after = wrap(Segment(at, end, segment.keys))
                written.append(before + escape(part) + after)
            at = end
    return f"<p>{''.join(written)}</p>" if written else ""
