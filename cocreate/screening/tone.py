"""Words that tell the tone of a text: insults, contempt for a group, sweeping judgement, and what speaks against hate.

They are counted as features of the model for abuse; by themselves they mark nothing."""

from __future__ import annotations

import math
import re

from ahocorasick_rs import AhoCorasick, MatchKind

from cocreate.screening.wordbook import sections

TONES = sections("tones")
GROUP = re.compile("|".join(sections("groups")["groups"]))
_HARSH = ("insult", "slur", "blame", "harsh")
_WORDS = [(word, name) for name, words in TONES.items() for word in dict.fromkeys(words)]
_AUTOMATON = AhoCorasick([word for word, _ in _WORDS], matchkind=MatchKind.Standard)


def tones(text: str) -> list[float]:
    """How much of each tone there is in a normal text, and of tones that sharpen one another: numbers of 0 to about 3."""
    counts = dict.fromkeys(TONES, 0)
    for word, _start, _end in _AUTOMATON.find_matches_as_indexes(text, overlapping=True):
        counts[_WORDS[word][1]] += 1
    groups = sum(1 for _ in GROUP.finditer(text))
    harsh = sum(counts[name] for name in _HARSH)
    return [
        *(math.log1p(count) for count in counts.values()),
        math.log1p(harsh),
        min(harsh, 2) * min(counts["sweeping"], 2) / 2,
        min(harsh, 2) * min(groups, 2) / 2,
        math.log1p(len(text)) / 3,
    ]
