"""How rare the words of a document are among the contributions, and who shares the rare ones."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cocreate.provenance.tokens import Numbers, Tokens, grams

KNOWN = 0.35  # what a pair that the call itself uses says, of what it would say otherwise
RUN = 6  # tokens of a run by which boilerplate is told
FEW = 5  # contributions may share a run; more, and it belongs to nobody
FEW_SHARE = 0.005


@dataclass(frozen=True)
class Shared:
    """For each pair of tokens of the document: what it says (0 to 1), and which contributions have it.

    `weights[i]` is of the pair at tokens i and i + 1; `holders(i)` are indexes of contributions."""

    weights: Numbers
    _codes: Numbers  # of the document's pairs, -1 where none begins
    _offsets: Numbers
    _owners: Numbers

    def holders(self, at: int) -> Numbers:
        code = int(self._codes[at])
        if code < 0:
            return self._owners[:0]
        return self._owners[self._offsets[code] : self._offsets[code + 1]]


def share(document: Tokens, sources: Tokens, common: Tokens, worth: Numbers) -> Shared:
    """Weigh the document's pairs by how many contributions have them, and by whether the call itself uses them."""
    places, said = grams(document, 2)
    known, codes = np.unique(said, return_inverse=True)
    source_places, source_said = grams(sources, 2)
    found, at = _among(source_said, known)
    count = max(len(sources.first) - 1, 1)
    pairs = np.unique(at * count + sources.owners[source_places[found]])
    held = np.bincount(pairs // count, minlength=len(known)) if len(pairs) else np.zeros(len(known), int)
    says = np.clip(1 - np.log(np.maximum(held, 1)) / math.log(count + 2), 0, 1)
    says[_among(grams(common, 2)[1], known)[1]] *= KNOWN
    weights = np.zeros(len(document.ids))
    weights[places] = says[codes] * np.minimum(worth[places] + worth[places + 1], 1.5) / 1.5
    own = np.full(len(document.ids), -1)
    own[places] = codes
    return Shared(weights, own, np.concatenate([[0], np.cumsum(held)]), pairs % count)


def _among(said: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
    """Which of `said` are in the sorted `known`, and where."""
    if not len(known):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, said), len(known) - 1)
    found = np.nonzero(known[at] == said)[0]
    return found, at[found]


def boilerplate(document: Tokens, sources: Tokens, common: Tokens) -> Numbers:
    """Which tokens of the document lie in a run that the call itself has, or more than a few contributions."""
    places, said = grams(document, RUN)
    known, codes = np.unique(said, return_inverse=True)
    source_places, source_said = grams(sources, RUN)
    found, at = _among(source_said, known)
    count = max(len(sources.first) - 1, 1)
    pairs = np.unique(at * count + sources.owners[source_places[found]])
    held = np.bincount(pairs // count, minlength=len(known)) if len(pairs) else np.zeros(len(known), int)
    is_common = held > max(FEW, FEW_SHARE * count)
    is_common[_among(grams(common, RUN)[1], known)[1]] = True
    covered = np.zeros(len(document.ids), dtype=bool)
    for shift in range(RUN):
        covered[places[is_common[codes]] + shift] = True
    return covered
