"""Runs of digits in a text, however they are written and parted, as windows that could each be one number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

CHINESE = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
CHINESE_DIGITS = str.maketrans(CHINESE, "01234567891234567891")
AS_DIGITS = str.maketrans("oil|", "0111")
CONFUSED = re.compile("(?<![a-z0-9])(?=[oil|]*(?:[0-9][oil|]*){4})[0-9oil|]{7,}(?![a-z0-9])")
# What people put between digits. A comma parts numbers, a line break parts everything.
GAP = "[^0-9a-z\u3400-\u9fff,、;:\n\r。%=<>\"“”'‘’〔〕\\[\\]]"
RUN = re.compile(f"[0-9](?:{GAP}{{0,3}}[0-9])*(?:{GAP}{{0,3}}x(?![a-z]))?")
GROUP = re.compile("[0-9]+x?|x")
# By length and first digits alone: what could be an ID number, a card, a mobile or a landline.
PLAUSIBLE = re.compile(
    "[1-8][0-9]{14}|[1-8][0-9]{16}[0-9x]|[34568][0-9]{15,18}|9[0-9]{15,18}|(?:00)?(?:86)?1[3-9][0-9]{9}"
    "|(?:0|(?:00)?860?)[1-9][0-9]{8,10}|[2-8][0-9]{6,7}"
)
SHORTEST = 7
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
    read = confused.translate(CHINESE_DIGITS)
    if read != text:
        yield read


def windows(reading: str, text: str) -> Iterator[Window]:
    """Every sequence of groups that has the length of a number, the longer first at each place.

    `text` is what `reading` was made of: where it has Chinese digits, one or two at the end may belong to a word."""
    for run in RUN.finditer(reading):
        is_seen = reading is not text and text[run.start() : run.end()] == run[0]  # in the reading before
        if is_seen or run.end() - run.start() < SHORTEST:
            continue
        groups = [(run.start() + one.start(), run.start() + one.end()) for one in GROUP.finditer(run[0])]
        for first in range(len(groups)):
            yield from _from(reading, text, groups, first)


def _from(reading: str, text: str, groups: list[tuple[int, int]], first: int) -> Iterator[Window]:
    """The windows that begin with one of the groups."""
    start, found = groups[first][0], []
    digits = ""
    for last in range(first, min(len(groups), first + LONGEST)):
        begin, end = groups[last]
        digits += reading[begin:end]
        if len(digits) > LONGEST + SPARE:
            break
        for spare in range(SPARE + 1 if text[end - 1] in CHINESE else 1):
            if PLAUSIBLE.fullmatch(digits, 0, len(digits) - spare) and end - spare > begin:
                found.append(_window(reading, groups[first : last + 1], digits, start, end - spare, spare))
    yield from reversed(found)


def _window(
    reading: str, taken: list[tuple[int, int]], digits: str, start: int, end: int, spare: int
) -> Window:
    sizes = [stop - begin for begin, stop in taken]
    sizes[-1] -= spare
    gaps = tuple(reading[before[1] : after[0]] for before, after in pairwise(taken))
    return Window(digits[: len(digits) - spare], start, end, tuple(sizes), gaps)
