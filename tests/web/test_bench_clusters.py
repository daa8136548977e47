"""The workbench's filter by cluster: what it shows, counts and chooses in bulk, and what it makes of numbers that are none."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.clusters import service as clusters
from cocreate.core.db import db
from cocreate.outcomes import workbench
from cocreate.outcomes.workbench import Filter
from tests.clusters.conftest import Table
from tests.factories import make_agency, make_call, make_member
from tests.outcomes.conftest import Desk, desk

__all__ = ["desk"]


@pytest.fixture
def bench(client: Any, desk: Desk) -> dict[str, Any]:
    """Five contributions: a and b stand in cluster 1, c and d in cluster 2, e in none; a is answered."""
    rows = {name: desk.contribution(body=f"{name}：建议装电梯。", title=f"题目-{name}") for name in "abcde"}
    for names, title in (("ab", "装电梯"), ("cd", "装扶手")):
        made = clusters.make(desk.hand, desk.call, [rows[name].id for name in names], title)
        rows[title] = made
    desk.answer(rows["a"])
    db.session.commit()
    client.sign_in(desk.editor)
    return rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cluster=1", "ab"),
        ("cluster=2", "cd"),
        ("cluster=none", "e"),
        ("cluster=1&show=unanswered", "b"),
        ("cluster=1&sort=support", "ab"),
        ("cluster=none&show=answered", ""),
        ("cluster=", "abcde"),
        ("cluster=99", "abcde"),  # no such cluster: nothing is asked
        ("cluster=first", "abcde"),
        ("cluster=99999999999999999999", "abcde"),
        ("cluster=1&q=题目-b", "b"),
    ],
)
def test_what_the_filter_shows(client: Any, desk: Desk, bench: dict, query: str, expected: str) -> None:
    page = client.get(f"/en/desk/calls/{desk.call.slug}/answers?{query}")
    assert page.status_code == 200
    assert {name for name in "abcde" if f"题目-{name}" in page.text} == set(expected)


def test_counts_and_bulk_choices_follow_the_filter(desk: Desk, bench: dict) -> None:
    one, none = Filter(cluster_id=bench["装电梯"].id), Filter(cluster_id=0)
    assert workbench.count(desk.call.id, one) == 2
    assert set(workbench.ids(desk.call.id, one, 10)) == {bench["a"].id, bench["b"].id}
    assert list(workbench.ids(desk.call.id, none, 10)) == [bench["e"].id]
    clusters.undo(desk.hand, desk.call, clusters.queries.last_act(desk.call.id))  # the second is no more
    assert set(workbench.ids(desk.call.id, none, 10)) == {bench[name].id for name in "cde"}


def test_a_cluster_of_another_call_is_none_here(client: Any, desk: Desk, bench: dict) -> None:
    agency = make_agency()
    other = Table(make_call(agency=agency), make_member(agency, "editor"))
    for _ in range(3):
        other.make(*other.several(2))
    db.session.commit()
    page = client.get(f"/en/desk/calls/{desk.call.slug}/answers?cluster=3").text
    assert all(f"题目-{name}" in page for name in "abcde")
