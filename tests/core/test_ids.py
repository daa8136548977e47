"""Ids made in the application: unique and in order, whatever the clock does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from cocreate.core.ids import RANDOM_BITS, new_id


def test_ids_of_one_moment_are_unique_and_in_order(clock) -> None:
    # So many that the last places of a millisecond are used up and the next one's begin.
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert 0 < made[-1] < 2**63
    assert (made[-1] >> RANDOM_BITS) - (made[0] >> RANDOM_BITS) <= 1


def test_threads_get_different_ids(clock) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(20_000)))
    assert len(set(made)) == len(made)


def test_ids_follow_the_clock(clock) -> None:
    first = new_id()
    clock.advance(days=1)
    second = new_id()
    assert (second - first) >> RANDOM_BITS >= timedelta(hours=23).total_seconds() * 1000
    clock.advance(days=-2)
    assert new_id() < first
