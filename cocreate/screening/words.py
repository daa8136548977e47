"""Listed words in a text: as they are written, written apart, disguised, by their sound; and how sure each hit is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import rjieba

from cocreate.core.i18n import Sentence, _l
from cocreate.screening.disguises import disguised
from cocreate.screening.everyday import is_everyday
from cocreate.screening.findings import Finding, Kind, unite
from cocreate.screening.lexicon import CHINESE, Lexicon
from cocreate.screening.normal import Normal, normalise, squeeze

SURE, DISGUISED, UNSURE, EVERYDAY = 0.9, 0.85, 0.5, 0.5
MOST = 500  # findings of one text; a text with more is bad enough
FULL_STOP = re.compile(r"[\n。！？；，、,;!?]")
SHORT = 3  # signs up to which the borders of words decide


@dataclass(frozen=True)
class Hit:
    """A listed word by its number, between two signs of the squeezed text, and how sure its spelling makes it."""

    number: int
    start: int
    end: int
    confidence: float
    is_disguised: bool = False


class Page:
    """A text in the forms that the words are looked for in, each made when it is first asked for."""

    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.squeezed, self.places = squeeze(normal)

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """The words of the squeezed text with their borders."""
        return rjieba.tokenize(self.squeezed.text)

    @cached_property
    def token_at(self) -> list[int]:
        """For each sign of the squeezed text the number of its token."""
        return [number for number, (_, start, end) in enumerate(self.tokens) for _ in range(start, end)]

    def is_cut(self, place: int) -> bool:
        """Whether a border at this place would go through a word of the dictionary."""
        if not 0 < place < len(self.token_at) or self.token_at[place - 1] != self.token_at[place]:
            return False
        word = self.tokens[self.token_at[place]][0]
        return bool(rjieba.has_word(word))

    def slice(self, start: int, end: int) -> str:
        """The normal text from one sign of the squeezed text to before another, with what stands between them."""
        return self.normal.text[self.places[start] : self.places[end - 1] + 1]

    def gaps(self, start: int, end: int) -> list[str]:
        """What stands between the signs of the squeezed text from `start` to before `end`, where anything does."""
        places, text = self.places, self.normal.text
        return [
            text[places[i] + 1 : places[i + 1]]
            for i in range(start, end - 1)
            if places[i + 1] > places[i] + 1
        ]


def listed_words(text: str | Normal, lexicon: Lexicon) -> list[Finding]:
    """Findings of listed words in a text, the surest of those that lie in one another, at most MOST."""
    page = Page(normalise(text) if isinstance(text, str) else text)
    found = []
    for hit in _hits(page, lexicon):
        found.append(_finding(page, lexicon, hit))
        if len(found) == MOST:
            break
    return unite(found)


def _hits(page: Page, lexicon: Lexicon) -> Iterator[Hit]:
    for number, start, end in lexicon.exact.find(page.squeezed.text):
        confidence = _as_written(page, lexicon, number, start, end)
        if confidence:
            is_apart = page.slice(start, end) != lexicon.spelt[number] and bool(page.gaps(start, end))
            yield Hit(number, start, end, _weighed(lexicon, number, confidence, is_apart), is_apart)
    for number, start, end, confidence in disguised(
        page.squeezed.text, page.normal.text, page.places, lexicon
    ):
        yield Hit(number, start, end, _weighed(lexicon, number, confidence, True), True)


def _weighed(lexicon: Lexicon, number: int, confidence: float, is_disguised: bool) -> float:
    """The confidence after what the operator said of the word, and less for a word of everyday language."""
    word = lexicon.words[number]
    if word.confidence is not None:
        return min(confidence, word.confidence) if confidence < SURE else word.confidence
    if is_everyday(lexicon.forms[number]):
        return min(confidence, EVERYDAY)
    return min(confidence, DISGUISED) if is_disguised else confidence


def _as_written(page: Page, lexicon: Lexicon, number: int, start: int, end: int) -> float:
    """How sure the signs between two places are the word; 0 when they only happen to stand next to one another."""
    form = lexicon.forms[number]
    confidence = (
        SURE if page.slice(start, end) == lexicon.spelt[number] else _apart(page.gaps(start, end), form)
    )
    if not confidence or not CHINESE.search(form):
        return confidence if confidence and _stands_alone(page, start, end) else 0.0
    if _stands_in_code(page, form, start, end):
        return 0.0
    cuts = page.is_cut(start) + page.is_cut(end)
    if not cuts:
        return confidence
    if len(form) > SHORT:
        return min(confidence, UNSURE) if cuts == 2 else confidence
    is_inside = page.token_at[start] == page.token_at[end - 1]
    if cuts == 2 or not (is_inside or len(form) == SHORT):
        return 0.0
    return min(confidence, UNSURE)


def _apart(gaps: list[str], form: str) -> float:
    """By what stands between the signs of a word: nothing, the same all over (a disguise), or punctuation (chance)."""
    length = len(form)
    if not gaps:
        return SURE
    if max(map(len, gaps)) > 6:
        return 0.0
    if (
        form.isascii() and length > 6 and not any("\n" in gap for gap in gaps)
    ):  # an address of a site has points itself
        return DISGUISED
    if len(gaps) == length - 1 and (length > 2 or not FULL_STOP.search(gaps[0])):
        return 0.0 if any("\n" in gap for gap in gaps) and length < 4 else DISGUISED
    if any(FULL_STOP.search(gap) for gap in gaps):
        return UNSURE if length > SHORT and len(gaps) * 2 >= length - 1 else 0.0
    return 0.7


def _stands_alone(page: Page, start: int, end: int) -> bool:
    """Whether a word of letters or digits is not a part of a longer one."""
    text, first, last = page.normal.text, page.places[start], page.places[end - 1]
    return not _joined(text[max(0, first - 1) : first + 1]) and not _joined(text[last : last + 2])


def _joined(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and (pair.isalpha() or pair.isdigit())


def _stands_in_code(page: Page, form: str, start: int, end: int) -> bool:
    """Whether a word that begins or ends with letters goes on in the text with more of them."""
    text, first, last = page.normal.text, page.places[start], page.places[end - 1]
    return (form[0].isascii() and _joined(text[max(0, first - 1) : first + 1])) or (
        form[-1].isascii() and _joined(text[last : last + 2])
    )


def _finding(page: Page, lexicon: Lexicon, hit: Hit) -> Finding:
    word, name = lexicon.words[hit.number], lexicon.lists[hit.number]
    start, end = page.squeezed.span(hit.start, hit.end)
    why = _why(word.text, name, word.category, hit)
    return Finding(Kind.WORD, start, end, hit.confidence, why, word.category, name)


def _why(word: str, name: str, category: str, hit: Hit) -> Sentence:
    where = f"{name}/{category}" if category else name
    if hit.is_disguised:
        return _l(
            "This reads like “%(word)s” written another way, a word of the list %(where)s.",
            word=word,
            where=where,
        )
    if hit.confidence <= EVERYDAY:
        return _l("“%(word)s” stands on the list %(where)s, but is an everyday word.", word=word, where=where)
    return _l("“%(word)s” stands on the list %(where)s.", word=word, where=where)
