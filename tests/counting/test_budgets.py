"""Money goes where the rule says: against the cities' own results, and against a slow and exact copy of the method."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.counting.budgets import Rule, Utility, allocate, by_id, eligible
from cocreate.counting.pabulib import Election, Project, parse, read, votes_and_scores

DATA = Path(__file__).parents[3] / "shared" / "data" / "participatory-budgeting"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared test data is not beside the repository")
KNOWN: list[dict[str, Any]] = (
    json.loads((DATA / "expected_outcomes.json").read_text("utf-8")) if DATA.exists() else [{"file": "none"}]
)
COMMITTEES: list[dict[str, Any]] = (
    json.loads((DATA / "unit_cost_committees.json").read_text("utf-8")) if DATA.exists() else []
)
of_each = pytest.mark.parametrize("known", KNOWN, ids=lambda known: known["file"].split(".")[0])


@cache
def election_of(path: str) -> Election:
    return read(DATA / path)


@needs_data
@of_each
def test_recounted_votes_and_scores_are_the_published_ones(known) -> None:
    election = election_of(known["path"])
    votes, scores = votes_and_scores(election)
    assert votes == {key: int(count) for key, count in known["votes_per_project"].items()}
    assert scores == {key: int(count) for key, count in known["score_per_project"].items()}
    assert (election.voters, len(election.projects)) == (known["num_votes"], known["num_projects"])


@needs_data
@of_each
@pytest.mark.parametrize(
    ("rule", "name"), [(Rule.GREEDY, "greedy_skip_selected"), (Rule.GREEDY_STOP, "greedy_noskip_selected")]
)
def test_the_most_votes_first(known, rule, name) -> None:
    election = election_of(known["path"])
    found = allocate(election, rule)
    if known["has_equal_scores"]:  # which of two equals comes first is our own rule
        scores = votes_and_scores(election)[1]
        assert sum(scores[one] for one in found.selected) == sum(scores[one] for one in known[name])
    else:
        assert sorted(found.selected) == sorted(known[name])
    assert found.cost == sum(election.projects[one].cost for one in found.selected) <= found.budget


SHARES = [
    ("mes_cost_plain", Rule.MES, Utility.COST),
    ("mes_cardinality_plain", Rule.MES, Utility.CARDINALITY),
    ("mes_cost_add1", Rule.MES_ADD1, Utility.COST),
]


@needs_data
@of_each
@pytest.mark.parametrize(("name", "rule", "utility"), SHARES)
def test_equal_shares_as_others_compute_them(known, name, rule, utility) -> None:
    if name not in known:
        pytest.skip("nobody has computed this one")
    assert sorted(allocate(election_of(known["path"]), rule, utility).selected) == sorted(known[name])


@needs_data
@pytest.mark.parametrize(
    ("file", "excluded"), [("Poland_Swiecie_2023", ()), ("Poland_Wieliczka_2023_Green_Budget", ("66", "67"))]
)
def test_what_two_cities_really_funded(file, excluded) -> None:
    known = next(one for one in KNOWN if one["file"] == f"{file}.pb")
    election = election_of(known["path"]).without(excluded)
    assert sorted(allocate(election, Rule.MES_ADD1).selected) == sorted(known["official_selected"])


@needs_data
@pytest.mark.parametrize("problem", COMMITTEES, ids=lambda problem: problem["name"])
def test_small_committees(problem) -> None:
    seats = [str(place) for place in range(problem["num_candidates"])]
    ballots = Counter(tuple((str(one), 1) for one in sorted(approved)) for approved in problem["approvals"])
    election = _election(problem["committee_size"], dict.fromkeys(seats, 1), ballots)
    shared = allocate(election, Rule.MES, Utility.CARDINALITY).selected
    votes = votes_and_scores(election)[0]
    rest = sorted((one for one in seats if one not in shared), key=lambda one: (-votes[one], by_id(one)))
    filled = sorted(int(one) for one in (*shared, *rest)[: problem["committee_size"]])
    assert filled in problem["results"]["equal-shares-with-av-completion"]
    first = sorted(seats, key=lambda one: (-votes[one], by_id(one)))[: problem["committee_size"]]
    assert sorted(map(int, first)) in problem["results"]["av"]


def _election(budget: int, costs: dict[str, int], ballots: Counter) -> Election:
    return Election(
        Fraction(budget), {key: Project(key, Fraction(cost)) for key, cost in costs.items()}, ballots
    )


@st.composite
def elections(draw: st.DrawFn) -> Election:
    ids = [str(number) for number in range(1, draw(st.integers(1, 6)) + 1)]
    costs = {one: draw(st.integers(1, 12)) for one in ids}
    approved = st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))
    cast = draw(st.lists(approved, max_size=12))
    ballots = Counter(tuple((one, 1) for one in sorted(ballot)) for ballot in cast)
    return _election(draw(st.integers(0, 30)), costs, ballots)


def exactly(election: Election, *, by_cost: bool) -> list[str]:
    """Equal shares one voter at a time, in fractions: slow, and plainly what the method says."""
    voters = [ballot for ballot, count in election.ballots.items() for _ in range(count)]
    money = [election.budget / len(voters) if voters else Fraction(0)] * len(voters)
    open_ones, chosen = eligible(election), []
    while True:
        best: tuple[Fraction, str] | None = None
        for one in open_ones:
            cost, worth = election.projects[one].cost, election.projects[one].cost if by_cost else Fraction(1)
            who = sorted(
                (place for place, marks in enumerate(voters) if (one, 1) in marks), key=money.__getitem__
            )
            paid = Fraction(0)
            for number, place in enumerate(who):
                price = (cost - paid) / (len(who) - number) / worth
                if price * worth <= money[place]:
                    if best is None or price < best[0]:
                        best = price, one
                    break
                paid += money[place]
        if best is None:
            return chosen
        price, one = best
        worth = election.projects[one].cost if by_cost else Fraction(1)
        money = [
            m - min(m, price * worth) if (one, 1) in marks else m
            for m, marks in zip(money, voters, strict=True)
        ]
        chosen.append(one)
        open_ones.remove(one)


@given(elections(), st.sampled_from(list(Utility)))
def test_equal_shares_are_exactly_the_method(election, utility) -> None:
    found = allocate(election, Rule.MES, utility)
    assert list(found.selected) == exactly(election, by_cost=utility is Utility.COST)


@given(elections(), st.sampled_from(list(Rule)), st.sampled_from(list(Utility)))
def test_nothing_is_spent_that_is_not_there_or_on_what_nobody_wants(election, rule, utility) -> None:
    found = allocate(election, rule, utility)
    assert len(set(found.selected)) == len(found.selected)
    assert found.cost <= election.budget
    votes, _scores = votes_and_scores(election)
    assert all(votes[one] for one in found.selected)


@given(elections(), st.sampled_from([Rule.MES, Rule.GREEDY]))
def test_a_city_of_twins_decides_as_the_city(election, rule) -> None:
    twins = Election(
        election.budget, election.projects, Counter({one: 2 * n for one, n in election.ballots.items()})
    )
    assert allocate(twins, rule).selected == allocate(election, rule).selected


def test_who_paid_is_told() -> None:
    ballots = Counter({(("1", 1),): 3, (("2", 1),): 1})
    found = allocate(_election(8, {"1": 6, "2": 4}, ballots), Rule.MES)
    [step] = found.rounds
    assert (step.project, step.payers, step.highest) == ("1", 3, 2.0)
    assert found.left["2"] == 2.0  # their supporter kept a share that does not pay for it alone


def test_more_votes_can_lose_when_their_voters_have_been_served() -> None:
    ballots = Counter({(("1", 1), ("2", 1)): 6, (("3", 1),): 4})
    election = _election(100, {"1": 60, "2": 40, "3": 40}, ballots)
    assert allocate(election, Rule.GREEDY).selected == ("1", "2")
    assert allocate(election, Rule.MES).selected == ("1", "3")


def test_ids_are_in_the_order_people_count_in() -> None:
    assert sorted(["c10", "c9", "10", "9", "c"], key=by_id) == ["9", "10", "c", "c9", "c10"]


HEAD = "META\nkey;value\nbudget;100\nvote_type;{kind}\nPROJECTS\nproject_id;cost;name\n1;60;树\n2;40;灯\nVOTES\nvoter_id;vote;points\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no projects"),
        ("1;2;3\n", "Line 1"),
        ("META\nkey;value\nbudget;-5\nPROJECTS\nproject_id;cost\n1;5\n", "negative"),
        ("META\nkey;value\nPROJECTS\nproject_id;cost\n1;5\n", "budget is not a number"),
        ("META\nkey;value\nbudget;5\nPROJECTS\nproject_id;price\n", "Line 5"),
        ("META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost\n1;free\n", "Line 6"),
        ("META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost\n1;5\n1;6\n", "Line 7"),
        (HEAD.format(kind="approval") + "7;3;\n", "Line 11"),
        (HEAD.format(kind="approval") + "7;1,1;\n", "twice"),
        (HEAD.format(kind="choose-1") + "7;1,2;\n", "more than one"),
        (HEAD.format(kind="cumulative") + "7;1,2;5\n", "points"),
        (HEAD.format(kind="telepathy") + "7;1;\n", "telepathy"),
        (HEAD.format(kind="approval") + "7\n", "too few columns"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(app, text, told) -> None:
    with app.test_request_context("/en/"), pytest.raises(Invalid) as refused:
        parse(text.splitlines(keepends=True))
    assert told in str(refused.value.why)


@pytest.mark.parametrize(
    ("kind", "ballot", "scores"),
    [
        ("approval", "7;2,1;\n", {"1": 1, "2": 1}),
        ("ordinal", "7;2,1;\n", {"1": 1, "2": 2}),
        ("cumulative", "7;2,1;3,0\n", {"1": 0, "2": 3}),
        ("approval", "7;;\n", {"1": 0, "2": 0}),
    ],
)
def test_what_ballots_are_worth(kind, ballot, scores) -> None:
    assert votes_and_scores(parse((HEAD.format(kind=kind) + ballot).splitlines(keepends=True)))[1] == scores


def test_nobody_voted_and_a_project_dearer_than_everything() -> None:
    nothing = _election(10, {"1": 5}, Counter())
    dear = _election(10, {"1": 11, "2": 10}, Counter({(("1", 1), ("2", 1)): 4}))
    for rule in Rule:
        assert allocate(nothing, rule).selected == ()
        assert allocate(dear, rule).selected == ("2",)


def test_an_excluded_project_must_stand_in_it(app) -> None:
    with pytest.raises(Invalid):
        _election(10, {"1": 5}, Counter()).without(["7"])
