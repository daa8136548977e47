"""Says why texts were thought alike: the phrases they share, made of the tokens that speak most for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cocreate.core.i18n import _
from cocreate.text.grams import CJK, fold

PHRASES = 5
LONGEST = 10  # characters of a phrase
LOOKED_AT = 40  # texts of a large group by which phrases are made
SMALL = "的了和与及或在是区市县省将把被对也都就会能要有无不为等问之其该及到从向于并而且但这那"
SIGN = re.compile(f"[{CJK}]")
HELD = 0.3  # of the texts must have a phrase for it to be told
SHARE = 0.6  # of the texts that have a phrase must go on with the same character for it to grow


def phrases(telling: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The phrases that the tokens grow into in these texts, the most telling first; none lies within another."""
    folded = [fold(text) for text, _n in zip(texts, range(LOOKED_AT), strict=False)]
    found: list[str] = []
    for token in telling:
        phrase = _bare(_grown(token, folded))
        having = sum(phrase in text for text in folded)
        if (
            len(phrase) > 1
            and having >= min(2, len(folded))
            and not any(_overlap(phrase, one) for one in found)
        ):
            found.append(phrase)
        if len(found) == PHRASES:
            break
    return tuple(found)


def _bare(phrase: str) -> str:
    """The phrase without the small words it begins or ends with."""
    return phrase.strip(SMALL) if SIGN.match(phrase) and len(phrase.strip(SMALL)) > 1 else phrase


def _overlap(phrase: str, other: str) -> bool:
    """Whether they say nearly the same: three characters in a row, or one lies within the other."""
    runs = (phrase[at : at + 3] for at in range(len(phrase) - 2))
    return (
        phrase in other or other in phrase or (bool(SIGN.match(phrase)) and any(run in other for run in runs))
    )


def _grown(token: str, folded: Sequence[str]) -> str:
    if not SIGN.match(token):
        return token
    phrase = token
    while len(phrase) < LONGEST:
        longer = _longer(phrase, folded)
        if longer is None:
            return phrase
        phrase = longer
    return phrase


def _longer(phrase: str, folded: Sequence[str]) -> str | None:
    """The phrase with the character that most texts have beside it, right or left; None when they don't agree."""
    places = [(text, text.find(phrase)) for text in folded]
    inside = [(text, at) for text, at in places if at >= 0]
    after = Counter(text[at + len(phrase) : at + len(phrase) + 1] for text, at in inside)
    before = Counter(text[max(at - 1, 0) : at] for text, at in inside)
    needed = max(SHARE * len(inside), 2)
    for counts, grow in ((after, "{0}{1}"), (before, "{1}{0}")):
        for sign, count in counts.most_common(1):
            if count >= needed and sign and SIGN.match(sign):
                return grow.format(phrase, sign)
    return None


def sentence(words: Sequence[str], likeness: float, clause: str | None = None) -> str:
    """Why contributions were proposed as one cluster, as a person reads it."""
    parts = []
    if likeness >= 0.995:
        parts.append(_("They have the very same words."))
    elif words:
        parts.append(_("They share the words %(words)s.", words="、".join(words)))
    if likeness < 0.995:
        parts.append(_("Mean likeness of two of them: %(percent)s of 100.", percent=round(likeness * 100)))
    if clause:
        parts.append(_("All speak of %(clause)s.", clause=clause))
    return " ".join(parts)
