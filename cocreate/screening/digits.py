"""Runs of digits in a text, however they are written and parted, as windows that could each be one number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CHINESE = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
AS_DIGITS = str.maketrans(CHINESE + "oil|", "01234567891234567891" + "0111")
CONFUSED = re.compile("(?<![a-z0-9])(?=[oil|]*(?:[0-9][oil|]*){4})[0-9oil|]{7,}(?![a-z0-9])")
# What people put between digits. A comma parts numbers, a line break parts everything.
GAP = "[^0-9a-z\u3400-\u9fff,、;:\n\r。%=<>\"“”'‘’〔〕\\[\\]]"
RUN = re.compile(f"[0-9](?:{GAP}{{0,3}}[0-9])*(?:{GAP}{{0,3}}x(?![a-z]))?")
GROUP = re.compile("[0-9]+x?|x")
LONGEST = 21  # digits of one number, a country code included
SPARE = 2  # Chinese digits after a number that may belong to the next word, as in 一直


@dataclass(frozen=True)
class Window:
    """Neighbouring groups of digits of a run: what they are together, where, and what stands between them."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...] = ()
    gaps: tuple[str, ...] = ()


def readings(text: str) -> Iterator[str]:
    """The normal text as it is, and, where that differs, with Chinese digits and confused letters read as digits."""
    yield text
    confused = CONFUSED.sub(lambda found: found[0].translate(AS_DIGITS), text)
    read = "".join([sign.translate(AS_DIGITS) if sign in CHINESE else sign for sign in confused])
    if read != text:
        yield read


def windows(reading: str, text: str) -> Iterator[Window]:
    """Every sequence of groups that has the length of a number, the longer first at each place.

    `text` is what `reading` was made of: where it has Chinese digits, one or two at the end may belong to a word."""
    for run in RUN.finditer(reading):
        groups = [(run.start() + one.start(), run.start() + one.end()) for one in GROUP.finditer(run[0])]
        for first in range(len(groups)):
            yield from _from(reading, text, groups, first)


def _from(reading: str, text: str, groups: list[tuple[int, int]], first: int) -> Iterator[Window]:
    digits, found = "", []
    for last in range(first, len(groups)):
        start, end = groups[last]
        digits += reading[start:end]
        if len(digits) > LONGEST + SPARE:
            break
        taken = groups[first : last + 1]
        gaps = tuple(reading[taken[n][1] : taken[n + 1][0]] for n in range(len(taken) - 1))
        sizes = tuple(stop - begin for begin, stop in taken)
        found.append(Window(digits, groups[first][0], end, sizes, gaps))
        for spare in range(1, SPARE + 1):
            if end - spare > start and text[end - spare] in CHINESE:
                trimmed = (*sizes[:-1], sizes[-1] - spare)
                found.append(Window(digits[:-spare], groups[first][0], end - spare, trimmed, gaps))
    yield from reversed(found)
