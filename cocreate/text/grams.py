"""The tokens by which texts are found: pairs of Chinese characters, words and numbers of other scripts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

MOST_PHRASES = 12  # of one query; what comes after is left out, so that no query is endless
LONGEST = 40  # characters of a word that are looked at, and of a run of a query
CJK = (
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(f"(?P<signs>[{CJK}]+)|(?P<word>[^\\W_{CJK}]+)")
MARKS = re.compile("[\u0300-\u036f]")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand next to one another; of the last one only the beginning, when `is_open`."""

    tokens: tuple[str, ...]
    is_open: bool = False


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, simplified characters, lower case, no accents."""
    folded = _to_simplified().convert(unicodedata.normalize("NFKC", text)).casefold()
    bare = MARKS.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFKC", bare)


def tokens(text: str) -> list[str]:
    """Tokens of a text in their order, for a full-text index.

    A run of Chinese characters gives its overlapping pairs and then its last character, so that each character begins
    a token and can be found by prefix; a word or a number gives itself, folded."""
    found: list[str] = []
    for run in RUN.finditer(fold(text)):
        signs = run["signs"]
        found += [*_pairs(signs), signs[-1]] if signs else [run["word"][:LONGEST]]
    return found


def pairs(text: str) -> set[str]:
    """The distinct tokens that say something about what a text is about, for comparing texts with one another."""
    return {token for token in tokens(text) if len(token) > 1}


def parse(query: str) -> list[list[Phrase]]:
    """What a person typed as groups of phrases: every group must be found, each phrase of it in its order.

    Words parted by spaces are groups of their own; at most MOST_PHRASES phrases are kept. Single characters and words
    of other scripts are open: "停" finds 停车, "park" finds parking. [] when there is nothing to look for."""
    groups: list[list[Phrase]] = []
    left = MOST_PHRASES
    for part in fold(query).split():
        group = [_phrase(run) for run in RUN.finditer(part)][:left]
        left -= len(group)
        if group and group not in groups:
            groups.append(group)
    return groups


def _phrase(run: re.Match[str]) -> Phrase:
    if run["word"]:
        return Phrase((run["word"][:LONGEST],), is_open=True)
    signs = run["signs"][:LONGEST]
    return Phrase(tuple(_pairs(signs))) if len(signs) > 1 else Phrase((signs,), is_open=True)


def _pairs(signs: str) -> list[str]:
    return [signs[at : at + 2] for at in range(len(signs) - 1)]
