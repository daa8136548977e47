"""Listed words behind a disguise: by sound, by initials, with digits for letters, with characters split in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import eq

import rjieba

from cocreate.screening.lexicon import Forms, Lexicon
from cocreate.screening.lookalikes import LEET, SPLITS
from cocreate.screening.normal import plain
from cocreate.screening.phonetics import sound

BY_SOUND, BY_EAR, BY_INITIALS, BY_DIGITS, BY_PARTS = 0.82, 0.55, 0.4, 0.8, 0.7
LETTERS = re.compile(r"[a-z](?:[^a-z0-9\u3400-\u9fff\n]{0,2}[a-z])*")
LATIN_RUN = re.compile("[a-z]+")
AROUND = 14  # signs on either side of letters in which a short word may lie
LEETED = re.compile(r"[0-9@$!|]")
Found = tuple[int, int, int, float]  # word, start and end in the squeezed text, confidence


def disguised(text: str, normal: str, places: Sequence[int], lexicon: Lexicon) -> Iterator[Found]:
    """Every disguised word of a squeezed text; `places` leads from its signs to those of the normal text."""
    yield from _by_sound(text, lexicon)
    yield from _by_initials(text, normal, places, lexicon)
    yield from _by_parts(text, lexicon)
    if LEETED.search(normal):
        yield from _by_digits(normal, places, lexicon)


def _by_sound(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """Pinyin in letters or characters of the same sound, each sign for a sign."""
    yield from _spoken(text, 0, lexicon.sounds, lexicon)
    past = 0
    for run in LATIN_RUN.finditer(text):  # words of two signs are only looked for where there are letters
        if run.start() >= past:
            past = min(len(text), run.end() + AROUND)
            start = max(0, run.start() - AROUND)
            yield from _spoken(text[start:past], start, lexicon.short_sounds, lexicon)


def _spoken(text: str, offset: int, forms: Forms, lexicon: Lexicon) -> Iterator[Found]:
    spoken = [sound(sign) or sign for sign in text]
    starts = {at: index for index, at in enumerate(accumulate(map(len, spoken), initial=0))}
    for number, begin, stop in forms.find("".join(spoken)):
        start, end = starts.get(begin), starts.get(stop)
        if start is None or end is None:
            continue
        form = lexicon.forms[number]
        sure = (
            _spelt(text, start, end, form)
            if LATIN_RUN.search(text, start, end)
            else _heard(text[start:end], form)
        )
        if sure:
            yield number, offset + start, offset + end, sure


def _heard(written: str, form: str) -> float:
    """How sure characters of the same sound are the word: most must be its own, and no dictionary must know them."""
    if len(form) == 2 or len(written) != len(form) or written == form:
        return 0.0
    same = sum(map(eq, written, form))
    if same * 2 < len(form) and len(form) < 5:
        return 0.0
    return 0.0 if rjieba.has_word(written) else BY_EAR


def _spelt(text: str, start: int, end: int, form: str) -> float:
    """How sure letters, or letters among the word's own characters, spell the word."""
    written = text[start:end]
    if written == form:
        return 0.0
    if (start and _is_letter(text[start - 1]) and _is_letter(written[0])) or (
        end < len(text) and _is_letter(text[end]) and _is_letter(written[-1])
    ):
        return 0.0
    signs = [sign for sign in written if not _is_letter(sign)]
    if not all(sign in form for sign in signs):
        return 0.0
    if not signs:
        return BY_SOUND if len(form) > 2 else 0.6
    return BY_SOUND if len(form) > 2 else 0.7


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _by_initials(text: str, normal: str, places: Sequence[int], lexicon: Lexicon) -> Iterator[Found]:
    """Runs of letters that are the initials of a word's syllables, nothing more and nothing less."""
    index = {place: at for at, place in enumerate(places)}
    for run in LETTERS.finditer(normal):
        letters = "".join(sign for sign in run[0] if _is_letter(sign))
        for number in lexicon.initials.get(letters, ()):
            yield number, index[run.start()], index[run.end() - 1] + 1, BY_INITIALS


def _by_digits(normal: str, places: Sequence[int], lexicon: Lexicon) -> Iterator[Found]:
    """Words of letters written with digits and signs for some of them."""
    index = {place: at for at, place in enumerate(places)}
    kept = [place for place, sign in enumerate(normal) if sign.isalnum() or sign in "@$!|"]
    folded = "".join([normal[place] for place in kept]).translate(LEET)
    for number, start, end in lexicon.leet.find(folded):
        first, last = kept[start], kept[end - 1]
        if normal[first : last + 1] == lexicon.forms[number]:
            continue
        if _goes_on(normal, first - 1) or _goes_on(normal, last + 1):
            continue
        inner = [index[place] for place in kept[start:end] if place in index]
        if inner:
            yield number, inner[0], inner[-1] + 1, BY_DIGITS if len(lexicon.forms[number]) > 3 else 0.5


def _goes_on(normal: str, place: int) -> bool:
    return 0 <= place < len(normal) and normal[place].isascii() and normal[place].isalnum()


@cache
def _parts() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all split characters, longer first, and what each is put together to."""
    whole = {plain(parts): sign for sign, parts in reversed(SPLITS.items()) if len(plain(parts)) > 1}
    return re.compile("|".join(sorted(map(re.escape, whole), key=len, reverse=True))), whole


def _by_parts(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """Words some of whose characters are written as their parts one after the other."""
    pattern, whole = _parts()
    signs: list[str] = []
    at: list[int] = []
    past = 0
    joined: set[int] = set()
    for found in pattern.finditer(text):
        signs += text[past : found.start()]
        at += range(past, found.start())
        joined.add(len(signs))
        signs.append(whole[found[0]])
        at.append(found.start())
        past = found.end()
    if not joined:
        return
    signs += text[past:]
    at += [*range(past, len(text)), len(text)]
    for number, start, end in lexicon.exact.find("".join(signs)):
        if not joined.isdisjoint(range(start, end)):
            yield number, at[start], at[end], BY_PARTS
