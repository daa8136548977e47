"""The clauses of a document, by which the edges of a proposed passage are set."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from cocreate.provenance.alignment import Run
from cocreate.provenance.tokens import Tokens

EDGE = re.compile(r"[，,。；;！!？?、：:\n（）()“”\"]+|[.](?!\w)")
LEAST_COVERED = 0.34  # of a clause's tokens


class Clauses:
    """Which clause each token of a document is in, and where each clause begins."""

    def __init__(self, document: str, tokens: Tokens) -> None:
        edges = np.array([match.end() for match in EDGE.finditer(document)], dtype=np.int64)
        self.of = np.searchsorted(edges, tokens.starts, side="right")
        self.first = np.searchsorted(self.of, np.arange(len(edges) + 2))


def kept_clauses(clauses: Clauses, runs: Sequence[Run], start: int) -> tuple[list[Run], int, int]:
    """The runs in clauses that are covered enough, and the range of tokens from the first such clause to the last.

    Runs count from `start`. A clause covered too little at either end is left out with its runs: a coincidence."""
    covered: dict[int, int] = {}
    for run in runs:
        for at in range(start + run.target, start + run.target + run.length):
            clause = int(clauses.of[at])
            covered[clause] = covered.get(clause, 0) + 1
    enough = [
        clause
        for clause, count in covered.items()
        if count >= LEAST_COVERED * (clauses.first[clause + 1] - clauses.first[clause])
    ]
    if not enough:
        return [], 0, 0
    first, last = int(clauses.first[min(enough)]), int(clauses.first[max(enough) + 1])
    inside = [run for run in runs if start + run.target + run.length > first and start + run.target < last]
    return inside, first, last
