"""Passages of a plain text: their edges, their words with what stands around them, and how overlapping ones are cut."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cocreate.core.unicode import boundary

CONTEXT = 32  # characters kept before and after a quote
SENTENCE = re.compile(r"(?:[^\n。！？；.!?;]|[.](?=\w))*(?:[。！？；.!?;]+[”’」』）)\"']*|(?=\n)|$)[^\S\n]*")


class Span(NamedTuple):
    """A half-open range of code points of a plain text."""

    start: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Segment:
    """A part of a text over which the same passages lie; `keys` in the order in which they were given."""

    start: int
    end: int
    keys: tuple[Any, ...] = ()


def text_digest(text: str) -> str:
    """ "sha256:…" of a plain text."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def snapped(text: str, span: Span) -> Span:
    """The span grown until its edges stand between visible characters, and kept inside the text."""
    start = boundary(text, max(span.start, 0))
    end = min(max(span.end, start), len(text))
    while boundary(text, end) != end:
        end += 1
    return Span(start, end)


def trimmed(text: str, span: Span) -> Span:
    """The span without the spaces at its ends."""
    words = text[span.start : span.end]
    lead = len(words) - len(words.lstrip())
    return Span(span.start + lead, max(span.start + lead, span.start + len(words.rstrip())))


def quote(text: str, span: Span) -> dict[str, str]:
    """The words of a span with up to 32 characters before and after, as a Web Annotation's text quote has them."""
    before = text[max(span.start - CONTEXT, 0) : span.start]
    return {
        "exact": text[span.start : span.end],
        "before": before,
        "after": text[span.end : span.end + CONTEXT],
    }


def locate(text: str, words: str, before: str = "", after: str = "", near: int = 0) -> Span | None:
    """Where these words stand: in their context when that is found, otherwise the place nearest to `near`; None if nowhere.

    Spaces at the ends and differences in white space between the lines are overlooked."""
    parts = words.split()
    if not parts:
        return None
    pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
    found = [Span(*match.span()) for match in pattern.finditer(text)]
    return min(found, key=lambda span: _strangeness(text, span, before, after, near), default=None)


def _strangeness(text: str, span: Span, before: str, after: str, near: int) -> tuple[int, int]:
    misses = int(not text[: span.start].rstrip().endswith(before.rstrip()))
    misses += int(not text[span.end :].lstrip().startswith(after.lstrip()))
    return misses, abs(span.start - near)


def segments(length: int, spans: Iterable[tuple[int, int, Any]]) -> list[Segment]:
    """The whole text cut wherever a (start, end, key) begins or ends; the parts cover it once, in order."""
    given = [(max(start, 0), min(end, length), key) for start, end, key in spans]
    given = [one for one in given if one[0] < one[1]]
    edges = sorted({0, length, *(edge for one in given for edge in one[:2])})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for at, (start, end, _key) in enumerate(given):
        opening.setdefault(start, []).append(at)
        closing.setdefault(end, []).append(at)
    lying: set[int] = set()
    found = []
    for start, end in zip(edges, edges[1:], strict=False):
        lying.difference_update(closing.get(start, ()))
        lying.update(opening.get(start, ()))
        keys = tuple(dict.fromkeys(given[at][2] for at in sorted(lying)))
        found.append(Segment(start, end, keys))
    return found


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order, without the spaces and line breaks between them."""
    found = (trimmed(text, Span(*match.span())) for match in SENTENCE.finditer(text))
    return [span for span in found if span.size]


def paragraphs(text: str) -> list[Span]:
    """The lines of a text that hold something: the blocks of a document's plain text."""
    found = (trimmed(text, Span(*match.span())) for match in re.finditer(r"[^\n]+", text))
    return [span for span in found if span.size]


def within(part: Span, spans: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """What of the spans lies inside the part."""
    for start, end in spans:
        if max(start, part.start) < min(end, part.end):
            yield Span(max(start, part.start), min(end, part.end))


def merged(spans: Iterable[tuple[int, int]], gap: int = 0) -> list[Span]:
    """The spans in order, those that touch, overlap or are parted by at most `gap` characters as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1].end + gap:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        elif start < end:
            found.append(Span(start, end))
    return found
