"""Ranked ballots: textbook elections, what each method promises, and files that can't be counted."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.counting.rankingfile import of_lines, of_table, read_rankings
from cocreate.counting.rankings import Rankings, pairwise, schulze, strongest_paths, transferable

SCHULZES_OWN = """5: A > C > B > E > D
5: A > D > E > C > B
8: B > E > D > A > C
3: C > A > B > E > D
7: C > A > E > B > D
2: C > B > A > D > E
7: D > C > E > B > A
8: E > B > A > D > C
"""


def counted(text: str) -> Rankings:
    return of_lines(text.splitlines())


def test_schulzes_own_example() -> None:
    found = schulze(counted(SCHULZES_OWN), seats=2)
    assert found.winners == ("E", "A")
    assert found.order == (("E",), ("A",), ("C",), ("B",), ("D",))


def test_equals_are_named_and_taken_by_id() -> None:
    found = schulze(counted("2: b > a\n2: a > b\n1: c9 > c10"))
    assert found.winners == ("a",)
    assert found.order[0][:2] == ("a", "b")


def test_a_transferable_vote_with_a_surplus_and_one_left_out() -> None:
    # Quota 34 // 3 + 1 = 12. Pear passes it with 12; Orange leaves with 4 and goes to Pear's partner.
    found = transferable(counted("12: pear > apple\n8: apple\n10: plum\n4: orange > apple"), seats=2)
    assert (found.quota, found.winners) == (12, ("pear", "apple"))
    assert [step.left_out for step in found.rounds] == [None, "orange", None]


def test_surplus_is_handed_on_in_exact_parts() -> None:
    found = transferable(counted("7: a > b\n2: b\n1: c"), seats=2)
    assert found.quota == 4
    assert found.rounds[1].votes["b"] == 2 + 3  # 7 ballots at three sevenths


def test_of_equals_the_one_behind_before_is_left_out_else_the_higher_id() -> None:
    found = transferable(counted("4: a\n2: b\n2: c"))
    assert found.rounds[0].left_out is None or found.rounds[0].left_out == "c"
    tied = transferable(counted("3: a\n3: b\n2: c\n2: d"))
    assert tied.rounds[0].left_out == "d"
    assert set(tied.rounds[0].tied) == {"c", "d"}


NAMES = "abcd"
orders = st.permutations(NAMES).flatmap(
    lambda order: st.integers(1, 4).map(lambda length: tuple(order[:length]))
)
elections = st.lists(orders, min_size=1, max_size=15).map(
    lambda cast: Rankings(tuple(NAMES), Counter(tuple(frozenset([one]) for one in order) for order in cast))
)


@given(elections)
def test_who_beats_everybody_wins(rankings) -> None:
    preferred = pairwise(rankings)
    for place, name in enumerate(NAMES):
        if all(preferred[place, other] > preferred[other, place] for other in range(4) if other != place):
            assert schulze(rankings).winners == (name,)


@given(elections)
def test_paths_are_the_strongest_of_all_paths(rankings) -> None:
    preferred = pairwise(rankings)
    wins = {
        (i, j): preferred[i, j] if preferred[i, j] > preferred[j, i] else 0
        for i in range(4)
        for j in range(4)
    }
    found = strongest_paths(preferred)
    for start in range(4):
        for end in set(range(4)) - {start}:
            between = [place for place in range(4) if place not in (start, end)]
            paths = (path for size in range(3) for path in permutations(between, size))
            best = max(
                min(wins[step] for step in zip((start, *path), (*path, end), strict=True)) for path in paths
            )
            assert found[start, end] == best


@given(elections, st.integers(1, 4))
def test_a_transferable_vote_fills_its_seats_and_makes_no_votes(rankings, seats) -> None:
    found = transferable(rankings, seats)
    assert len(set(found.winners)) == len(found.winners) == seats
    for step in found.rounds:
        assert sum(step.votes.values()) <= rankings.voters
    first = Counter[str]()
    for order, count in rankings.ballots.items():
        first[next(iter(order[0]))] += count
    if seats == 1 and max(first.values()) * 2 > rankings.voters:
        assert found.winners == (first.most_common(1)[0][0],)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no candidates"),
        ("A > B > A", "Line 1"),
        ("A > B\nA > > B", "Line 2"),
    ],
)
def test_lines_that_are_no_rankings(app, text, told) -> None:
    with app.test_request_context("/en/"), pytest.raises(Invalid) as refused:
        counted(text)
    assert told in str(refused.value.why)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A,B,C\n1,3,\n", "gap"),
        ("A,B,C\n1,two,\n", "two"),
        ("A,B,count\n1,2,many\n", "many"),
        ("count\n3\n", "no candidates"),
    ],
)
def test_tables_that_are_no_rankings(app, text, told) -> None:
    with app.test_request_context("/en/"), pytest.raises(Invalid) as refused:
        of_table(text.splitlines(keepends=True))
    assert told in str(refused.value.why)


def test_the_same_ballots_in_three_forms(tmp_path) -> None:
    arrows = counted("2: 1 > 2 = 3\n3 > 1")
    preflib = counted(
        "# ALTERNATIVE NAME 1: 树\n# ALTERNATIVE NAME 2: 灯\n# ALTERNATIVE NAME 3: 椅\n2: 1,{2,3}\n1: 3,1"
    )
    table = of_table(["voter-id,1,2,3\n", "a,1,2,2\n", "b,1,2,2\n", "c,2,,1\n"])
    assert arrows == preflib == table


def test_equals_can_not_be_transferred(app) -> None:
    with pytest.raises(Invalid):
        transferable(counted("A = B > C"))


@pytest.mark.parametrize("seats", [0, 4])
def test_as_many_seats_as_candidates_at_most(app, seats) -> None:
    for method in (schulze, transferable):
        with pytest.raises(Invalid):
            method(counted("A > B > C"), seats)


def test_a_file_in_another_encoding(app, tmp_path) -> None:
    file = tmp_path / "votes.txt"
    file.write_bytes("树 > 灯".encode("gb18030"))
    with pytest.raises(Invalid):
        read_rankings(file)
