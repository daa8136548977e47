"""From a document and the contributions of its call to proposed passages: who shares rare words, how they align, who wins."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cocreate.provenance.alignment import Chain, best_chain, equal_runs
from cocreate.provenance.clauses import Clauses, kept_clauses
from cocreate.provenance.models import Kind
from cocreate.provenance.rarity import Shared, boilerplate, share
from cocreate.provenance.spans import Span, merged, sentences
from cocreate.provenance.tokens import Numbers, Tokens, Vocabulary

MOST_CANDIDATES = 16  # contributions that a sentence is compared with
LEAST_SHARED = 1.5  # what a contribution must share with a sentence to be compared
WEAK = 1.6  # weight that a passage needs beside a sure one of the same contribution
BASE = 1.6  # weight that one needs by itself,
MORE_TEXT = 0.5  # and so much more whenever there is ten times the text to choose from
SEMICOLONS = "；;"
TRAILING = re.compile(r"[^\w\n]*")
RIVAL = 0.8  # of the best evidence for the same words; who has less did not write them
QUOTE, PARAPHRASE = 0.9, 0.4  # share of a passage's tokens that stand in the source


@dataclass(frozen=True)
class Match:
    """A passage of the document that a contribution may have given: spans of both, evidence and how much is the same."""

    owner: int
    target: Span
    source: Span
    evidence: float
    same: float
    least: float

    @property
    def kind(self) -> Kind:
        """A quote when nearly all is the same, a paraphrase when much is, otherwise an idea."""
        return Kind.QUOTE if self.same >= QUOTE else Kind.PARAPHRASE if self.same >= PARAPHRASE else Kind.IDEA

    @property
    def weight(self) -> float:
        """The evidence, less where much of the passage is not the contribution's."""
        return self.evidence * self.same

    @property
    def score(self) -> float:
        """How sure this is, from 0 to 1: one half where it is just proposed by itself, near 1 for a long quote of rare words."""
        return round(float(1 - 0.5 ** (self.weight / self.least)), 3)


@dataclass(frozen=True)
class Found:
    """What was found in a document, and the ranges of it that are nobody's words."""

    matches: list[Match]
    boilerplate: list[Span]


def find(document: str, sources: Sequence[str], common: Sequence[str] = ()) -> Found:
    """The passages of `document` that came from `sources`; `common` are the call's own texts, which are credited to nobody."""
    words = Vocabulary()
    own, given, known = words.read([document]), words.read(sources), words.read(common)
    if not len(own.ids) or not len(given.ids):
        return Found([], [])
    work = _Work(document, own, given, share(own, given, known, words.worth(own.ids)))
    covered = boilerplate(own, given, known)
    matches = [one for one in work.matches() if not _is_common(one, own, covered)]
    return Found(_winners(matches), _ranges(document, own, covered))


