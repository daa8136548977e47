"""The votes of a ballot as the rooms that count take them, and as a file from which anybody can count them anew."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

import numpy as np

from cocreate.counting.marks import Marks
from cocreate.counting.pabulib import Election, Project
from cocreate.counting.rankings import Ranking, Rankings
from cocreate.polls import queries
from cocreate.polls.models import Method, Poll, PollOption

SUFFIX = {Method.RANKING: "txt", Method.BUDGET: "pb"}


def rankings(poll: Poll, options: Sequence[PollOption]) -> Rankings:
    """The ranked sheets; candidates are named by their numbers."""
    names = _names(options)
    ballots: Counter[Ranking] = Counter()
    for _voter, sheet in queries.sheets(poll):
        placed = sorted(sheet, key=lambda one: sheet[one])
        ballots[tuple(frozenset([names[one]]) for one in placed)] += 1
    return Rankings(tuple(names[one.id] for one in options), ballots)


def election(poll: Poll, options: Sequence[PollOption]) -> Election:
    """The baskets of a budget; projects are named by their numbers."""
    names = _names(options)
    ballots: Counter[tuple[tuple[str, int], ...]] = Counter()
    for _voter, sheet in queries.sheets(poll):
        ballots[tuple(sorted((names[one], 1) for one in sheet))] += 1
    projects = {names[one.id]: Project(names[one.id], Fraction(one.cost or 0), one.title) for one in options}
    return Election(Fraction(poll.settings["budget"]), projects, ballots)


def opinions(poll: Poll, options: Sequence[PollOption]) -> Marks:
    """Who agrees to what; people are named by their ids, statements by their numbers."""
    place = {one.id: n for n, one in enumerate(options)}
    people: list[int] = []
    who, what, values = array("q"), array("q"), array("b")
    for voter, sheet in queries.sheets(poll):
        who.extend([len(people)] * len(sheet))
        what.extend(place[one] for one in sheet)
        values.extend(sheet.values())
        people.append(voter)
    return Marks.built(
        people,
        [one.number for one in options],
        np.asarray(who, dtype=np.int64),
        np.asarray(what, dtype=np.int64),
        np.asarray(values, dtype=np.int8),
        [one.number for one in options if one.is_hidden],
    )


def _names(options: Iterable[PollOption]) -> dict[int, str]:
    return {one.id: str(one.number) for one in options}


def lines(poll: Poll, options: Sequence[PollOption]) -> Iterator[str]:
    """The votes as a file, without voters, times or the order in which they came: sheets are sorted by what they hold.

    Rankings as `cocreate ranking tally` reads them, budgets as `cocreate budget allocate` does, all others as lines of
    voter, option and vote, as `cocreate opinion map` does."""
    if poll.method is Method.RANKING:
        return _ranked(poll, options)
    numbers = {one.id: one.number for one in options}
    held = sorted(
        tuple(sorted((numbers[one], value) for one, value in sheet.items()))
        for _voter, sheet in queries.sheets(poll)
    )
    return _baskets(poll, options, held) if poll.method is Method.BUDGET else _marked(held)


def _ranked(poll: Poll, options: Sequence[PollOption]) -> Iterator[str]:
    found = rankings(poll, options)
    for one in options:
        yield f"# ALTERNATIVE NAME {one.number}: {one.title}\n"
    ordered = sorted(
        (tuple(name for place in ranking for name in place), count)
        for ranking, count in found.ballots.items()
    )
    for names, count in ordered:
        yield f"{count}: {','.join(names)}\n"


Held = list[tuple[tuple[int, int], ...]]


def _baskets(poll: Poll, options: Sequence[PollOption], held: Held) -> Iterator[str]:
    budget = poll.settings["budget"]
    meta = [("num_projects", len(options)), ("num_votes", len(held)), ("budget", budget)]
    yield from ("META\n", "key;value\n", f"description;{_cell(poll.question)}\n")
    yield from (f"{key};{value}\n" for key, value in [*meta, ("vote_type", "approval")])
    yield from ("PROJECTS\n", "project_id;cost;name\n")
    yield from (f"{one.number};{one.cost};{_cell(one.title)}\n" for one in options)
    yield from ("VOTES\n", "voter_id;vote\n")
    yield from (
        f"{n};{','.join(str(project) for project, _one in sheet)}\n" for n, sheet in enumerate(held, 1)
    )


def _cell(words: str) -> str:
    return '"' + words.replace('"', '""').replace("\n", " ") + '"'


def _marked(held: Held) -> Iterator[str]:
    rows = ((n, option, value) for n, sheet in enumerate(held, 1) for option, value in sheet)
    return chain(
        ["voter-id,comment-id,vote,timestamp\n"], (f"{n},{option},{value},0\n" for n, option, value in rows)
    )
