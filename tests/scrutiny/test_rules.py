"""What counts as a signal and how sure it is, as tables and against the chances counted by hand; when traces go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.scrutiny.rules import (
    KEPT,
    MOST_SURE,
    Act,
    SignalKind,
    Trace,
    binomial_tail,
    is_due,
    last_sheets,
    poisson_tail,
    signals,
)

START = datetime(2026, 5, 1, 8, tzinfo=UTC)
OLD = START - timedelta(days=90)


def minute(n: float) -> datetime:
    return START + timedelta(minutes=n)


def crowd(count: int, *, first: int = 0, every: float = 7, option: int = 1) -> list[Act]:
    """People who vote one after the other, for and against in turn."""
    return [Act(first + n, minute(n * every), option, 1 if n % 2 else -1) for n in range(count)]


def seen(acts: list[Act], traces=(), made=None, positions: int = 1) -> dict[SignalKind, list[set[int]]]:
    made = {act.voter: OLD for act in acts} | (made or {})
    ordered = sorted(acts, key=lambda act: act.at)
    found: dict[SignalKind, list[set[int]]] = {}
    for one in signals(ordered, traces, made, positions):
        assert 0 < one.confidence <= MOST_SURE[one.kind]
        assert one.evidence["voters"] == len(one.voters)
        found.setdefault(one.kind, []).append(set(one.voters))
    return found


def test_people_who_vote_as_people_do_give_no_signal() -> None:
    acts = crowd(200)
    traces = [Trace(n, f"n{n % 150}", f"d{n}") for n in range(200)]
    assert seen(acts, traces) == {}
    assert seen([]) == {}
    assert seen(crowd(1)) == {}


def test_a_burst_is_seen_and_only_those_in_it() -> None:
    rush = [Act(1000 + n, minute(300) + timedelta(seconds=n), 1, 1) for n in range(30)]
    found = seen(crowd(100) + rush)
    assert set(found) == {SignalKind.BURST}
    (those,) = found[SignalKind.BURST]
    assert {1000 + n for n in range(30)} <= those
    assert len(those) <= 32


def test_an_office_with_one_network_is_no_signal_unless_it_votes_alike() -> None:
    acts = crowd(100)
    mixed = [Trace(n, "office", f"d{n}") for n in range(10)]
    assert seen(acts, mixed) == {}
    alike = [Trace(n, "office", f"d{n}") for n in range(1, 31, 2)]
    assert seen(acts, alike) == {SignalKind.NETWORK: [set(range(1, 31, 2))]}


@pytest.mark.parametrize(("accounts", "is_seen"), [(2, False), (3, True), (9, True)])
def test_one_device_with_several_accounts(accounts: int, is_seen: bool) -> None:
    found = seen(crowd(40), [Trace(n, f"n{n}", "same") for n in range(accounts)])
    assert (SignalKind.DEVICE in found) is is_seen


def test_more_accounts_on_a_device_leave_less_doubt() -> None:
    acts = crowd(40)
    sure = [
        signals(acts, [Trace(n, "n", "d") for n in range(count)], {}, 1)[0].confidence for count in (3, 5, 9)
    ]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


def test_accounts_made_for_the_vote() -> None:
    acts = crowd(100)
    fresh = range(1, 25, 2)  # all of them are for it
    made = {n: minute(n * 7) - timedelta(minutes=20) for n in fresh}
    assert seen(acts, made=made) == {SignalKind.NEW_ACCOUNTS: [set(fresh)]}
    both = {n: minute(n * 7) - timedelta(minutes=20) for n in range(12)}
    assert seen(acts, made=both) == {}


def test_the_same_marks_in_the_same_order() -> None:
    def run(voter: int, order: list[int], value: int) -> list[Act]:
        return [Act(voter, minute(voter * 60 + n * 5), option, value) for n, option in enumerate(order)]

    people = [act for n in range(40) for act in run(n, [(n + k) % 20 for k in range(6)], 1 if n % 3 else -1)]
    assert seen(people, positions=20) == {}
    copies = [act for n in range(90, 94) for act in run(n, [7, 3, 11, 2, 15, 9], 1)]
    assert seen(people + copies, positions=20) == {SignalKind.SEQUENCE: [{90, 91, 92, 93}]}


def test_what_was_taken_back_is_on_no_sheet() -> None:
    acts = [
        Act(1, minute(0), 5, 1),
        Act(1, minute(1), 5, None),
        Act(2, minute(2), 5, 1),
        Act(2, minute(3), 5, -1),
    ]
    assert last_sheets(acts) == {2: {5: -1}}


def test_a_signal_keeps_its_name_while_the_same_people_are_in_it() -> None:
    acts = crowd(40)
    first, again = (signals(acts, [Trace(n, "n", name) for n in range(5)], {}, 1)[0].key for name in "ab")
    other = signals(acts, [Trace(n, "n", "a") for n in range(6)], {}, 1)[0].key
    assert first == again != other


@given(st.integers(0, 12), st.floats(0.01, 20))
def test_the_tail_of_poisson(count: int, mean: float) -> None:
    exact = 1 - sum(exp(-mean) * mean**n / factorial(n) for n in range(count))
    assert poisson_tail(count, mean) == pytest.approx(exact, abs=1e-9)


@given(st.integers(0, 15), st.integers(1, 15), st.floats(0.01, 0.99))
def test_the_binomial_tail(count: int, of: int, share: float) -> None:
    exact = sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(count, of + 1))
    assert binomial_tail(count, of, share) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(
    ("closed", "approved", "waiting", "is_gone"),
    [
        (None, None, False, False),
        (1, None, False, False),
        (-1, None, False, False),
        (-1, -0.5, False, True),
        (-1, -0.5, True, False),
        (-29, None, False, False),
        (-30, None, False, True),
        (-30, None, True, False),
    ],
)
def test_when_traces_are_deleted(closed, approved, waiting, is_gone) -> None:
    def day(n: float | None) -> datetime | None:
        return None if n is None else START + timedelta(days=n)

    assert timedelta(days=30) == KEPT
    assert is_due(day(closed), day(approved), waiting, START) is is_gone
