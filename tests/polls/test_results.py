"""Counts by each method, and the published file of votes, which leads to the same result when it is counted anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from cocreate.counting import pabulib
from cocreate.counting.budgets import Rule, allocate
from cocreate.counting.opinions import opinion_map
from cocreate.counting.rankingfile import read_rankings
from cocreate.counting.rankings import schulze, transferable
from cocreate.counting.votefile import read_marks
from cocreate.polls import queries, results, service, sheets
from cocreate.polls.models import Method
from tests.factories import actor_of, make_user
from tests.polls.making import make_poll, options_of


def held(method: Method, given: list[dict[int, int]], **changes):
    """A ballot of four options with these sheets (option place to value), one voter each."""
    poll, call = make_poll(method, options=4, **changes)
    ids = options_of(poll)
    for sheet in given:
        service.cast(actor_of(make_user()), poll, call, {ids[place]: value for place, value in sheet.items()})
    return poll


def told(poll):
    return results.told(results.result(poll))


def published(poll, folder: Path) -> Path:
    file = folder / f"votes.{sheets.SUFFIX.get(poll.method, 'csv')}"
    file.write_text("".join(sheets.lines(poll, queries.options(poll))), encoding="utf-8")
    return file


@pytest.mark.usefixtures("db_session")
def test_points_are_added_up_and_choices_counted() -> None:
    points = told(held(Method.POINTS, [{0: 7, 1: 3}, {1: 10}]))
    assert [one["points"] for one in points["options"]] == [7, 13, 0, 0]
    approval = told(held(Method.APPROVAL, [{0: 1, 1: 1}, {1: 1}]))
    assert [one["votes"] for one in approval["options"]] == [1, 2, 0, 0]
    assert approval["voters"] == 2
    sides = told(held(Method.UP_DOWN, [{0: 1, 1: -1}, {0: 1}]))
    assert [(one["for"], one["against"]) for one in sides["options"]] == [(2, 0), (0, 1), (0, 0), (0, 0)]


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("rule", ["schulze", "stv"])
def test_a_ranking_counted_anew_has_the_same_winners(tmp_path: Path, rule: str) -> None:
    given = [{2: 1, 0: 2}, {2: 1, 1: 2, 0: 3}, {0: 1, 3: 2, 2: 3}, {1: 1}, {}]
    poll = held(Method.RANKING, given, settings={"rule": rule, "seats": 2})
    anew = read_rankings(published(poll, tmp_path))
    winners = (schulze if rule == "schulze" else transferable)(anew, 2).winners
    assert told(poll)["result"]["winners"] == [int(one) for one in winners]
    assert told(poll)["result"]["winners"][0] == 3


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("rule", list(Rule))
def test_a_budget_counted_anew_pays_the_same_projects(tmp_path: Path, rule: Rule) -> None:
    settings = {"budget": 100, "rule": rule.value, "utility": "cost"}
    poll = held(Method.BUDGET, [{0: 1, 1: 1}, {1: 1, 3: 1}, {2: 1}, {2: 1}, {2: 1, 3: 1}], settings=settings)
    anew = allocate(pabulib.read(published(poll, tmp_path)), rule)
    result = told(poll)["result"]
    assert result["selected"] == [int(one) for one in anew.selected]
    assert result["cost"] <= result["budget"] == 100


@pytest.mark.usefixtures("db_session")
def test_an_opinion_map_drawn_anew_is_the_same(tmp_path: Path) -> None:
    camps = [{0: 1, 1: -1, 2: 1, 3: 0}, {0: -1, 1: 1, 2: 1, 3: 0}] * 8
    poll = held(Method.OPINION, camps)
    anew = opinion_map(read_marks(published(poll, tmp_path)))
    result = told(poll)["result"]
    assert result["groups"] == [8, 8]
    assert result["group_aware_consensus"] == pytest.approx(
        {str(one): share for one, share in zip(anew.marks.statements, anew.group_aware, strict=True)}
    )


@pytest.mark.usefixtures("db_session")
def test_small_groups_are_not_told() -> None:
    poll = held(Method.OPINION, [{0: 1, 1: -1}] * 12 + [{0: -1, 1: 1}] * 2)
    result = told(poll)["result"]
    assert None in result["groups"]
    assert len(result["representative"]) < len(result["groups"])


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("method", list(Method))
def test_nobody_voted(method: Method, tmp_path: Path) -> None:
    poll = held(method, [])
    assert told(poll)["voters"] == 0
    assert told(poll)["result"] == {}
    assert published(poll, tmp_path).exists()


@pytest.mark.usefixtures("db_session")
def test_a_change_is_counted_once_however_many_look(monkeypatch) -> None:
    poll, call = make_poll(Method.RANKING, options=3)
    ids, voter = options_of(poll), actor_of(make_user())
    counted: list[int] = []
    count = results.COUNTS[Method.RANKING]
    monkeypatch.setitem(results.COUNTS, Method.RANKING, lambda *given: counted.append(1) or count(*given))
    service.cast(voter, poll, call, {ids[0]: 1})
    assert [told(poll)["result"]["winners"] for _look in range(3)] == [[1]] * 3
    service.cast(voter, poll, call, {ids[2]: 1})
    assert [told(poll)["result"]["winners"] for _look in range(3)] == [[3]] * 3
    assert len(counted) == 2
