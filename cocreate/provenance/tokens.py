"""Texts as rows of numbers that can be compared fast: a Chinese character is a token, and so is a word of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import opencc

from cocreate.text.grams import CJK

WORD = re.compile(f"[^\\W_{CJK}]+")
SIGN = re.compile(f"[{CJK}]")
FIRST_WORD = 0x110000  # above all code points
Numbers = np.ndarray

# Signs and words that stand in any text: what is made of them says little about where it came from.
PLAIN_SIGNS = frozenset(
    "的了是在和与及有我你您他她它们这那个不也都就而但或为以对于把被让给从到由其之所等很会能要可应该请并将上下中大小多少更最各每该"
)
PLAIN_WORDS = frozenset(
    "the a an of to in on and or for is are be it its this that with as at by from we i you they our your not".split()
)


@dataclass(frozen=True)
class Tokens:
    """The tokens of several texts, one after the other.

    Arrays of equal length: `ids` what a token is, `starts` and `ends` its code points within its own text, `owners` which
    text it is of. `first[i]` is the place of text i's first token, `first[-1]` the number of all tokens."""

    ids: Numbers
    starts: Numbers
    ends: Numbers
    owners: Numbers
    first: Numbers

    def of(self, owner: int) -> slice:
        """The places of one text's tokens."""
        return slice(int(self.first[owner]), int(self.first[owner + 1]))


class Vocabulary:
    """Numbers for tokens; the same token has the same number in everything one vocabulary has read."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}

    def read(self, texts: Sequence[str]) -> Tokens:
        """The tokens of these texts; punctuation and spaces are none, and letters count without case and accents."""
        joined = "\n".join(texts)
        sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
        begins = np.concatenate([[0], np.cumsum(sizes)]) if len(texts) else np.zeros(1, dtype=np.int64)
        folded = joined.translate({ord(sign): _folded(sign) for sign in set(joined)})
        codes = np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        signs = np.array(sorted({ord(sign) for sign in set(folded) if SIGN.match(sign)}), dtype=np.int64)
        at_signs = np.nonzero(np.isin(codes, signs))[0]
        words = [(found.start(), found.end(), self._number(found[0])) for found in WORD.finditer(folded)]
        at_words = np.array(words, dtype=np.int64).reshape(-1, 3)
        starts = np.concatenate([at_signs, at_words[:, 0]])
        ends = np.concatenate([at_signs + 1, at_words[:, 1]])
        ids = np.concatenate([codes[at_signs], at_words[:, 2]])
        order = np.argsort(starts, kind="stable")
        starts, ends, ids = starts[order], ends[order], ids[order]
        owners = np.searchsorted(begins, starts, side="right") - 1
        first = np.searchsorted(starts, begins)
        return Tokens(ids, starts - begins[owners], ends - begins[owners], owners, first)

    def _number(self, word: str) -> int:
        return self._words.setdefault(word, FIRST_WORD + len(self._words))

    def worth(self, ids: Numbers) -> Numbers:
        """How much each token can say by itself: 1, or less for those that stand in any text."""
        plain = [ord(sign) for sign in PLAIN_SIGNS]
        plain += [number for word, number in self._words.items() if word in PLAIN_WORDS or len(word) == 1]
        return np.where(np.isin(ids, plain), 0.25, 1.0)


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _folded(sign: str) -> str:
    """One sign for one, so that places stay what they are."""
    plain = _to_simplified().convert(unicodedata.normalize("NFKC", sign)).casefold()
    bare = unicodedata.normalize("NFD", plain)[:1] if plain.isalpha() and not SIGN.match(plain) else plain
    return bare if len(bare) == 1 else sign


def grams(tokens: Tokens, size: int) -> tuple[Numbers, Numbers]:
    """The runs of `size` tokens that lie within one text: where each begins, and a number for what it says."""
    count = len(tokens.ids) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    said = np.zeros(count, dtype=np.uint64)
    for at in range(size):
        said = said * np.uint64(0x9E3779B97F4A7C15) + tokens.ids[at : at + count].astype(np.uint64)
    whole = tokens.owners[:count] == tokens.owners[size - 1 :]
    return np.nonzero(whole)[0], said[whole]
