"""Word lists tried on past content before they go live: how often each would have hit, and with which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cocreate.screening import lists
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.words import listed_words

MOST_SHOWN = 20


def words_in(file: Path) -> list[lists.Word]:
    """The words of a file that has not been imported."""
    return [word for word in lists.read(file) if word is not None]


def hits(lexicon: Lexicon, texts: Iterable[str]) -> dict[str, Any]:
    """{"texts", "lists": {list: {"texts", "hits", "raised", "share", "words": {spelling: times}}}} over past texts.

    "texts" of a list counts those with a finding, "raised" those with one sure enough to raise."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in lexicon.lists}
    spellings: dict[str, Counter[str]] = {name: Counter() for name in lexicon.lists}
    read = 0
    for text in texts:
        read += 1
        findings = listed_words(text, lexicon)
        for one in findings:
            counts[one.source]["hits"] += 1
            spellings[one.source][text[one.start : one.end].lower()] += 1
        counts_once(counts, "texts", {one.source for one in findings})
        counts_once(counts, "raised", {one.source for one in findings if one.raises})
    return {
        "texts": read,
        "lists": {
            name: {key: one[key] for key in ("texts", "hits", "raised")}
            | {
                "share": round(one["texts"] / read, 4) if read else 0.0,
                "words": dict(spellings[name].most_common(MOST_SHOWN)),
            }
            for name, one in counts.items()
        },
    }


def counts_once(counts: dict[str, Counter[str]], key: str, names: Iterable[str]) -> None:
    """Add one to a count of each of these lists."""
    for name in names:
        counts[name][key] += 1
