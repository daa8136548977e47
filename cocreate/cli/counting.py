"""`cocreate budget`, `cocreate ranking` and `cocreate opinion`: results of votes that lie in files."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from cocreate.cli.context import json_option
from cocreate.cli.main import say
from cocreate.counting import pabulib
from cocreate.counting.budgets import Allocation, Rule, Utility, allocate
from cocreate.counting.opinions import OpinionMap, opinion_map
from cocreate.counting.rankingfile import read_rankings
from cocreate.counting.rankings import Rankings, schulze, transferable
from cocreate.counting.votefile import read_groups, read_marks

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def budget() -> None:
    """Give a budget to projects by votes."""


@budget.command("allocate")
@click.argument("file", type=FILE)
@click.option(
    "--rule", type=click.Choice([one.value for one in Rule]), required=True, help="How the money is given."
)
@click.option(
    "--utility",
    type=click.Choice([one.value for one in Utility]),
    default="cost",
    help="What a project is worth.",
)
@click.option("--exclude", default="", metavar="IDS", help="Projects that do not stand, parted by commas.")
@json_option
def allocate_file(file: Path, rule: str, utility: str, exclude: str, as_json: bool) -> None:
    """Count the votes of FILE (Pabulib's format, plain or .gz) and say which projects are paid."""
    election = pabulib.read(file).without([one.strip() for one in exclude.split(",") if one.strip()])
    begun = time.perf_counter()
    found = allocate(election, Rule(rule), Utility(utility))
    seconds = round(time.perf_counter() - begun, 6)
    if as_json:
        say(_allocation(found, seconds))
    else:
        click.echo(
            f"{len(found.selected)} projects for {_money(found.cost)} of {_money(found.budget)}: {', '.join(found.selected)}"
        )


def _allocation(found: Allocation, seconds: float) -> dict[str, Any]:
    paid = [
        {
            "project": step.project,
            "payers": step.payers,
            "highest": round(step.highest, 6),
            "price": step.price,
        }
        for step in found.rounds
    ]
    left = {
        project: round(money, 6) for project, money in found.left.items() if project not in found.selected
    }
    basic = {"selected": list(found.selected), "cost": _money(found.cost), "budget": _money(found.budget)}
    return {
        **basic,
        "seconds": seconds,
        **({"paid": paid, "left_with_supporters": left} if found.left else {}),
    }


def _money(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)


@click.group()
def ranking() -> None:
    """Count ranked ballots."""


@ranking.command("tally")
@click.argument("file", type=FILE)
@click.option(
    "--rule", type=click.Choice(["schulze", "stv"]), required=True, help="How the ballots are counted."
)
@click.option("--seats", type=click.IntRange(min=1), default=1, show_default=True)
@json_option
def tally_file(file: Path, rule: str, seats: int, as_json: bool) -> None:
    """Count the rankings of FILE: lines such as "3: A > B = C", a table of ranks (.csv), or ranked ballots (.pb)."""
    rankings = read_rankings(file)
    found = _schulze(rankings, seats) if rule == "schulze" else _transferable(rankings, seats)
    if as_json:
        say(
            {
                "rule": rule,
                "seats": seats,
                "ballots": rankings.voters,
                "candidates": list(rankings.candidates),
                **found,
            }
        )
    else:
        click.echo(", ".join(found["winners"]))


def _schulze(rankings: Rankings, seats: int) -> dict[str, Any]:
    found = schulze(rankings, seats)
    names = rankings.candidates
    table = {
        a: {b: int(found.preferred[i, j]) for j, b in enumerate(names) if i != j} for i, a in enumerate(names)
    }
    return {
        "winners": list(found.winners),
        "order": [list(group) for group in found.order],
        "preferred": table,
    }


def _transferable(rankings: Rankings, seats: int) -> dict[str, Any]:
    found = transferable(rankings, seats)
    rounds = [
        {
            "votes": {one: round(float(votes), 6) for one, votes in step.votes.items()},
            "elected": list(step.elected),
            "left_out": step.left_out,
            "tied": list(step.tied),
        }
        for step in found.rounds
    ]
    return {"winners": list(found.winners), "quota": found.quota, "rounds": rounds}


@click.group()
def opinion() -> None:
    """Draw opinion maps."""


@opinion.command("map")
@click.option(
    "--votes", type=FILE, required=True, help="Columns voter-id, comment-id, vote, timestamp (or _ms)."
)
@click.option("--comments", type=FILE, help="Which statements were rejected: column moderated is -1.")
@click.option("--k", type=click.IntRange(min=1), help="How many groups there are.")
@click.option("--groups", type=FILE, help="The groups themselves: columns voter-id and group.")
@json_option
def map_file(votes: Path, comments: Path | None, k: int | None, groups: Path | None, as_json: bool) -> None:
    """Where people stand who agreed, disagreed or passed; which groups they form, and what unites and divides them."""
    marks = read_marks(votes, comments)
    given = read_groups(groups) if groups else None
    begun = time.perf_counter()
    found = opinion_map(marks, k, given)
    seconds = round(time.perf_counter() - begun, 6)
    if as_json:
        say({**_map(found), "seconds": seconds})
    else:
        click.echo(
            f"{len(marks.people)} people on {len(marks.statements)} statements form {found.groups} groups"
        )


def _map(found: OpinionMap) -> dict[str, Any]:
    people, statements = found.marks.people, found.marks.statements
    members: dict[str, list[Any]] = {str(group): [] for group in range(found.groups)}
    for person, group in zip(people, found.group.tolist(), strict=True):
        if group >= 0:
            members[str(group)].append(person)
    representative = {
        str(group): [{**vars(one), "statement": statements[one.statement]} for one in those]
        for group, those in enumerate(found.representative)
    }
    return {
        "participants": len(people),
        "statements": len(statements),
        "k": found.groups,
        "groups": members,
        "positions": dict(zip(map(str, people), found.plane.positions.tolist(), strict=True)),
        "consensus": [{**vars(one), "statement": statements[one.statement]} for one in found.consensus],
        "representative": representative,
        "group_aware_consensus": dict(zip(map(str, statements), found.group_aware.tolist(), strict=True)),
    }
