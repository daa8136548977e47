"""Random edits of a text that keep, for each character, which one of the first text it is: the truth that carry-over is judged by."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

Letter = tuple[str, int | None]  # a character and its place in the first text, None for a new one
Letters = list[Letter]
SIGNS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
MARKS = "，。；！"


def letters_of(text: str) -> Letters:
    return [(sign, at) for at, sign in enumerate(text)]


def text_of(letters: Letters) -> str:
    return "".join(sign for sign, _ in letters)


def new_words(dice: random.Random, size: int) -> Letters:
    return [(dice.choice(SIGNS), None) for _ in range(size)]


def random_text(dice: random.Random, lines: int = 8) -> str:
    """Paragraphs of sentences of fairly common characters."""
    return "\n".join(
        "".join(
            "".join(dice.choice(SIGNS) for _ in range(dice.randint(6, 24))) + dice.choice(MARKS)
            for _ in range(dice.randint(1, 4))
        )
        for _ in range(lines)
    )


def sentences(letters: Letters) -> list[Letters]:
    found: list[Letters] = [[]]
    for letter in letters:
        found[-1].append(letter)
        if letter[0] in "。！；\n":
            found.append([])
    return [one for one in found if one]


def joined(parts: list[Letters]) -> Letters:
    return [letter for part in parts for letter in part]


def cut(letters: Letters, dice: random.Random) -> Letters:
    """Leave out a sentence."""
    parts = sentences(letters)
    parts.pop(dice.randrange(len(parts)))
    return joined(parts)


def move(letters: Letters, dice: random.Random) -> Letters:
    """Put a sentence elsewhere."""
    parts = sentences(letters)
    part = parts.pop(dice.randrange(len(parts)))
    parts.insert(dice.randint(0, len(parts)), part)
    return joined(parts)


def insert(letters: Letters, dice: random.Random) -> Letters:
    """Write a new sentence somewhere."""
    parts = sentences(letters)
    parts.insert(dice.randint(0, len(parts)), [*new_words(dice, dice.randint(5, 20)), ("。", None)])
    return joined(parts)


def reword(letters: Letters, dice: random.Random) -> Letters:
    """Put other words for one to four characters, in three places."""
    for _ in range(3):
        at = dice.randrange(len(letters))
        size = dice.randint(1, 4)
        letters = [*letters[:at], *new_words(dice, dice.randint(1, 4)), *letters[at + size :]]
    return letters


def split(letters: Letters, dice: random.Random) -> Letters:
    """Begin a new paragraph inside a sentence."""
    at = dice.randrange(len(letters))
    return [*letters[:at], ("\n", None), *letters[at:]]


def merge(letters: Letters, dice: random.Random) -> Letters:
    """Join two paragraphs."""
    breaks = [at for at, (sign, _) in enumerate(letters) if sign == "\n"]
    if not breaks:
        return letters
    at = dice.choice(breaks)
    return letters[:at] + letters[at + 1 :]


EDITS: dict[str, Callable[[Letters, random.Random], Letters]] = {
    "cut": cut,
    "move": move,
    "insert": insert,
    "reword": reword,
    "split": split,
    "merge": merge,
}


@dataclass
class Score:
    """Characters carried: how many truly stand, how many were said to, and how many of those rightly."""

    true: int = 0
    said: int = 0
    right: int = 0

    def add(self, true: set[int], said: set[int]) -> None:
        self.true += len(true)
        self.said += len(said)
        self.right += len(true & said)

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0


def places(letters: Letters, start: int, end: int) -> set[int]:
    """Where the characters of a span of the first text stand now."""
    return {at for at, (_, origin) in enumerate(letters) if origin is not None and start <= origin < end}
