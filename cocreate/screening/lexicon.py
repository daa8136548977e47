"""Many words at once: automata over the spellings of all listed words, built once and asked for each text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from cocreate.screening.lists import Word
from cocreate.screening.lookalikes import LEET
from cocreate.screening.normal import normalise
from cocreate.screening.phonetics import sounds

CHINESE = re.compile("[\u3400-\u9fff]+")
LATIN = re.compile("[a-z0-9]+")
FEWEST_SOUNDS = 2  # signs of a word that is also looked for by its sound
FEWEST_INITIALS = 3
MOST_DISGUISED = (
    250_000  # words that are looked for in all disguises; of more, the later only as they are written
)
MOST_SOUNDS = 12  # signs of a word, longer ones are looked for as they are written


class Forms:
    """One automaton over written forms, each with the numbers of the words that are written so."""

    def __init__(self, forms: Iterable[tuple[str, int]]) -> None:
        first: dict[str, int] = {}
        self._numbers: list[int] = []
        self._others: dict[int, list[int]] = defaultdict(list)
        for form, number in forms:
            place = first.setdefault(form, len(first))
            if place == len(self._numbers):
                self._numbers.append(number)
            elif number != self._numbers[place] and number not in self._others[place]:
                self._others[place].append(number)
        self._automaton = AhoCorasick(list(first), matchkind=MatchKind.Standard) if first else None

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every (word, start, end) in a text, also those that overlap."""
        if self._automaton is None:
            return
        for form, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield self._numbers[form], start, end
            for other in self._others.get(form, ()):
                yield other, start, end


@dataclass
class Lexicon:
    """The words of all lists in force, in every spelling they are looked for in.

    `lists[i]` is the list of `words[i]`, `spelt[i]` its normal form, `forms[i]` the letters and digits of that. Words of
    two signs have automata of their own for their sound, since only letters in a text make it worth the while."""

    words: list[Word]
    lists: list[str]
    spelt: list[str] = field(init=False)
    forms: list[str] = field(init=False)
    exact: Forms = field(init=False)
    sounds: Forms = field(init=False)
    short_sounds: Forms = field(init=False)
    leet: Forms = field(init=False)
    initials: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.spelt = [normalise(word.text).text.strip() for word in self.words]
        self.forms = ["".join(filter(str.isalnum, spelt)) for spelt in self.spelt]
        self.exact = Forms((form, number) for number, form in enumerate(self.forms))
        self.sounds = Forms(self._spoken(FEWEST_SOUNDS + 1, MOST_SOUNDS))
        self.short_sounds = Forms(self._spoken(FEWEST_SOUNDS, FEWEST_SOUNDS))
        self.leet = Forms(
            (form.translate(LEET), number)
            for number, form in enumerate(self.forms[:MOST_DISGUISED])
            if LATIN.fullmatch(form) and len(form) > 2 and not form.isdigit()
        )
        self.initials = defaultdict(list)
        for number, form in enumerate(self.forms[:MOST_DISGUISED]):
            if FEWEST_INITIALS <= len(form) <= MOST_SOUNDS and CHINESE.fullmatch(form):
                for letters in {"".join([syllable[0] for syllable in reading]) for reading in sounds(form)}:
                    self.initials[letters].append(number)

    def _spoken(self, fewest: int, most: int) -> Iterator[tuple[str, int]]:
        """How the words of so many signs sound, each with its number."""
        for number, form in enumerate(self.forms[:MOST_DISGUISED]):
            if fewest <= len(form) <= most and CHINESE.search(form):
                yield from (("".join(reading), number) for reading in sounds(form))

    @classmethod
    def of(cls, lists: Iterable[tuple[str, Iterable[Word]]]) -> Lexicon:
        """Of several lists by name; a word that stands in two keeps both."""
        pairs = [(name, word) for name, words in lists for word in words]
        return cls([word for _, word in pairs], [name for name, _ in pairs])

    def __len__(self) -> int:
        return len(self.words)
