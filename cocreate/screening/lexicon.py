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
MOST_SOUNDS = 12


class Forms:
    """One automaton over written forms, each with the numbers of the words that are written so."""

    def __init__(self, forms: Iterable[tuple[str, int]]) -> None:
        by_form: dict[str, list[int]] = defaultdict(list)
        for form, number in forms:
            if number not in by_form[form]:
                by_form[form].append(number)
        self._forms = list(by_form)
        self._numbers = list(by_form.values())
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.Standard) if self._forms else None

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every (word, start, end) in a text, also those that overlap."""
        if self._automaton is None:
            return
        for form, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for number in self._numbers[form]:
                yield number, start, end


@dataclass
class Lexicon:
    """The words of all lists in force, in every spelling they are looked for in.

    `lists[i]` is the list of `words[i]`, `spelt[i]` its normal form, `forms[i]` the letters and digits of that."""

    words: list[Word]
    lists: list[str]
    spelt: list[str] = field(init=False)
    forms: list[str] = field(init=False)
    exact: Forms = field(init=False)
    sounds: Forms = field(init=False)
    leet: Forms = field(init=False)
    initials: dict[str, list[int]] = field(init=False)
    readings: dict[int, list[list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.spelt = [normalise(word.text).text.strip() for word in self.words]
        self.forms = ["".join(filter(str.isalnum, spelt)) for spelt in self.spelt]
        self.exact = Forms((form, number) for number, form in enumerate(self.forms))
        self.readings = {
            number: sounds(form)
            for number, form in enumerate(self.forms)
            if FEWEST_SOUNDS <= len(form) <= MOST_SOUNDS and CHINESE.search(form)
        }
        self.sounds = Forms(
            ("".join(reading), number) for number, found in self.readings.items() for reading in found
        )
        self.leet = Forms(
            (form.translate(LEET), number)
            for number, form in enumerate(self.forms)
            if LATIN.fullmatch(form) and len(form) > 2 and not form.isdigit()
        )
        self.initials = defaultdict(list)
        for number, found in self.readings.items():
            if len(found[0]) >= FEWEST_INITIALS and CHINESE.fullmatch(self.forms[number]):
                for reading in found:
                    self.initials["".join(syllable[0] for syllable in reading)].append(number)

    @classmethod
    def of(cls, lists: Iterable[tuple[str, Iterable[Word]]]) -> Lexicon:
        """Of several lists by name; a word that stands in two keeps both."""
        pairs = [(name, word) for name, words in lists for word in words]
        return cls([word for _, word in pairs], [name for name, _ in pairs])

    def __len__(self) -> int:
        return len(self.words)
