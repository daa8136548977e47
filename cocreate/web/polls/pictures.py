"""Turns the count of a ballot into what its picture and tables draw: shares of a line, places of groups, who paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from cocreate.core.i18n import _, _l
from cocreate.counting.budgets import Allocation
from cocreate.counting.opinions import OpinionMap
from cocreate.counting.rankings import Schulze, Transferable
from cocreate.polls.models import Method
from cocreate.polls.results import Line, Result
from cocreate.polls.rules import SMALL_GROUP

NAMES: dict[Method, list[tuple[int, str, Any]]] = {
    Method.UP_DOWN: [(1, "for", _l("For")), (-1, "against", _l("Against"))],
    Method.OPINION: [
        (1, "for", _l("Agree")),
        (-1, "against", _l("Disagree")),
        (0, "pass", _l("Pass")),
    ],
}
LETTERS = "ABCDE"
MARGIN = 8.0


@dataclass(frozen=True)
class Part:
    """A piece of a line: look, name, count, where it begins and how wide it is, in percent."""

    look: str
    name: Any
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """An option as a line of the picture."""

    line: Line
    parts: Sequence[Part]
    is_chosen: bool = False
    note: str = ""


def picture(found: Result, reader_id: int | None) -> dict[str, Any]:
    """What the result page draws: `bars` in their order, and what the method adds."""
    method = found.poll.method
    if method in NAMES:
        shown: dict[str, Any] = {
            "bars": [_split(line, method) for line in found.lines if not line.option.is_hidden]
        }
        if isinstance(found.found, OpinionMap):
            shown |= _map(found, found.found, reader_id)
        return shown
    ordered = sorted(found.lines, key=lambda line: (-line.total, line.option.number))
    chosen = _chosen(found)
    notes = _paid(found) if isinstance(found.found, Allocation) else {}
    most = max([line.total for line in ordered], default=0) or 1
    bars = [_bar(line, most, str(line.option.number) in chosen, notes) for line in ordered]
    bars.sort(key=lambda bar: chosen.get(str(bar.line.option.number), len(chosen)))
    return {"bars": bars, **_ranked(found)}


def _split(line: Line, method: Method) -> Bar:
    whole = sum(line.votes.values()) or 1
    parts, x = [], 0.0
    for value, look, name in NAMES[method]:
        count = line.votes.get(value, 0)
        parts.append(Part(look, name, count, round(x, 3), round(count * 100 / whole, 3)))
        x += count * 100 / whole
    return Bar(line, parts)


def _bar(line: Line, most: int, is_chosen: bool, notes: dict[str, str]) -> Bar:
    look = "for" if is_chosen else "other"
    part = Part(look, line.option.title, line.total, 0, round(line.total * 100 / most, 3))
    return Bar(line, [part], is_chosen, notes.get(str(line.option.number), ""))


def _chosen(found: Result) -> dict[str, int]:
    """What was chosen, with its place in the order of choosing."""
    if isinstance(found.found, Allocation):
        return {one: place for place, one in enumerate(found.found.selected)}
    if isinstance(found.found, Schulze | Transferable):
        return {one: place for place, one in enumerate(found.found.winners)}
    return {}


def _paid(found: Result) -> dict[str, str]:
    """For each project of equal shares whose money paid for it, or why it could not be paid."""
    allocation = found.found
    assert isinstance(allocation, Allocation)
    costs = {str(line.option.number): line.option.cost or 0 for line in found.lines}
    notes = {
        step.project: _(
            "%(payers)s people who chose it paid for it, at most %(highest)s each.",
            payers=step.payers,
            highest=f"{step.highest:,.2f}",
        )
        for step in allocation.rounds
    }
    for project, money in allocation.left.items():
        if project not in notes:
            notes[project] = _(
                "Those who chose it had %(left)s left together, and it costs %(cost)s: they spent the rest on other projects.",
                left=f"{money:,.0f}",
                cost=f"{costs[project]:,}",
            )
    return notes


def _ranked(found: Result) -> dict[str, Any]:
    titles = {str(line.option.number): line.option.title for line in found.lines}
    if isinstance(found.found, Schulze):
        names = list(titles)
        table = [
            (titles[a], [None if a == b else int(found.found.preferred[i, j]) for j, b in enumerate(names)])
            for i, a in enumerate(names)
        ]
        order = [[titles[one] for one in group] for group in found.found.order]
        return {"pairs": table, "heads": [titles[one] for one in names], "order": order}
    if isinstance(found.found, Transferable):
        rounds = [
            {
                "votes": [(titles[one], float(votes)) for one, votes in step.votes.items()],
                "elected": [titles[one] for one in step.elected],
                "left_out": titles.get(step.left_out or ""),
                "tied": [titles[one] for one in step.tied],
            }
            for step in found.found.rounds
        ]
        return {"rounds": rounds, "quota": found.found.quota}
    return {}


def _map(found: Result, drawn: OpinionMap, reader_id: int | None) -> dict[str, Any]:
    """Hulls of groups that are large enough, the reader's place, and the statements that unite and divide."""
    titles = {line.option.number: line.option.title for line in found.lines}
    statements = drawn.marks.statements
    places = _scaled(drawn.plane.positions)
    groups = []
    for group in range(drawn.groups):
        mine = places[drawn.group == group]
        if len(mine) < SMALL_GROUP:
            continue
        said = [
            (titles[statements[one.statement]], one.direction, one.count, one.seen)
            for one in drawn.representative[group]
        ]
        middle = mine.mean(axis=0).round(1).tolist()
        groups.append(
            {"letter": LETTERS[group], "size": len(mine), "hull": _hull(mine), "middle": middle, "said": said}
        )
    people = list(drawn.marks.people)
    me = people.index(reader_id) if reader_id in people else None
    order = np.argsort(-drawn.group_aware, kind="stable")[:5]
    agreed = [
        (titles[statements[place]], float(drawn.group_aware[place]))
        for place in order
        if not drawn.marks.rejected[place] and drawn.group_aware[place] > 0.5 ** max(drawn.groups, 1)
    ]
    mine_group = int(drawn.group[me]) if me is not None else -1
    return {
        "groups": groups,
        "agreed": agreed,
        "me": places[me].round(1).tolist() if me is not None else None,
        "my_letter": LETTERS[mine_group] if mine_group >= 0 else None,
    }


def _scaled(positions: Any) -> Any:
    """Places inside a picture of 100 by 60, the outermost twentieth of people drawn at its edge."""
    if not len(positions):
        return positions
    reach = np.maximum(np.quantile(np.abs(positions), 0.95, axis=0), 1e-9)
    return np.clip(positions / reach, -1, 1) * (50 - MARGIN, 30 - MARGIN) * (1, -1) + (50, 30)


def _hull(points: Any) -> str:
    """The corners around a group, for a polygon; those who stand on one line are drawn as that line."""
    distinct = np.unique(points.round(2), axis=0)
    try:
        corners = distinct[ConvexHull(distinct).vertices] if len(distinct) > 2 else distinct
    except QhullError:
        corners = distinct[[0, -1]]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
