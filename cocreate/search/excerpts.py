"""Shows where in a text the words of a query stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cocreate.core.unicode import boundary
from cocreate.text.grams import CJK, fold, parse

BEFORE = 30  # characters shown before the first hit
SPACES = re.compile(r"\s")


@dataclass(frozen=True)
class Part:
    """A piece of a text; `is_hit` says that it is what was looked for."""

    text: str
    is_hit: bool = False


def marked(text: str, query: str, limit: int = 120) -> list[Part]:
    """At most about `limit` characters around the first hit, on one line, cut into parts; the beginning without a hit."""
    line = SPACES.sub(" ", text).strip()
    spans = hits(line, query)
    start = spans[0][0] - BEFORE if spans and spans[0][1] > limit else 0
    start = boundary(line, max(start, 0))
    end = boundary(line, start + limit)
    parts = [Part("…")] if start else []
    place = start
    for first, last in spans:
        if first >= end or first < place:
            continue
        last = min(last, end)
        parts += [Part(line[place:first]), Part(line[first:last], is_hit=True)]
        place = last
    parts.append(Part(line[place:end] + ("…" if end < len(line) else "")))
    return [part for part in parts if part.text]


def hits(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text, as (start, end), in order and apart from each other."""
    pattern = _pattern(query)
    if pattern is None:
        return []
    folded, places = _folded(text)
    return [(places[match.start()], places[match.end() - 1] + 1) for match in pattern.finditer(folded)]


def _pattern(query: str) -> re.Pattern[str] | None:
    words = {_words(phrase.tokens, phrase.is_open) for group in parse(query) for phrase in group}
    return re.compile("|".join(sorted(words, key=len, reverse=True))) if words else None


def _words(tokens: tuple[str, ...], is_open: bool) -> str:
    text = tokens[0] + "".join(token[-1] for token in tokens[1:])
    is_latin = is_open and re.match(f"[{CJK}]", text) is None
    # A word is found by its beginning: "park" in "parking", not in "spark".
    return (rf"(?<![^\W_{CJK}])" if is_latin else "") + re.escape(text)


def _folded(text: str) -> tuple[str, range | list[int]]:
    """The text as it is compared, and where each of its characters comes from."""
    whole = fold(text)
    if len(whole) == len(text):
        return whole, range(len(text))
    pieces = [fold(sign) for sign in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]
