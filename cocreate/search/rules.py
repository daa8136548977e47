"""How a typed query is asked of the index, and how much a token says about what a text is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from cocreate.text.grams import Phrase, parse

TRAITS = 24  # tokens by which like contributions meet; more find no more
FEWEST = 3  # of them are asked for, however common
TITLE_COUNTS = 3  # a word in the title says as much as three in the text
LONGEST = 20_000  # tokens of one entry that are kept
WEIGHED = 800  # distinct tokens of one text that are compared

Counts = dict[str, int]
Vector = dict[str, float]


@dataclass(frozen=True)
class Asked:
    """A query as the index takes it: tokens that must all be there, and patterns that the tokens in their order must fit.

    A token marked True may go on. Patterns are for LIKE against " " + tokens + " "."""

    tokens: tuple[tuple[str, bool], ...]
    patterns: tuple[str, ...]


def asked(query: str) -> Asked | None:
    """What to look for, or None when the query holds neither letters nor digits."""
    groups = parse(query)
    if not groups:
        return None
    tokens: dict[str, bool] = {}
    for group in groups:
        for token, is_open in _sequence(group):
            tokens[token] = is_open and tokens.get(token, True)
    return Asked(tuple(tokens.items()), tuple(_pattern(_sequence(group)) for group in groups))


def _sequence(group: list[Phrase]) -> list[tuple[str, bool]]:
    """The tokens of a group as they stand in an indexed text, one after the other; only the last one may be open."""
    found: list[tuple[str, bool]] = []
    for phrase in group[:-1]:
        found += [(token, False) for token in phrase.tokens]
        if not phrase.is_open:
            found.append((phrase.tokens[-1][-1], False))
    last = group[-1]  # open ones have one token
    return [*found, *((token, last.is_open) for token in last.tokens)]


def _pattern(sequence: list[tuple[str, bool]]) -> str:
    words = " ".join(token for token, _ in sequence)
    return f"% {words}%" if sequence[-1][1] else f"% {words} %"


def count(title_grams: str, body_grams: str) -> Counts:
    """How often each telling token stands in an entry; those of the title count more, single characters not at all."""
    found = Counter(title_grams.split() * TITLE_COUNTS)
    found.update(body_grams.split())
    return {token: times for token, times in islice(found.items(), WEIGHED) if len(token) > 1}


def rarity(tokens: Iterable[str], entries_with: Mapping[str, int], entries: int) -> Vector:
    """How much each token says by itself: the more, the fewer entries have it.

    `entries_with` says in how many of a sample of `entries` a token stands; absent ones count as rare."""
    return {token: math.log(2 + entries / (entries_with.get(token) or 1)) for token in tokens}


def affordable(traits: Iterable[str], rarities: Vector, entries: int, most: int) -> list[str]:
    """The rarest of these tokens that together stand in about `most` of so many entries; at least FEWEST of them."""
    kept: list[str] = []
    read = 0.0
    for token in sorted(traits, key=lambda one: (-rarities[one], one)):
        read += entries / max(math.exp(rarities[token]) - 2, 1)  # see `rarity`
        if read > most and len(kept) >= FEWEST:
            break
        kept.append(token)
    return kept


def weigh(counts: Mapping[str, int], rarities: Vector) -> Vector:
    """How much each token says in this text: repeating helps, but less each time."""
    return {token: (1 + math.log(times)) * rarities[token] for token, times in counts.items()}


def norm(vector: Vector) -> float:
    """The length of a vector; 1 for an empty one, so that it can be divided by."""
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0


def unit(vector: Vector) -> Vector:
    """The same direction with length 1."""
    length = norm(vector)
    return {token: weight / length for token, weight in vector.items()}


def traits(vector: Vector) -> Vector:
    """Of a unit vector the tokens that say most."""
    return dict(sorted(vector.items(), key=lambda item: (-item[1], item[0]))[:TRAITS])


def likeness(vector: Vector, rarities: Vector, counts: Counts, length: float) -> float:
    """How much an entry says what a text's unit vector says, from 0 to 1; `length` is the entry's norm as it was stored.

    The mean of their cosine and of how much of the text stands in the entry: by the cosine alone a few words would be
    like nothing that is long."""
    shared = weigh({token: counts[token] for token in vector.keys() & counts.keys()}, rarities)
    cosine = sum(vector[token] * weight for token, weight in shared.items()) / (length or 1.0)
    held = sum(vector[token] ** 2 for token in shared)
    return min(math.sqrt(cosine * held), 1.0)
