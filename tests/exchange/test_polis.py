"""Conversations exported from Polis: every cell of the matrix, re-votes, a second run, and what can't be read."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cocreate.calls import queries as calls
from cocreate.core.errors import Invalid
from cocreate.core.i18n import use_language
from cocreate.exchange.polis import import_polis
from cocreate.polls import queries, results

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "polis-opinion-votes" / "exports"


@pytest.fixture
def english(db_session: Any) -> Iterator[None]:
    """Refusals are said in English here."""
    with use_language("en"):
        yield


VOTES = "timestamp,comment-id,voter-id,vote\n1403054214196,0,0,0\n1403057082753,0,1,1\n1403057082754,0,1,-1\n"
COMMENTS = "comment-id,moderated,comment-body\n0,1,公园晚上要亮一点\n1,-1,广告\n"


def folder_of(path: Path, votes: str = VOTES, comments: str = COMMENTS) -> Path:
    (path / "votes.csv").write_text(votes, encoding="utf-8")
    (path / "comments.csv").write_text(comments, encoding="utf-8")
    return path


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "name",
    [
        "15-per-hour-seattle",
        "brexit-consensus",
        "canadian-electoral-reform",
        "scoop-hivemind.taxes",
        "scoop-hivemind.ubi",
        "vtaiwan.uberx",
    ],
)
def test_marks_equal_the_matrix_cell_for_cell(name: str) -> None:
    if not EXPORTS.exists():
        pytest.skip(f"the exported conversations are not at {EXPORTS}")
    report = import_polis(EXPORTS / name, "polis")
    assert report.imported == report.rows > 0
    call = calls.get("polis")
    poll = queries.get(call.id, 1)
    numbers = {one.id: one.number for one in queries.options(poll)}
    found = {
        (-1 - voter, numbers[option]): value
        for voter, sheet in queries.sheets(poll)
        for option, value in sheet.items()
    }
    assert found == matrix(EXPORTS / name / "participants-votes.csv")
    assert queries.audit(call.id).tallies_equal


def matrix(file: Path) -> dict[tuple[int, int], int]:
    """The cells of a published matrix by participant and comment."""
    zipped = file.with_name(f"{file.name}.gz")
    with gzip.open(zipped, "rt") if zipped.exists() else file.open(encoding="utf-8", newline="") as lines:
        return {
            (int(row["participant"]), int(name)): int(float(cell))
            for row in csv.DictReader(lines)
            for name, cell in row.items()
            if name.isdecimal() and cell
        }


@pytest.mark.usefixtures("english")
def test_the_latest_vote_counts_every_vote_is_kept_and_a_second_run_adds_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    assert import_polis(folder, "polis").imported == 3
    again = import_polis(folder, "polis")
    assert (again.imported, again.skipped) == (0, 3)
    call = calls.get("polis")
    assert queries.audit(call.id) == queries.Audit(events=3, current=2, tallies_equal=True)
    told = results.told(results.result(queries.get(call.id, 1)))
    assert told["voters"] == 2
    assert told["options"][0] | {"title": ""} == {
        "number": 0,
        "title": "",
        "agree": 0,
        "disagree": 1,
        "pass": 1,
    }
    assert [one.is_hidden for one in queries.options(queries.get(call.id, 1))] == [False, True]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("votes", "comments", "why"),
    [
        (VOTES + "1,0,5,7\n", COMMENTS, "line 5"),
        (VOTES + "soon,0,5,1\n", COMMENTS, "line 5"),
        (VOTES + "1e300,0,5,1\n", COMMENTS, "out of range"),
        (VOTES + "1,x,5,1\n", COMMENTS, "whole numbers"),
        ("a,b\n1,2\n", COMMENTS, "no column"),
        (VOTES, "comment-id,moderated\n0,1\n", "no column"),
    ],
)
def test_what_can_not_be_read_is_named_and_nothing_is_stored(tmp_path: Path, votes, comments, why) -> None:
    with pytest.raises(Invalid, match=why):
        import_polis(folder_of(tmp_path, votes, comments), "polis")


@pytest.mark.usefixtures("english")
def test_a_folder_without_votes(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"no votes\.csv"):
        import_polis(tmp_path, "polis")
