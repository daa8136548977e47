"""What changed between two texts, in pieces that people can read."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

from cocreate.core.unicode import boundary

SENTENCE = re.compile(r"[^\n。！？；.!?;]*(?:[。！？；.!?;]+[”’」』）)\"']*\s?|\n|$)")
WORD = re.compile("[A-Za-z0-9\u00c0-\u024f]+|[^\\S\n]+|.", re.DOTALL)
MOST_COMPARISONS = 4_000_000  # between two changed parts; longer ones are shown as replaced whole


class Op(enum.StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


Piece = tuple[Op, str]


def difference(old: str, new: str) -> list[Piece]:
    """The pieces that lead from `old` to `new`, in reading order.

    SAME and REMOVED together are the old text, SAME and ADDED the new one. Sentences are compared first, then the
    characters (Chinese) or words (others) of those that changed; a character is never shown in half."""
    pieces: list[Piece] = []
    for before, after in _changed(_units(SENTENCE, old), _units(SENTENCE, new)):
        if before == after:
            pieces.append((Op.SAME, before))
        else:
            pieces += _words(before, after)
    return list(_joined(pieces))


def _words(before: str, after: str) -> list[Piece]:
    olds, news = _units(WORD, before), _units(WORD, after)
    if len(olds) * len(news) > MOST_COMPARISONS:
        return [(Op.REMOVED, before), (Op.ADDED, after)]
    runs = list(_changed(olds, news))
    pieces: list[Piece] = []
    for at, (removed, added) in enumerate(runs):
        is_between = 0 < at < len(runs) - 1
        if removed == added and not (is_between and _is_slight(removed)):
            pieces.append((Op.SAME, removed))
        else:
            pieces += [(Op.REMOVED, removed), (Op.ADDED, added)]
    return pieces


def _is_slight(text: str) -> bool:
    """Whether so little stayed between two changes that showing it as unchanged only makes them harder to read."""
    return len(text.strip()) <= 1 and "\n" not in text


def _changed(olds: list[str], news: list[str]) -> Iterator[tuple[str, str]]:
    """Runs of old and new units side by side; equal runs give the same text twice.

    In long lists, units that stand there very often are not compared with one another (difflib's autojunk), without
    which a text of one repeated character would take minutes."""
    matcher = SequenceMatcher(None, olds, news)
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        yield "".join(olds[start:end]), "".join(news[new_start:new_end])


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours put together, so that every change is one removal and one addition at most."""
    for _, group in groupby(pieces, key=lambda piece: piece[0] is Op.SAME):
        run = list(group)
        for kind in Op:
            text = "".join(part for op, part in run if op is kind)
            if text:
                yield kind, text


def _units(pattern: re.Pattern[str], text: str) -> list[str]:
    """The text cut where the pattern says, but never inside a visible character."""
    found: list[str] = []
    for match in pattern.finditer(text):
        if found and boundary(text, match.start()) != match.start():
            found[-1] += match[0]
        elif match[0]:
            found.append(match[0])
    return found
