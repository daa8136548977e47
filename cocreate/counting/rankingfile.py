"""Reading rankings: lines such as "3: A > B = C", tables of ranks as CSV, ranked ballots of Pabulib files.

Lines may also have PrefLib's form "3: 1,2,{3,4}" with "# ALTERNATIVE NAME 1: …" above. In a table each column is a
candidate, each line a voter (or as many as its column `count` says), each cell the rank from 1 on, empty for none."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.counting import pabulib
from cocreate.counting.budgets import by_id
from cocreate.counting.rankings import Ranking, Rankings

COUNTED = re.compile(r"^\s*(\d+)\s*[:*]\s*(.*)$")
NAMED = re.compile(r"^#\s*ALTERNATIVE NAME\s+(\S+)\s*:", re.IGNORECASE)
NOT_CANDIDATES = ("voter-id", "voter_id", "voter", "count")


def read_rankings(file: Path) -> Rankings:
    """The rankings of a file. Invalid with the line of what is wrong."""
    kind = file.with_suffix("").suffix if file.suffix == ".gz" else file.suffix
    if kind == ".pb":
        return _of_election(pabulib.read(file))
    try:
        with (gzip.open if file.suffix == ".gz" else open)(
            file, "rt", encoding="utf-8-sig", newline=""
        ) as lines:
            return of_table(lines) if kind == ".csv" else of_lines(lines)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise Invalid(_l("%(file)s can't be read: %(error)s.", file=file.name, error=str(error))) from error


def of_lines(lines: Iterable[str]) -> Rankings:
    """Rankings written as lines; candidates are all that are named in a ranking or in PrefLib's head."""
    named: dict[str, None] = {}
    ballots: Counter[Ranking] = Counter()
    for number, line in enumerate(lines, 1):
        head = NAMED.match(line)
        if head:
            named[head.group(1)] = None
        if not line.strip() or line.startswith("#"):
            continue
        counted = COUNTED.match(line)
        count, written = (int(counted.group(1)), counted.group(2)) if counted else (1, line)
        ranking = _ranking(number, _groups(written))
        named.update(dict.fromkeys(one for group in ranking for one in sorted(group)))
        ballots[ranking] += count
    return _rankings(named, ballots)


def _groups(written: str) -> list[list[str]]:
    """The groups of a line: parted by ">" with "=" inside, or by commas with braces around equals."""
    if ">" in written or "=" in written:
        return [[one.strip() for one in group.split("=")] for group in written.split(">")]
    return [
        [one.strip() for one in part.strip("{}").split(",")]
        for part in re.findall(r"\{[^}]*\}|[^,{}]+", written)
    ]


def _ranking(number: int, groups: list[list[str]]) -> Ranking:
    seen: set[str] = set()
    for one in (one for group in groups for one in group):
        if not one:
            raise Invalid(_l("Line %(number)s: a place of the ranking is empty.", number=number))
        if one in seen:
            raise Invalid(_l("Line %(number)s: %(one)s stands in the ranking twice.", number=number, one=one))
        seen.add(one)
    return tuple(frozenset(group) for group in groups)


def of_table(lines: Iterable[str]) -> Rankings:
    """Rankings written as a table of ranks."""
    reader = csv.DictReader(lines, restval="")
    candidates = [name for name in reader.fieldnames or () if name.strip().lower() not in NOT_CANDIDATES]
    ballots: Counter[Ranking] = Counter()
    for row in reader:
        ranks: dict[int, list[str]] = {}
        for one in candidates:
            written = (row[one] or "").strip()
            if written and not (written.isdecimal() and int(written) > 0):
                raise Invalid(
                    _l("Line %(number)s: %(rank)s is not a rank.", number=reader.line_num, rank=written)
                )
            if written:
                ranks.setdefault(int(written), []).append(one)
        places = sorted(ranks)
        if places != list(range(1, len(places) + 1)):
            raise Invalid(_l("Line %(number)s: the ranks have a gap.", number=reader.line_num))
        count = (row.get("count") or "1").strip()
        if not count.isdecimal():
            raise Invalid(_l("Line %(number)s: %(rank)s is not a count.", number=reader.line_num, rank=count))
        ballots[tuple(frozenset(ranks[place]) for place in places)] += int(count)
    return _rankings(dict.fromkeys(candidates), ballots)


def _of_election(election: pabulib.Election) -> Rankings:
    if election.vote_type != "ordinal":
        raise Invalid(_l("The ballots of this file are not ranked."))
    ballots: Counter[Ranking] = Counter()
    for marks, count in election.ballots.items():
        ballots[tuple(frozenset([one]) for one, _points in sorted(marks, key=lambda mark: -mark[1]))] += count
    return _rankings(dict.fromkeys(election.projects), ballots)


def _rankings(named: dict[str, None], ballots: Counter[Ranking]) -> Rankings:
    if not named:
        raise Invalid(_l("The file names no candidates."))
    return Rankings(tuple(sorted(named, key=by_id)), ballots)
