"""The form in which texts are screened: one spelling for all that looks alike, and the way back to the original."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import opencc

from cocreate.core.unicode import boundary
from cocreate.screening.lookalikes import LOOKALIKES

UNSEEN = {"Cf", "Mn", "Me", "Cc"}  # without a shape of their own: joiners, marks, controls
KEPT = {"\n", "\t", "\r"}
BLANK = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"}  # letters by their category, but nothing is seen


@dataclass(frozen=True)
class Normal:
    """A normalised text; `at[i]` is the index in `original` of the character that gave the sign `text[i]`."""

    original: str
    text: str
    at: Sequence[int]

    @cached_property
    def squeezed(self) -> tuple[Normal, list[int]]:
        """See `squeeze`."""
        signs, at = self.text, self.at
        kept = [place for place, sign in enumerate(signs) if sign.isalnum()]
        return Normal(self.original, "".join([signs[i] for i in kept]), [at[i] for i in kept]), kept

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs from `start` to before `end` stand in the original, on borders of visible characters.

        Raises IndexError for an empty or impossible range."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError((start, end))
        return widen(self.original, self.at[start], self.at[end - 1] + 1)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The signs that came from the original's characters from `start` to before `end`, as a range."""
        return bisect_left(self.at, start), bisect_left(self.at, end)


def normalise(text: str) -> Normal:
    """NFKC, lower case, simplified characters, look-alikes as what they imitate, nothing invisible; breaks stay."""
    pieces = [*map(_FOLDED.__getitem__, text)]
    signs = "".join(pieces)
    if len(signs) == len(pieces) and all(pieces):
        return Normal(text, signs, range(len(signs)))
    return Normal(text, signs, [index for index, piece in enumerate(pieces) for _ in piece])


def squeeze(normal: Normal) -> tuple[Normal, list[int]]:
    """Only letters and digits of a normal text, and for each of them its place in that text."""
    return normal.squeezed


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The smallest span around this one that cuts no visible character."""
    begin = boundary(text, start)
    while end < len(text) and boundary(text, end) != end:
        end += 1
    return begin, end


def plain(word: str) -> str:
    """A word as it is looked for: the letters and digits of its normal form."""
    return "".join(sign for sign in normalise(word).text if sign.isalnum())


class _Folded(dict[str, str]):
    """The normal forms of the characters met so far."""

    def __missing__(self, sign: str) -> str:
        self[sign] = folded = _fold(sign)
        return folded


_FOLDED = _Folded()


def _fold(sign: str) -> str:
    """One character's normal form: "" when nothing is seen of it, several signs where it stands for them."""
    if sign in KEPT:
        return sign
    known = LOOKALIKES.get(sign)
    if known is not None:
        return known
    if sign in BLANK or unicodedata.category(sign) in UNSEEN:
        return ""
    folded = unicodedata.normalize("NFKC", sign).lower()
    bare = (one for one in unicodedata.normalize("NFD", folded) if unicodedata.category(one) != "Mn")
    return "".join(LOOKALIKES.get(one) or _simplified().get(one, one) for one in bare)


@cache
def _simplified() -> dict[str, str]:
    """Each traditional character (also of Taiwan, Hong Kong and Japan) with its simplified form.

    The converters of regions are asked only for signs that are not in use in simplified writing themselves."""
    signs = "".join(chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00)))
    found = dict(_changed(signs, "t2s"))
    foreign = "".join(sign for sign in signs if sign not in found and not _is_everyday(sign))
    for name in ("tw2s", "hk2s", "jp2t"):
        found |= {sign: found.get(to, to) for sign, to in _changed(foreign, name)}
    return found


def _changed(signs: str, converter: str) -> Iterator[tuple[str, str]]:
    after = opencc.OpenCC(converter).convert("\n".join(signs)).split("\n")
    return ((sign, to) for sign, to in zip(signs, after, strict=True) if to != sign and len(to) == 1)


def _is_everyday(sign: str) -> bool:
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False
