"""Which projects a budget is given to: by votes alone (greedy), or so that all voters' shares count (equal shares)."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from cocreate.counting.pabulib import Election, votes_and_scores
from cocreate.counting.shares import Profile, Result, Round, equal_shares


class Rule(enum.StrEnum):
    GREEDY = "greedy"  # the most votes first; what no longer fits is skipped
    GREEDY_STOP = "greedy-stop"  # the same, but the first that does not fit ends it
    MES = "mes"  # the Method of Equal Shares as it is; money may be left
    MES_ADD1 = "mes-add1"  # every voter's share is raised by 1 as long as the chosen projects fit the budget


class Utility(enum.StrEnum):
    COST = "cost"  # a project is worth to its supporters what it costs
    CARDINALITY = "cardinality"  # every supported project is worth the same


@dataclass(frozen=True)
class Allocation:
    """The chosen projects in the order in which they were chosen.

    For equal shares, `rounds` say who paid, and `left` by project what its supporters had left at the end."""

    selected: tuple[str, ...]
    cost: Fraction
    budget: Fraction
    rounds: tuple[Round, ...] = ()
    left: dict[str, float] = field(default_factory=dict)


def allocate(election: Election, rule: Rule, utility: Utility = Utility.COST) -> Allocation:
    """Give the budget to projects. Equal results are decided for the lower project id."""
    candidates = eligible(election)
    if rule in (Rule.GREEDY, Rule.GREEDY_STOP):
        return _greedy(election, candidates, stop=rule is Rule.GREEDY_STOP)
    profile = Profile.of(election, candidates, by_cost=utility is Utility.COST)
    share = election.budget / election.voters if election.voters else Fraction(0)
    result = equal_shares(profile, float(share))
    if rule is Rule.MES_ADD1:
        result = _completed(election, profile, share, result)
    selected = tuple(step.project for step in result.rounds)
    return Allocation(selected, _cost(election, selected), election.budget, result.rounds, result.left)


def eligible(election: Election) -> list[str]:
    """Projects that somebody voted for, that reach the threshold and do not cost more than everything; by id."""
    votes, scores = votes_and_scores(election)
    return sorted(
        (
            key
            for key, project in election.projects.items()
            if votes[key] and scores[key] >= election.threshold and project.cost <= election.budget
        ),
        key=by_id,
    )


def by_id(project: str) -> tuple[tuple[int, int, str], ...]:
    """The order of ids: numbers inside them count as numbers, so that 9 comes before 10 and c9 before c10."""
    parts = re.findall(r"\d+|\D+", project)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _greedy(election: Election, candidates: Iterable[str], *, stop: bool) -> Allocation:
    _votes, scores = votes_and_scores(election)
    left, selected = election.budget, []
    for project in sorted(candidates, key=lambda one: (-scores[one], by_id(one))):
        cost = election.projects[project].cost
        if cost <= left:
            left -= cost
            selected.append(project)
        elif stop:
            break
    return Allocation(tuple(selected), election.budget - left, election.budget)


def _completed(election: Election, profile: Profile, share: Fraction, result: Result) -> Result:
    """Raise every share by 1 while the outcome fits the budget; the last that fits stands."""
    while not _is_exhaustive(election, profile, result):
        share += 1
        following = equal_shares(profile, float(share))
        if _cost(election, (step.project for step in following.rounds)) > election.budget:
            break
        result = following
    return result


def _is_exhaustive(election: Election, profile: Profile, result: Result) -> bool:
    """Whether no further project would fit into what is left."""
    chosen = {step.project for step in result.rounds}
    left = election.budget - _cost(election, chosen)
    return all(election.projects[one].cost > left for one in profile.projects if one not in chosen)


def _cost(election: Election, projects: Iterable[str]) -> Fraction:
    return sum((election.projects[one].cost for one in projects), Fraction(0))