class _Work:
    """One document while its sentences are compared."""

    def __init__(self, document: str, own: Tokens, given: Tokens, shared: Shared) -> None:
        self.document, self.own, self.given, self.shared = document, own, given, shared
        self.said = np.concatenate([[0.0], np.cumsum(shared.weights)])
        self.clauses = Clauses(document, own)
        self.count = len(given.first) - 1
        self.strong = BASE + MORE_TEXT * math.log10(len(given.ids))
        edges = np.array(_units(document)).reshape(-1, 2)
        self.sentences = [
            (int(a), int(b))
            for a, b in zip(
                np.searchsorted(own.starts, edges[:, 0]),
                np.searchsorted(own.starts, edges[:, 1]),
                strict=True,
            )
            if b > a
        ]

    def matches(self) -> list[Match]:
        """Sure passages, what stands weakly beside them, joined where they touch."""
        sure: dict[int, dict[int, Match]] = defaultdict(dict)  # by contribution, then by sentence
        for at in range(len(self.sentences)):
            for owner in self._candidates(at):
                for match in self._compared(at, owner, self.strong):
                    sure[owner][at] = match
        return [match for owner, found in sure.items() for match in self._joined(owner, found)]

    def _candidates(self, at: int) -> list[int]:
        """Contributions that share most of what is rare in a sentence."""
        start, end = self.sentences[at]
        places = [place for place in range(start, end - 1) if self.shared.weights[place] > 0]
        holders = [self.shared.holders(place) for place in places]
        if not holders:
            return []
        weights = np.repeat(self.shared.weights[places], [len(one) for one in holders])
        sums = np.bincount(np.concatenate(holders), weights, minlength=self.count)
        best = np.argsort(-sums, kind="stable")[:MOST_CANDIDATES]
        return [int(owner) for owner in best if sums[owner] >= LEAST_SHARED]

    def _compared(self, at: int, owner: int, least: float) -> list[Match]:
        """The passage of a sentence that the contribution gave, if the evidence is enough."""
        start, end = self.sentences[at]
        target, source = self.own.ids[start:end], self.given.ids[self.given.of(owner)]
        said = self.said[start : end + 1]
        chain = best_chain(equal_runs(target, source, said), said)
        if chain.evidence < least:
            return []
        match = self._match(owner, start, chain)
        return [match] if match is not None and match.weight >= least else []

    def _match(self, owner: int, start: int, chain: Chain) -> Match | None:
        runs, first, last = kept_clauses(self.clauses, chain.runs, start)
        if not runs:
            return None
        base = int(self.given.first[owner])
        source = Span(
            int(self.given.starts[base + min(run.source for run in runs)]),
            int(self.given.ends[base + max(run.source + run.length for run in runs) - 1]),
        )
        target = Span(int(self.own.starts[first]), int(self.own.ends[last - 1]))
        same = sum(run.length for run in runs) / (last - first)
        lost = sum(run.weight for run in chain.runs) - sum(run.weight for run in runs)
        return Match(owner, target, source, chain.evidence - lost, same, self.strong)

    def _joined(self, owner: int, found: dict[int, Match]) -> list[Match]:
        for at in list(found):
            for beside in (at - 1, at + 1):
                if beside not in found and 0 <= beside < len(self.sentences):
                    for match in self._compared(beside, owner, WEAK):
                        found[beside] = match
        joined: list[Match] = []
        for at in sorted(found):
            match = found[at]
            if joined and at - 1 in found and self._touch(joined[-1], match):
                joined[-1] = _together(joined[-1], match)
            else:
                joined.append(match)
        return joined

    def _touch(self, before: Match, after: Match) -> bool:
        between = self.document[before.target.end : after.target.start]
        return not any(sign.isalnum() for sign in between) and "\n" not in between


def _units(document: str) -> list[Span]:
    """Sentences, those that only a semicolon parts as one: what a contribution gave often lies on both of its sides."""
    found: list[Span] = []
    for span in sentences(document):
        if (
            found
            and document[found[-1].end - 1] in SEMICOLONS
            and "\n" not in document[found[-1].end : span.start]
        ):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _together(before: Match, after: Match) -> Match:
    sizes = before.target.size, after.target.size
    return Match(
        before.owner,
        Span(before.target.start, after.target.end),
        Span(min(before.source.start, after.source.start), max(before.source.end, after.source.end)),
        before.evidence + after.evidence,
        (before.same * sizes[0] + after.same * sizes[1]) / sum(sizes),
        before.least,
    )


def _is_common(match: Match, own: Tokens, covered: Numbers) -> bool:
    first, last = np.searchsorted(own.starts, match.target)
    return bool(covered[first:last].mean() > 0.5) if last > first else True


def _ranges(document: str, own: Tokens, covered: Numbers) -> list[Span]:
    """The covered tokens as spans, the punctuation behind them included."""
    found = merged(((int(own.starts[at]), int(own.ends[at])) for at in np.nonzero(covered)[0]), gap=2)
    return [Span(span.start, _past_punctuation(document, span.end)) for span in found]


def _past_punctuation(document: str, place: int) -> int:
    match = TRAILING.match(document, place)
    return match.end() if match else place


def _winners(matches: list[Match]) -> list[Match]:
    """Without those over whose words another has clearly more evidence."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda one: -one.weight):
        if all(_leaves(rival, match) for rival in kept):
            kept.append(match)
    return sorted(kept, key=lambda one: (one.target, one.owner))


def _leaves(rival: Match, match: Match) -> bool:
    """Whether the rival lies over so little of the match, or is so little better, that both stand."""
    over = min(rival.target.end, match.target.end) - max(rival.target.start, match.target.start)
    return over <= 0.3 * match.target.size or match.weight >= RIVAL * rival.weight
