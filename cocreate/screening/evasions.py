"""Ten ways in which a listed word is written so that a filter should miss it, made by rule, to measure what is found."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import opencc

from cocreate.screening.lexicon import CHINESE, FEWEST_INITIALS, Lexicon
from cocreate.screening.lookalikes import LOOKALIKES, SPLITS
from cocreate.screening.normal import plain
from cocreate.screening.phonetics import sounds
from cocreate.screening.words import listed_words

MARKS = "*.-_·~|/+^"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
EMOJI = ("😀", "🔥", "👍🏽", "❤️", "🌸", "👨‍👩‍👧", "🇨🇳")
LEET = {"o": "0", "l": "1", "e": "3", "a": "@", "s": "$", "t": "7"}
AROUND = (("", ""), ("请大家注意", "谢谢"), ("听说那边有", "不知真假"), ("昨天看见", "，怎么回事"))
MOST = 2_000  # words that are tried, spread over all

Form = Callable[[str, random.Random], str | None]


def _between(word: str, pieces: Sequence[str], chance: random.Random) -> str | None:
    return word[0] + "".join(chance.choice(pieces) + sign for sign in word[1:]) if len(word) > 1 else None


def spaces(word: str, chance: random.Random) -> str | None:
    """代 开 发 票"""
    return _between(word, (" ", "  ", "\u3000"), chance)


def punctuation(word: str, chance: random.Random) -> str | None:
    """代*开*发*票"""
    return _between(word, (chance.choice(MARKS),), chance)


def full_width(word: str, chance: random.Random) -> str | None:
    """ＱＱ"""
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in word)
    return wide if wide != word else None


def traditional(word: str, chance: random.Random) -> str | None:
    """代開發票"""
    written: str = _to_traditional().convert(word)
    return written if written != word else None


def look_alikes(word: str, chance: random.Random) -> str | None:
    """Letters of other scripts, or letters and signs for one another."""
    imitations = _imitations()
    places = [place for place, sign in enumerate(word) if sign.lower() in imitations]
    if not places:
        return None
    place = chance.choice(places)
    return word[:place] + chance.choice(imitations[word[place].lower()]) + word[place + 1 :]


def invisible(word: str, chance: random.Random) -> str | None:
    """Joiners and blanks without width between the signs."""
    return _between(word, INVISIBLE, chance)


def emoji(word: str, chance: random.Random) -> str | None:
    """代😀开😀发😀票"""
    return _between(word, EMOJI, chance)


def pinyin(word: str, chance: random.Random) -> str | None:
    """代kai发piao: half of the characters, and at least one, by their sound."""
    places = [place for place, sign in enumerate(word) if CHINESE.fullmatch(sign)]
    if len(word) < 2 or not places:
        return None
    spoken = sounds(word.lower())[-1]
    chosen = set(chance.sample(places, max(1, len(places) // 2)))
    return "".join(spoken[place] if place in chosen else sign for place, sign in enumerate(word))


def initials(word: str, chance: random.Random) -> str | None:
    """dkfp"""
    if len(word) < FEWEST_INITIALS or not CHINESE.fullmatch(word):
        return None
    return "".join(syllable[0] for syllable in sounds(word)[-1])


def split(word: str, chance: random.Random) -> str | None:
    """Characters in their parts: 木仓 for 枪."""
    places = [place for place, sign in enumerate(word) if sign in SPLITS]
    return "".join(SPLITS.get(sign, sign) for sign in word) if places and len(word) > 1 else None


FORMS: Mapping[str, Form] = {
    form.__name__: form
    for form in (
        spaces,
        punctuation,
        full_width,
        traditional,
        look_alikes,
        invisible,
        emoji,
        pinyin,
        initials,
        split,
    )
}


def recall(lexicon: Lexicon, seed: int = 0) -> dict[str, float | dict[str, float]]:
    """{"forms": {form: share found}, "recall": share of all}; each form of each word stands in a short honest sentence."""
    chance = random.Random(seed)
    tried: dict[str, list[bool]] = {name: [] for name in FORMS}
    for number in _spread(len(lexicon)):
        word = lexicon.words[number].text
        for name, form in FORMS.items():
            written = form(word, chance)
            if written is not None:
                tried[name].append(is_found(lexicon, plain(word), written, chance))
    every = [found for results in tried.values() for found in results]
    shares = {name: round(sum(results) / len(results), 4) for name, results in tried.items() if results}
    return {"forms": shares, "recall": round(sum(every) / len(every), 4) if every else 0.0}


def is_found(lexicon: Lexicon, form: str, written: str, chance: random.Random) -> bool:
    """Whether a finding covers the disguised word, in a sentence, by more than a half."""
    before, after = chance.choice(AROUND)
    start, end = len(before), len(before) + len(written)
    findings = listed_words(before + written + after, lexicon)
    return any(2 * (min(one.end, end) - max(one.start, start)) > end - start for one in findings)


def _spread(count: int) -> range:
    return range(0, count, max(1, -(-count // MOST)))


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _imitations() -> dict[str, str]:
    """For each letter and sign those that look like it, also the digits that stand for letters."""
    found: dict[str, str] = dict(LEET)
    for sign, plain_sign in LOOKALIKES.items():
        if len(plain_sign) == 1:
            found[plain_sign] = found.get(plain_sign, "") + sign
    return found
