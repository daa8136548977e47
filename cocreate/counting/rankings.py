"""Who wins when voters put candidates in order: Schulze's method, and the single transferable vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.counting.budgets import by_id

Ranking = tuple[
    frozenset[str], ...
]  # the best first; candidates of one set stand equal; who is missing stands last


@dataclass(frozen=True)
class Rankings:
    """Candidates, and how often each different ranking was cast."""

    candidates: tuple[str, ...]
    ballots: Counter[Ranking]

    @property
    def voters(self) -> int:
        return sum(self.ballots.values())


@dataclass(frozen=True)
class Schulze:
    """`order` holds groups of candidates, the strongest first, those that nothing parts together; `preferred[a, b]` counts
    the voters who put a before b."""

    winners: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]
    preferred: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Count:
    """One round of a transferable vote: what each candidate still in it holds, who was elected or left out, and why."""

    votes: dict[str, Fraction]
    elected: tuple[str, ...] = ()
    left_out: str | None = None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transferable:
    """The elected in the order of election, the quota, and every round."""

    winners: tuple[str, ...]
    quota: int
    rounds: tuple[Count, ...] = field(default=())


def check_seats(rankings: Rankings, seats: int) -> None:
    """Invalid unless there are as many candidates as seats, and a seat."""
    if not 1 <= seats <= len(rankings.candidates):
        raise Invalid(
            _l("There can be 1 to %(most)s seats for these candidates.", most=len(rankings.candidates)),
            "seats",
        )


def schulze(rankings: Rankings, seats: int = 1) -> Schulze:
    """Schulze's method by winning votes. Candidates that stand equal are taken by the lower id, and named as equal."""
    check_seats(rankings, seats)
    preferred = pairwise(rankings)
    strength = strongest_paths(preferred)
    beats = strength > strength.T
    losses = beats.sum(axis=0)
    groups: dict[int, list[str]] = {}
    for place, candidate in enumerate(rankings.candidates):
        groups.setdefault(int(losses[place]), []).append(candidate)
    order = tuple(tuple(sorted(groups[count], key=by_id)) for count in sorted(groups))
    return Schulze(tuple(one for group in order for one in group)[:seats], order, preferred)


def pairwise(rankings: Rankings) -> npt.NDArray[np.int64]:
    """How many voters put one candidate (row) before another (column)."""
    place = {candidate: number for number, candidate in enumerate(rankings.candidates)}
    preferred = np.zeros((len(place), len(place)), dtype=np.int64)
    for ranking, count in rankings.ballots.items():
        rank = np.full(len(place), len(place))
        for level, group in enumerate(ranking):
            rank[[place[one] for one in group]] = level
        preferred += count * (rank[:, None] < rank[None, :])
    return preferred


def strongest_paths(preferred: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The strength of the strongest chain of victories between each two candidates (Floyd and Warshall's way)."""
    strength = np.where(preferred > preferred.T, preferred, 0)
    for middle in range(len(strength)):
        np.maximum(strength, np.minimum(strength[:, middle, None], strength[None, middle, :]), out=strength)
    np.fill_diagonal(strength, 0)
    return strength


def transferable(rankings: Rankings, seats: int = 1) -> Transferable:
    """The single transferable vote: Droop's quota, surpluses handed on in equal parts (weighted inclusive Gregory), exact.

    Who has least is left out; of equals, who had less in the latest round in which they differed, else the higher id.
    Invalid when a ranking puts two candidates equal."""
    check_seats(rankings, seats)
    piles = _piles(rankings)
    quota = int(sum(weight for weight, _order in piles) // (seats + 1)) + 1
    standing, elected, rounds = set(rankings.candidates), list[str](), list[Count]()
    while len(elected) < seats:
        votes = _held(piles, standing)
        if len(standing) <= seats - len(elected):
            rest = tuple(sorted(standing, key=lambda one: (-votes[one], by_id(one))))
            rounds.append(Count(votes, rest))
            elected += rest
            break
        reached = sorted(
            (one for one in standing if votes[one] >= quota), key=lambda one: (-votes[one], by_id(one))
        )
        if reached:
            reached = reached[: seats - len(elected)]
            rounds.append(Count(votes, tuple(reached)))
            elected += reached
            for one in reached:
                piles = _handed_on(piles, standing, one, votes[one], quota)
            standing -= set(reached)
        else:
            loser, tied = _least(votes, rounds)
            rounds.append(Count(votes, left_out=loser, tied=tied))
            standing.discard(loser)
    return Transferable(tuple(elected), quota, tuple(rounds))


Pile = tuple[Fraction, tuple[str, ...]]  # what equal ballots weigh together, and their order


def _piles(rankings: Rankings) -> list[Pile]:
    piles: list[Pile] = []
    for ranking, count in rankings.ballots.items():
        if any(len(group) > 1 for group in ranking):
            raise Invalid(_l("A transferable vote needs rankings in which no two candidates stand equal."))
        piles.append((Fraction(count), tuple(next(iter(group)) for group in ranking)))
    return piles


def _first(order: Sequence[str], standing: set[str]) -> str | None:
    return next((one for one in order if one in standing), None)


def _held(piles: list[Pile], standing: set[str]) -> dict[str, Fraction]:
    votes = dict.fromkeys(sorted(standing, key=by_id), Fraction(0))
    for weight, order in piles:
        first = _first(order, standing)
        if first is not None:
            votes[first] += weight
    return votes


def _handed_on(piles: list[Pile], standing: set[str], one: str, votes: Fraction, quota: int) -> list[Pile]:
    """The piles after an elected candidate keeps a quota: theirs weigh only the part of the surplus."""
    part = (votes - quota) / votes
    return [(weight * part if _first(order, standing) == one else weight, order) for weight, order in piles]


def _least(votes: dict[str, Fraction], rounds: list[Count]) -> tuple[str, tuple[str, ...]]:
    lowest = min(votes.values())
    tied = [one for one in votes if votes[one] == lowest]
    named = tuple(tied) if len(tied) > 1 else ()
    for before in reversed(rounds):
        least = min(before.votes[one] for one in tied)
        tied = [one for one in tied if before.votes[one] == least]
    return max(tied, key=by_id), named
