"""The Method of Equal Shares: every voter has the same share, and projects are paid by those who voted for them.

Peters, Pierczynski and Skowron, "Proportional Participatory Budgeting with Additive Utilities" (2021). In each round the
project is chosen whose supporters pay least for a unit of what it is worth to them; who has less gives all they have.
Equal ballots always hold equal money, so they are counted together: the work grows with the different ballots, not with
the voters."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cocreate.counting.pabulib import Election

SAME = 1e-9  # two prices whose ratio differs by less are equal: what floating point leaves of a tie
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Round:
    """One choice: `price` is what a unit of worth cost, `payers` how many voters paid, `highest` the most that one paid."""

    project: str
    price: float
    payers: int
    highest: float


@dataclass(frozen=True)
class Profile:
    """Different ballots and how often each was cast; for each project, who supports it and what it is worth to them."""

    projects: tuple[str, ...]  # in the order that decides ties
    costs: Floats  # by project
    weights: Floats  # by ballot: how many voters cast it
    supporters: tuple[Places, ...]  # by project: places of ballots
    worths: tuple[Floats, ...]  # by project: worth to each of them

    @classmethod
    def of(cls, election: Election, projects: Sequence[str], *, by_cost: bool) -> Profile:
        """The ballots of an election, reduced to these projects; points multiply what a project is worth."""
        place = {project: number for number, project in enumerate(projects)}
        supporters: list[list[int]] = [[] for _ in projects]
        points: list[list[float]] = [[] for _ in projects]
        weights: list[int] = []
        for marks, count in election.ballots.items():
            for project, given in marks:
                if project in place and given > 0:
                    supporters[place[project]].append(len(weights))
                    points[place[project]].append(given)
            weights.append(count)
        costs = np.array([float(election.projects[one].cost) for one in projects])
        return cls(
            tuple(projects),
            costs,
            np.array(weights, dtype=float),
            tuple(np.array(one, dtype=np.intp) for one in supporters),
            tuple(
                np.array(one) * (cost if by_cost else 1.0) for one, cost in zip(points, costs, strict=True)
            ),
        )


@dataclass(frozen=True)
class Result:
    """The projects chosen, and by project the money that its supporters have left at the end."""

    rounds: tuple[Round, ...]
    left: dict[str, float]


def equal_shares(profile: Profile, share: float) -> Result:
    """The method when every voter begins with `share`. Equal prices go to the project that stands first.

    Prices only rise while money is spent. So an earlier price is a lower bound, and only projects whose bound is the
    lowest are priced anew."""
    money = np.full(len(profile.weights), share)
    bounds = [(0.0, place) for place in range(len(profile.projects))]
    rounds: list[Round] = []
    while bounds:
        found: list[tuple[float, int]] = []
        lowest = np.inf
        while bounds and bounds[0][0] <= lowest * (1 + SAME):
            _bound, place = heapq.heappop(bounds)
            price = _price(profile, place, money)
            if price is not None:
                found.append((price, place))
                lowest = min(lowest, price)
        if not found:
            break
        chosen = min(place for price, place in found if price <= lowest * (1 + SAME))
        for price, place in found:
            if place != chosen:
                heapq.heappush(bounds, (price, place))
        rounds.append(_pay(profile, chosen, lowest, money))
    return Result(tuple(rounds), _left(profile, money))


def _left(profile: Profile, money: Floats) -> dict[str, float]:
    pairs = zip(profile.projects, profile.supporters, strict=True)
    return {project: float(profile.weights[who] @ money[who]) for project, who in pairs}


def _price(profile: Profile, place: int, money: Floats) -> float | None:
    """What a unit of worth costs when the supporters share this project; None when they can't pay it any more."""
    who, worth, cost = profile.supporters[place], profile.worths[place], profile.costs[place]
    held, weight = money[who], profile.weights[who]
    if not cost:
        return 0.0 if len(who) else None
    if float(weight @ held) < cost * (1 - SAME):
        return None
    # Those who run out first give all they have; the rest pay the same for a unit of worth.
    reach = held / worth
    order = np.argsort(reach, kind="stable")
    gives = (weight * held)[order]
    units = (weight * worth)[order]
    paid_before = np.concatenate(([0.0], np.cumsum(gives)[:-1]))
    units_left = np.cumsum(units[::-1])[::-1]
    prices = (cost - paid_before) / units_left
    enough = np.flatnonzero(prices <= reach[order] * (1 + SAME))
    return float(prices[enough[0]]) if len(enough) else float(reach[order][-1])


def _pay(profile: Profile, place: int, price: float, money: Floats) -> Round:
    who, worth = profile.supporters[place], profile.worths[place]
    paid = np.minimum(money[who], price * worth)
    money[who] = np.maximum(money[who] - paid, 0.0)
    payers = int(profile.weights[who][paid > 0].sum())
    return Round(profile.projects[place], price, payers, float(paid.max(initial=0.0)))
