"""The map is what a plain and wasteful computation gives, and what Polis published for real conversations."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from cocreate.core.errors import Invalid
from cocreate.counting.grouping import taking_part
from cocreate.counting.marks import Marks
from cocreate.counting.opinions import opinion_map
from cocreate.counting.plane import plane
from cocreate.counting.votefile import read_groups, read_marks

DATA = Path(__file__).parents[3] / "shared" / "data" / "polis-opinion-votes"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared test data is not beside the repository")
SOLVED = ["50ptpt-3gp-strict-no-meta", "below-100-ptpts", "vw-environmental-ethics"]
EXPORTED = {
    "15-per-hour-seattle": 0.0,
    "brexit-consensus": 0.85,
    "canadian-electoral-reform": 0.84,
    "scoop-hivemind.taxes": 0.88,
    "scoop-hivemind.ubi": 0.0,
    "vtaiwan.uberx": 0.6,
}


def either(file: Path) -> Path:
    """The file, or the same gzipped."""
    return file if file.exists() else file.with_name(file.name + ".gz")


def text_of(file: Path) -> str:
    file = either(file)
    return (gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()).decode("utf-8")


def conversation(folder: Path) -> Marks:
    return read_marks(either(folder / "votes.csv"), folder / "comments.csv")


def solved(name: str) -> tuple[Marks, dict[str, Any], dict[int, int]]:
    """The votes, what Polis made of them, and each person's group there."""
    folder = DATA / "math-oracle" / name
    math = json.loads(text_of(folder / "math.json"))
    small = dict(zip(math["base-clusters"]["id"], math["base-clusters"]["members"], strict=True))
    groups = {who: g["id"] for g in math["group-clusters"] for one in g["members"] for who in small[one]}
    return conversation(folder), math, groups


@needs_data
@pytest.mark.parametrize("name", SOLVED)
def test_people_stand_where_polis_put_them(name) -> None:
    marks, math, _groups = solved(name)
    small = math["base-clusters"]
    there = {
        members[0]: (x, y) for members, x, y in zip(small["members"], small["x"], small["y"], strict=True)
    }
    place = {person: number for number, person in enumerate(marks.people)}
    mine = plane(marks).positions[[place[who] for who in there if who in place]]
    theirs = np.array([there[who] for who in there if who in place])
    for axis in (0, 1):
        assert abs(np.corrcoef(mine[:, axis], theirs[:, axis])[0, 1]) > 0.999


@needs_data
@pytest.mark.parametrize("name", SOLVED)
def test_with_polis_groups_the_rest_is_the_same(name) -> None:
    marks, math, groups = solved(name)
    found = opinion_map(marks, given=groups)
    aware = dict(zip(marks.statements, found.group_aware.tolist(), strict=True))
    assert aware == pytest.approx(
        {int(key): value for key, value in math["group-aware-consensus"].items()}, abs=1e-9
    )
    for group, theirs in math["repness"].items():
        mine = [(marks.statements[one.statement], one.direction) for one in found.representative[int(group)]]
        assert mine == [(one["tid"], one["repful-for"]) for one in theirs]
    for direction in ("agree", "disagree"):
        mine = [
            (marks.statements[one.statement], one.count, one.seen)
            for one in found.consensus
            if one.direction == direction
        ]
        assert mine == [
            (one["tid"], one["n-success"], one["n-trials"]) for one in math["consensus"][direction]
        ]


@needs_data
@pytest.mark.parametrize("name", ["50ptpt-3gp-strict-no-meta", "vw-environmental-ethics"])
def test_the_same_groups_are_found_alone(name) -> None:
    marks, _math, groups = solved(name)
    found = dict(zip(marks.people, opinion_map(marks).group.tolist(), strict=True))
    both = [who for who in groups if found.get(who, -1) >= 0]
    assert adjusted_rand_score([groups[who] for who in both], [found[who] for who in both]) >= 0.9


@needs_data
@pytest.mark.parametrize(("name", "least"), EXPORTED.items())
def test_exported_conversations(name, least) -> None:
    folder = DATA / "exports" / name
    marks = conversation(folder)
    rows = list(csv.DictReader(text_of(folder / "participants-votes.csv").splitlines()))
    matrix = {
        (int(row["participant"]), int(column)): int(float(value))
        for row in rows
        for column, value in row.items()
        if column.isdecimal() and value
    }
    cells = zip(marks.who.tolist(), marks.what.tolist(), marks.values.tolist(), strict=True)
    assert {(marks.people[who], marks.statements[what]): value for who, what, value in cells} == matrix
    groups = {int(row["participant"]): int(float(row["group-id"])) for row in rows if row["group-id"]}
    found = dict(
        zip(marks.people, opinion_map(marks, k=len(set(groups.values()))).group.tolist(), strict=True)
    )
    both = [who for who in groups if found.get(who, -1) >= 0]
    assert adjusted_rand_score([groups[who] for who in both], [found[who] for who in both]) >= least


votes = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 5), st.sampled_from([-1, 0, 1])), min_size=1, max_size=60
)


