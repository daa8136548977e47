"""Two texts laid side by side: equal runs of tokens, and the chain of them that says most. Pure functions over numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cocreate.provenance.tokens import Numbers

MOST_RUNS = 60  # of one pair of texts that are looked at, those that say most
SKIP = 0.04  # what a token that is passed over costs, on either side
NEAR = 60  # tokens; within so many a piece may stand in another order
JUMP = 0.8  # what another order costs
FAR = 2.0  # what a piece from far away in the contribution costs


class Run(NamedTuple):
    """The same `length` tokens at `target` in the document and at `source` in a contribution, and what they say."""

    target: int
    source: int
    length: int
    weight: float


class Chain(NamedTuple):
    """Runs in the order of the document, and how much they say together, gaps and jumps subtracted."""

    runs: tuple[Run, ...]
    evidence: float


NOTHING = Chain((), 0.0)


def equal_runs(target: Numbers, source: Numbers, said: Numbers) -> list[Run]:
    """The longest equal runs of at least two tokens (or one that says something by itself), the most telling MOST_RUNS.

    `said[i]` is the sum of the weights of the document's pairs before the i-th of `target`; one longer than it."""
    rows, columns = np.nonzero(target[:, None] == source[None, :])
    if not len(rows):
        return []
    order = np.lexsort((rows, columns - rows))
    rows, columns = rows[order], columns[order]
    breaks = np.nonzero((np.diff(rows) != 1) | (np.diff(columns) != 1))[0] + 1
    begins = np.concatenate([[0], breaks])
    lengths = np.diff(np.concatenate([begins, [len(rows)]]))
    at = rows[begins]
    weights = said[at + lengths - 1] - said[at]
    chosen = np.nonzero((lengths > 1) & (weights > 0))[0]
    chosen = chosen[np.argsort(-weights[chosen], kind="stable")[:MOST_RUNS]]
    found = [Run(int(at[i]), int(columns[begins[i]]), int(lengths[i]), float(weights[i])) for i in chosen]
    return sorted(found)


def best_chain(runs: Sequence[Run], said: Numbers) -> Chain:
    """The chain of runs that says most: they follow one another in the document, in any order in the contribution.

    Passing over tokens costs a little, another order more, a far jump still more. A run that overlaps the one before is cut."""
    best: list[tuple[float, int, Run]] = []  # evidence, the run before it, the run as it was cut
    for run in runs:
        value, before, kept = run.weight, -1, run
        for at, (evidence, _, last) in enumerate(best):
            cut = _after(last, run, said)
            if cut is None:
                continue
            total = evidence + cut.weight - _cost(last, cut)
            if total > value:
                value, before, kept = total, at, cut
        best.append((value, before, kept))
    if not best:
        return NOTHING
    at = max(range(len(best)), key=lambda place: best[place][0])
    evidence = best[at][0]
    found = []
    while at >= 0:
        found.append(best[at][2])
        at = best[at][1]
    return Chain(tuple(reversed(found)), evidence)


def _after(last: Run, run: Run, said: Numbers) -> Run | None:
    """What of the run follows the last one in the document."""
    over = last.target + last.length - run.target
    if over <= 0:
        return run
    if run.length - over < 2:
        return None
    start = run.target + over
    weight = float(said[run.target + run.length - 1] - said[start])
    return Run(start, run.source + over, run.length - over, weight) if weight > 0 else None


def _cost(last: Run, run: Run) -> float:
    passed = run.target - last.target - last.length
    ahead = run.source - last.source - last.length
    if 0 <= ahead <= NEAR:
        return SKIP * (passed + ahead)
    return SKIP * passed + (JUMP if abs(ahead) <= NEAR else FAR)
