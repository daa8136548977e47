"""Budget votes in the format of the Pabulib library: sections META, PROJECTS and VOTES, columns parted by semicolons."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l

Marks = tuple[tuple[str, int], ...]  # what one ballot gives: project ids with points, in the order of ids
SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")


@dataclass(frozen=True)
class Project:
    """Something that money can be given to; `cost` is exact, in the file's currency."""

    id: str
    cost: Fraction
    name: str = ""


@dataclass(frozen=True)
class Election:
    """A budget, what it can be spent on, and how often each different ballot was cast.

    `threshold` is the least score with which a project can be chosen."""

    budget: Fraction
    projects: dict[str, Project]
    ballots: Counter[Marks]
    vote_type: str = "approval"
    threshold: Fraction = Fraction(0)
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def voters(self) -> int:
        return sum(self.ballots.values())

    def without(self, excluded: Collection[str]) -> Election:
        """The same election as if these projects had not stood in it. Invalid when one is not there."""
        unknown = sorted(set(excluded) - self.projects.keys())
        if unknown:
            raise Invalid(_l("There is no project %(ids)s.", ids=", ".join(unknown)), "exclude")
        ballots: Counter[Marks] = Counter()
        for marks, count in self.ballots.items():
            ballots[tuple(mark for mark in marks if mark[0] not in excluded)] += count
        left = {key: project for key, project in self.projects.items() if key not in excluded}
        return Election(self.budget, left, ballots, self.vote_type, self.threshold, self.meta)


def votes_and_scores(election: Election) -> tuple[dict[str, int], dict[str, int]]:
    """For each project, on how many ballots it stands, and the sum of its points."""
    votes = dict.fromkeys(election.projects, 0)
    scores = dict.fromkeys(election.projects, 0)
    for marks, count in election.ballots.items():
        for project, points in marks:
            votes[project] += count
            scores[project] += points * count
    return votes, scores


def read(file: Path) -> Election:
    """Read a .pb file, plain or gzipped. Invalid with the line of what is wrong."""
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
            text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
            return parse(text)
    except UnicodeDecodeError:
        raise Invalid(_l("%(file)s is not written in UTF-8.", file=file.name)) from None
    except (OSError, EOFError, zlib.error) as error:
        raise Invalid(_l("%(file)s can't be read: %(error)s.", file=file.name, error=str(error))) from None


def parse(lines: Iterable[str]) -> Election:
    """Read an election from the lines of a file. Invalid with the number of the line that is wrong."""
    meta: dict[str, str] = {}
    projects: dict[str, Project] = {}
    ballots: Counter[Marks] = Counter()
    vote_type = ""
    for section, number, row in _rows(lines):
        if section == "META":
            meta[row["key"]] = row["value"]
        elif section == "PROJECTS":
            project = _project(number, row)
            if project.id in projects:
                raise _wrong(number, _l("project %(id)s is there twice", id=project.id))
            projects[project.id] = project
        else:
            vote_type = vote_type or _vote_type(number, meta)
            ballots[_marks(number, row, vote_type, meta, projects)] += 1
    if not projects:
        raise Invalid(_l("The file names no projects."))
    budget = _amount(0, "budget", meta.get("budget", ""))
    threshold = _amount(0, "min_project_score_threshold", meta.get("min_project_score_threshold") or "0")
    return Election(
        budget, projects, ballots, vote_type or meta.get("vote_type", "approval"), threshold, meta
    )


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Each line of content with its section, its number, and its cells by the names of the section's head."""
    reader = csv.reader(lines, delimiter=";")
    section, head = "", None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _wrong(reader.line_num, str(error)) from None
        first = cells[0].strip() if cells else ""
        if not any(cell.strip() for cell in cells):
            continue
        if first in SECTIONS and len([cell for cell in cells if cell.strip()]) == 1:
            section, head = first, None
        elif not section:
            raise _wrong(reader.line_num, _l("a section (META, PROJECTS or VOTES) must come first"))
        elif head is None:
            head = [cell.strip() for cell in cells]
            _check_head(reader.line_num, section, head)
        else:
            if len(cells) < len(NEEDED[section]):
                raise _wrong(reader.line_num, _l("the line has too few columns"))
            yield section, reader.line_num, dict(zip(head, (cell.strip() for cell in cells), strict=False))


NEEDED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


def _check_head(number: int, section: str, head: list[str]) -> None:
    missing = [name for name in NEEDED[section] if name not in head]
    if missing:
        raise _wrong(
            number, _l("section %(section)s has no column %(name)s", section=section, name=missing[0])
        )


def _project(number: int, row: dict[str, str]) -> Project:
    cost = _amount(number, "cost", row["cost"])
    if not row["project_id"]:
        raise _wrong(number, _l("the project has no id"))
    return Project(row["project_id"], cost, row.get("name", ""))


def _amount(number: int, name: str, written: str) -> Fraction:
    """A sum of money or points that is not negative, exactly as written."""
    try:
        amount = Fraction(written.replace(",", ".").replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        raise _wrong(
            number, _l("%(name)s is not a number: %(written)s", name=name, written=written)
        ) from None
    if amount < 0:
        raise _wrong(number, _l("%(name)s is negative: %(written)s", name=name, written=written))
    return amount


def _vote_type(number: int, meta: dict[str, str]) -> str:
    found = meta.get("vote_type", "approval")
    if found not in VOTE_TYPES:
        raise _wrong(number, _l("votes of type %(name)s are not known", name=found))
    return found


def _marks(
    number: int, row: dict[str, str], vote_type: str, meta: dict[str, str], projects: dict[str, Project]
) -> Marks:
    """What a ballot gives. Ranks are worth the longest permitted ballot's length, then one less each."""
    chosen = [one.strip() for one in row["vote"].split(",") if one.strip()]
    for one in chosen:
        if one not in projects:
            raise _wrong(number, _l("there is no project %(id)s", id=one))
    if len(set(chosen)) != len(chosen):
        raise _wrong(number, _l("the ballot names a project twice"))
    if vote_type == "choose-1" and len(chosen) > 1:
        raise _wrong(number, _l("the ballot names more than one project"))
    if vote_type == "ordinal":
        longest = int(_amount(number, "max_length", meta.get("max_length") or str(len(projects))))
        points = [max(longest - rank, 0) for rank in range(len(chosen))]
    elif vote_type in ("cumulative", "scoring"):
        points = [
            int(_amount(number, "points", one)) for one in (row.get("points") or "").split(",") if one.strip()
        ]
        if len(points) != len(chosen):
            raise _wrong(number, _l("the ballot has not one number of points for each project"))
    else:
        points = [1] * len(chosen)
    return tuple(sorted(zip(chosen, points, strict=True)))


def _wrong(number: int, what: Any) -> Invalid:
    if not number:
        return Invalid(_l("In section META, %(what)s.", what=what))
    return Invalid(_l("Line %(number)s: %(what)s.", number=number, what=what))