@given(votes, st.sets(st.integers(0, 5), max_size=2))
def test_the_sparse_way_is_the_plain_way(cast, rejected) -> None:
    marks = Marks.of(cast, rejected)
    latest = {(who, what): value for who, what, value in cast}
    full = np.full((len(marks.people), len(marks.statements)), np.nan)
    for (who, what), value in latest.items():
        full[marks.people.index(who), marks.statements.index(what)] = value
    given_marks = (~np.isnan(full)).sum(axis=0)
    means = np.nansum(full, axis=0) / given_marks
    full = np.where(np.isnan(full), means, full)
    full[:, marks.rejected] = 0
    centred, mine = marks.centred()
    assert mine == pytest.approx(np.where(marks.rejected, 0, means))
    assert centred.toarray() == pytest.approx(full - full.mean(axis=0), abs=1e-12)
    found = plane(marks)
    spread = np.linalg.svd(full - full.mean(axis=0), compute_uv=False)
    along = np.linalg.norm((full - full.mean(axis=0)) @ found.components.T, axis=0)
    wanted = np.pad(spread, (0, 2))[:2]
    assert along == pytest.approx(np.where(wanted < 1e-5, 0, wanted), abs=1e-5)


@given(votes, votes)
def test_more_marks_are_as_if_all_had_been_read_at_once(first, later) -> None:
    people, statements = tuple(range(8)), tuple(range(6))

    def columns(rows):
        return (
            np.array([row[0] for row in rows]),
            np.array([row[1] for row in rows]),
            np.array([row[2] for row in rows], dtype=np.int8),
        )

    grown = Marks.built(people, statements, *columns(first)).with_more(*columns(later))
    whole = Marks.built(people, statements, *columns(first + later))
    assert grown.who.tolist() == whole.who.tolist()
    assert grown.what.tolist() == whole.what.tolist()
    assert grown.values.tolist() == whole.values.tolist()


def camps(people: int, statements: int, seed: int = 3) -> tuple[Marks, list[int]]:
    """People of two camps that agree to one half of the statements each, and both to the last."""
    chance = np.random.default_rng(seed)
    camp = [number % 2 for number in range(people)]
    rows = []
    for who in range(people):
        for what in range(statements):
            if chance.random() < 0.7:
                likes = what == statements - 1 or what % 2 == camp[who]
                rows.append((who, what, 1 if likes == (chance.random() < 0.9) else -1))
    return Marks.of(rows), camp


def test_two_camps_are_found_with_what_parts_and_unites_them() -> None:
    marks, camp = camps(300, 21)
    found = opinion_map(marks)
    assert found.groups == 2
    assert adjusted_rand_score(camp, found.group.tolist()) == 1
    assert int(np.argmax(found.group_aware)) == 20
    for group, representative in enumerate(found.representative):
        side = camp[found.group.tolist().index(group)]
        agreed = [one.statement for one in representative if one.direction == "agree"]
        assert agreed
        assert all(statement % 2 == side for statement in agreed)


def test_an_update_goes_on_from_where_it_was() -> None:
    marks, camp = camps(400, 31)
    before = opinion_map(marks)
    more = marks.with_more(np.arange(50), np.full(50, 3), np.ones(50, np.int8))
    after, anew = opinion_map(more, before=before), opinion_map(more)
    assert abs(np.sum(after.plane.components[0] * anew.plane.components[0])) > 0.999
    assert adjusted_rand_score(camp, after.group.tolist()) == 1
    assert (after.group_aware == anew.group_aware).all()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(1, 1, 1)],
        [(1, 1, 0), (2, 1, 0)],
        [(who, what, 1) for who in range(9) for what in range(8)],  # all of one mind
        [(who, 0, 1) for who in range(40)],
        [(0, what, 1) for what in range(40)],
    ],
)
def test_hardly_any_votes_or_none_that_differ(rows) -> None:
    found = opinion_map(Marks.of(rows))
    assert not np.isnan(found.plane.positions).any()
    assert found.group.shape == (len(found.marks.people),)


def test_who_said_little_is_on_the_map_but_in_no_group() -> None:
    marks, _camp = camps(60, 20)
    rows = [
        *zip(marks.who.tolist(), marks.what.tolist(), marks.values.tolist(), strict=True),
        *((100, what, 1) for what in range(6)),
    ]
    found = opinion_map(Marks.of(rows))
    assert not taking_part(found.marks)[-1]
    assert found.group[-1] == -1
    assert found.plane.positions[-1].any()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("voter-id,comment-id\n1,2\n", "vote"),
        ("voter-id,comment-id,vote\n1,2,1\n1,3,yes\n", "line 3"),
        ("voter-id,comment-id,vote\n1,,1\n", "line 2"),
        ("voter-id,comment-id,vote,timestamp\n1,2,1,noon\n", "line 2"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(app, tmp_path, text, told) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(text, "utf-8")
    with app.test_request_context("/en/"), pytest.raises(Invalid) as refused:
        read_marks(file)
    assert told in str(refused.value.why)


def test_the_latest_vote_counts_and_groups_are_read(tmp_path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("timestamp,voter-id,comment-id,vote\n20,9,1,-1\n10,9,1,1\n10,10,1,0\n", "utf-8")
    marks = read_marks(file)
    assert (marks.people, marks.values.tolist()) == ((9, 10), [-1, 0])
    groups = tmp_path / "groups.csv"
    groups.write_text("voter-id,group\n9,0\n10,\n", "utf-8")
    assert read_groups(groups) == {9: 0}
    assert opinion_map(marks, given=read_groups(groups)).group.tolist() == [0, -1]
