"""What a ballot came to: counts by option, and what its method makes of them. A change is counted once, however many look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cocreate.counting.budgets import Allocation, Rule, Utility, allocate
from cocreate.counting.opinions import OpinionMap, opinion_map
from cocreate.counting.rankings import Schulze, Transferable, schulze, transferable
from cocreate.polls import queries, sheets
from cocreate.polls.models import Method, Poll, PollOption
from cocreate.polls.queries import VOTERS, Counts
from cocreate.polls.rules import SMALL_GROUP

VALUES = {
    Method.UP_DOWN: {1: "for", -1: "against"},
    Method.OPINION: {1: "agree", -1: "disagree", 0: "pass"},
}
KEPT = 32
Found = Schulze | Transferable | Allocation | OpinionMap | None

_kept: OrderedDict[int, tuple[Any, Found]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Line:
    """An option with its counts: `votes` by value; `total` is what the method adds up to (points, or voters)."""

    option: PollOption
    votes: dict[int, int]
    total: int


@dataclass(frozen=True)
class Result:
    """The count of a ballot; `found` is what rankings, budgets and opinions lead to, None when nobody voted."""

    poll: Poll
    voters: int
    lines: tuple[Line, ...]
    found: Found


def result(poll: Poll) -> Result:
    """Count a ballot: from the kept tallies, and from all sheets only when they have changed since the last time."""
    options = queries.options(poll)
    counts = queries.counts(poll)
    lines = tuple(_line(poll.method, one, counts) for one in options)
    found = _found(poll, options, counts) if counts.get(VOTERS) else None
    return Result(poll, counts.get(VOTERS, 0), lines, found)


def _line(method: Method, option: PollOption, counts: Counts) -> Line:
    votes = {value: n for (one, value), n in counts.items() if one == option.id}
    total = sum(votes.values())
    if method is Method.POINTS:
        total = sum(value * n for value, n in votes.items())
    elif method is Method.UP_DOWN or method is Method.RANKING:
        total = votes.get(1, 0)
    return Line(option, votes, total)


def _found(poll: Poll, options: Sequence[PollOption], counts: Counts) -> Found:
    if poll.method not in COUNTS:
        return None
    stamp = (queries.latest_event(poll), tuple(sorted(counts.items())))
    kept = _kept.get(poll.id)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    found: Found = COUNTS[poll.method](poll, options)
    with _lock:
        _kept.pop(poll.id, None)
        _kept[poll.id] = (stamp, found)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _ranking(poll: Poll, options: Sequence[PollOption]) -> Found:
    count = schulze if poll.settings["rule"] == "schulze" else transferable
    return count(sheets.rankings(poll, options), poll.settings["seats"])


def _budget(poll: Poll, options: Sequence[PollOption]) -> Found:
    rule, utility = Rule(poll.settings["rule"]), Utility(poll.settings.get("utility", "cost"))
    return allocate(sheets.election(poll, options), rule, utility)


def _opinions(poll: Poll, options: Sequence[PollOption]) -> Found:
    return opinion_map(sheets.opinions(poll, options))


COUNTS = {Method.RANKING: _ranking, Method.BUDGET: _budget, Method.OPINION: _opinions}


def told(found: Result) -> dict[str, Any]:
    """The count as it is published: plain values."""
    poll = found.poll
    return {
        "number": poll.number,
        "method": poll.method.value,
        "question": poll.question,
        "settings": poll.settings,
        "voters": found.voters,
        "is_open": poll.is_open,
        "options": [_told_line(poll.method, line) for line in found.lines],
        "result": _told_result(found.found),
    }


def _told_line(method: Method, line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"number": line.option.number, "title": line.option.title}
    if method in VALUES:
        return told | {name: line.votes.get(value, 0) for value, name in VALUES[method].items()}
    if method is Method.POINTS:
        return told | {"points": line.total, "voters": sum(line.votes.values())}
    if method is Method.RANKING:
        return told | {"places": {str(rank): n for rank, n in sorted(line.votes.items())}}
    return told | {"votes": line.total, **({"cost": line.option.cost} if method is Method.BUDGET else {})}


def _told_result(found: Found) -> dict[str, Any]:
    if isinstance(found, Schulze):
        order = [[int(one) for one in group] for group in found.order]
        return {"winners": [int(one) for one in found.winners], "order": order}
    if isinstance(found, Transferable):
        rounds = [
            {
                "votes": {one: round(float(votes), 6) for one, votes in step.votes.items()},
                "elected": [int(one) for one in step.elected],
                "left_out": int(step.left_out) if step.left_out else None,
            }
            for step in found.rounds
        ]
        return {"winners": [int(one) for one in found.winners], "quota": found.quota, "rounds": rounds}
    if isinstance(found, Allocation):
        chosen = [int(one) for one in found.selected]
        return {"selected": chosen, "cost": int(found.cost), "budget": int(found.budget)}
    return _told_map(found) if found is not None else {}


def _told_map(found: OpinionMap) -> dict[str, Any]:
    """The map without people: groups by size, small ones not told apart, and what unites and divides them."""
    statements = found.marks.statements
    sizes = [int((found.group == group).sum()) for group in range(found.groups)]
    return {
        "groups": [size if size >= SMALL_GROUP else None for size in sizes],
        "consensus": [{**vars(one), "statement": statements[one.statement]} for one in found.consensus],
        "representative": {
            str(group): [{**vars(one), "statement": statements[one.statement]} for one in those]
            for group, those in enumerate(found.representative)
            if sizes[group] >= SMALL_GROUP
        },
        "group_aware_consensus": dict(zip(map(str, statements), found.group_aware.tolist(), strict=True)),
    }
