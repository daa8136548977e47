"""Where the clock puts a call, whatever the order of events, and which addresses a call can have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.calls import rules
from cocreate.calls.models import Stage

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "slug", ["", "Lifts", "two--hyphens", "-a", "a-", "电梯", "a b", "a/b", "a\n", "..", "a_b"]
)
def test_addresses_that_can_not_be(slug: str) -> None:
    assert "slug" in rules.check_words("标题", slug, "")


@given(st.from_regex(rules.SLUG, fullmatch=True).filter(lambda slug: len(slug) <= 80 and "\n" not in slug))
def test_addresses_that_can_be(slug: str) -> None:
    assert rules.check_words("标题", slug, "") == {}


def stage_at(stage: Stage, days: float, *, released: bool = True, votes: bool = False) -> Stage:
    """Opened on day 0, closed on day 10, voted on until day 15."""
    return rules.stage_at(
        stage,
        NOON + DAY * days,
        released_at=NOON - DAY if released else None,
        opens_at=NOON,
        closes_at=NOON + DAY * 10,
        votes_until=NOON + DAY * 15 if votes else None,
    )


@pytest.mark.parametrize(
    ("stage", "days", "votes", "expected"),
    [
        (Stage.DRAFT, -0.1, False, Stage.DRAFT),
        (Stage.DRAFT, 0, False, Stage.COLLECTING),
        (Stage.DRAFT, 11, False, Stage.ANSWERING),
        (Stage.DRAFT, 11, True, Stage.VOTING),
        (Stage.DRAFT, 20, True, Stage.ANSWERING),
        (Stage.COLLECTING, 9.9, False, Stage.COLLECTING),
        (Stage.COLLECTING, 10, False, Stage.ANSWERING),
        (Stage.COLLECTING, 10, True, Stage.VOTING),
        (Stage.VOTING, 14.9, True, Stage.VOTING),
        (Stage.VOTING, 15, True, Stage.ANSWERING),
        (Stage.ANSWERING, 400, False, Stage.ANSWERING),
        (Stage.PUBLISHED, 400, True, Stage.PUBLISHED),
    ],
)
def test_where_the_clock_puts_a_call(stage: Stage, days: float, votes: bool, expected: Stage) -> None:
    assert stage_at(stage, days, votes=votes) is expected


def test_what_is_not_released_stays_a_draft() -> None:
    assert stage_at(Stage.DRAFT, 5, released=False) is Stage.DRAFT


@given(st.sampled_from(list(Stage)), st.floats(-5, 30), st.floats(0, 30), st.booleans())
def test_time_never_moves_a_call_back_nor_publishes_it(
    stage: Stage, days: float, later: float, votes: bool
) -> None:
    order = list(Stage)
    first = stage_at(stage, days, votes=votes)
    second = stage_at(first, days + later, votes=votes)
    assert order.index(stage) <= order.index(first) <= order.index(second)
    assert (second is Stage.PUBLISHED) == (stage is Stage.PUBLISHED)
