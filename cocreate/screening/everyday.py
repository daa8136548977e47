"""Words of everyday language: on a list they mark a text, but alone they do not raise it."""

from __future__ import annotations

from functools import lru_cache

import rjieba

from cocreate.screening.wordbook import sections

COMMON = 60  # times in the dictionary's corpus from which on a word is an everyday one
LONGEST = 6
YOUNG = frozenset(sections("everyday")["everyday"])


@lru_cache(maxsize=200_000)
def is_everyday(form: str) -> bool:
    """Whether honest texts use this word so often that by itself it says nothing."""
    if form in YOUNG:
        return True
    if form.isascii():
        return len(form) <= 2
    return len(form) <= LONGEST and bool(rjieba.has_word(form)) and rjieba.suggest_freq(form) > COMMON
