"""The words for methods, rules and settings of ballots, and each method explained in three sentences."""

from __future__ import annotations

from typing import Any

from cocreate.core.i18n import _l
from cocreate.polls.models import Electorate, Method, Showing

METHOD_NAMES: dict[Method, Any] = {
    Method.UP_DOWN: _l("For or against"),
    Method.OPINION: _l("Agree, disagree, pass (opinion map)"),
    Method.POINTS: _l("Points to spread"),
    Method.APPROVAL: _l("Choose several"),
    Method.RANKING: _l("Ranking"),
    Method.BUDGET: _l("Share out a budget"),
}

SHOWING_NAMES: dict[Showing, Any] = {
    Showing.INTERNAL: _l("Only to the staff of the agency, after the close"),
    Showing.AFTER_CLOSE: _l("To everybody, after the close and an approval"),
    Showing.LIVE: _l("To everybody, while people vote"),
}

ELECTORATE_NAMES: dict[Electorate, Any] = {
    Electorate.STANDARD: _l("Everybody who may take part in this call"),
    Electorate.AGENCY: _l("Only members of the agency"),
}

RANKING_NAMES: dict[str, Any] = {
    "schulze": _l("Schulze’s method"),
    "stv": _l("Single transferable vote"),
}

BUDGET_NAMES: dict[str, Any] = {
    "mes-add1": _l("Equal shares, the rest given out as well"),
    "mes": _l("Equal shares"),
    "greedy": _l("Most votes first, what does not fit is skipped"),
    "greedy-stop": _l("Most votes first, until one does not fit"),
}

EXPLAINED: dict[str, tuple[Any, ...]] = {
    "up_down": (
        _l("On each point everybody says for or against, or nothing."),
        _l("The votes are counted for each point by itself."),
        _l("When both sides are equal, the point is neither carried nor rejected."),
    ),
    "opinion": (
        _l("Everybody says of each statement whether they agree, disagree, or would rather pass."),
        _l("People who answer alike stand near each other, and those who stand together form a group."),
        _l(
            "A statement that members of every group agree with counts more than one that only a "
            "large group likes."
        ),
    ),
    "points": (
        _l(
            "Everybody has the same number of points and gives them to the options they like, many to "
            "one or some to several."
        ),
        _l("The points of each option are added up, and more points stand higher."),
        _l("Options with equal points stand in the order of their numbers."),
    ),
    "approval": (
        _l("Everybody chooses as many options as are allowed."),
        _l("Each choice is one vote, and more votes stand higher."),
        _l("Options with equal votes stand in the order of their numbers."),
    ),
    "schulze": (
        _l("Everybody puts options in order; those without a place stand last together."),
        _l(
            "Each two options are compared by how many people put one before the other, and an option "
            "wins if no other beats it by a stronger chain of such comparisons."
        ),
        _l("Options that stand equal are taken in the order of their numbers."),
    ),
    "stv": (
        _l("Everybody puts options in order, and each vote counts for the first one that is still in."),
        _l(
            "Who reaches the quota is elected and hands on what is more than the quota; if nobody "
            "does, the weakest drops out and its votes go to the next in order."
        ),
        _l(
            "Of equally weak ones the one that was weaker in an earlier round drops out, otherwise "
            "the one with the higher number."
        ),
    ),
    "mes": (
        _l("Everybody has an equal share of the budget, and a project is paid for by those who chose it."),
        _l(
            "The project is taken first whose supporters pay the smallest part of their shares for "
            "it, so that large groups can't decide over all the money."
        ),
        _l("Equal projects are taken in the order of their numbers."),
    ),
    "greedy": (
        _l("Everybody chooses projects that fit into the budget."),
        _l("The projects with the most votes are paid first, as long as the money lasts."),
        _l("Equal projects are taken in the order of their numbers."),
    ),
}


def explained(method: Method, settings: dict[str, Any]) -> tuple[Any, ...]:
    """How this ballot is counted, in three sentences."""
    if method is Method.RANKING:
        return EXPLAINED[settings["rule"]]
    if method is Method.BUDGET:
        return EXPLAINED["mes" if settings["rule"].startswith("mes") else "greedy"]
    return EXPLAINED[method.value]
