"""Periods by law, stages by the clock, and what a call must hold before it can be seen, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cocreate.calls import rules
from cocreate.calls.models import Stage
from cocreate.core.errors import Invalid

NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "first", "last", "reason", "fields"),
    [
        ("none", (6, 1), (6, 1), "", set()),
        ("none", (6, 2), (6, 1), "", {"last_day"}),
        ("regulation", (6, 1), (6, 30), "", set()),
        ("regulation", (6, 1), (6, 29), "", {"last_day"}),
        ("regulation", (6, 1), (6, 5), "防汛紧急。", set()),
        ("regulation", (6, 1), (6, 5), "   ", {"last_day"}),
        ("major_decision", (6, 1), (6, 29), "", {"last_day"}),
        ("normative", (11, 2), (11, 10), "", set()),  # seven working days with a weekend between
        ("normative", (11, 2), (11, 9), "", {"last_day"}),
        ("normative", (9, 28), (10, 8), "", {"last_day"}),  # the national holiday does not count
        ("normative_business", (6, 1), (6, 29), "", {"last_day"}),
    ],
)
def test_a_call_is_open_as_long_as_the_law_asks(kind, first, last, reason, fields) -> None:
    period = rules.Period(date(2026, *first), date(2026, *last))
    assert set(rules.check_period(period, rules.LEGAL_KINDS[kind], reason)) == fields


@pytest.mark.parametrize(
    ("stage", "opens", "closes", "votes", "expected"),
    [
        (Stage.DRAFT, 1, 5, None, Stage.DRAFT),
        (Stage.DRAFT, -1, 5, None, Stage.COLLECTING),
        (Stage.DRAFT, -9, -1, None, Stage.ANSWERING),
        (Stage.COLLECTING, -9, 1, None, Stage.COLLECTING),
        (Stage.COLLECTING, -9, 0, None, Stage.ANSWERING),
        (Stage.COLLECTING, -9, -1, 3, Stage.VOTING),
        (Stage.COLLECTING, -9, -4, -1, Stage.ANSWERING),
        (Stage.VOTING, -9, -4, 1, Stage.VOTING),
        (Stage.VOTING, -9, -4, 0, Stage.ANSWERING),
        (Stage.ANSWERING, -9, -4, None, Stage.ANSWERING),
        (Stage.PUBLISHED, -9, -4, None, Stage.PUBLISHED),
    ],
)
def test_the_clock_moves_a_released_call(stage, opens, closes, votes, expected) -> None:
    after = rules.stage_at(
        stage,
        NOON,
        released_at=NOON - 20 * DAY,
        opens_at=NOON + opens * DAY,
        closes_at=NOON + closes * DAY,
        votes_until=None if votes is None else NOON + votes * DAY,
    )
    assert after is expected


def test_a_call_that_nobody_released_stays_where_it_is() -> None:
    after = rules.stage_at(
        Stage.DRAFT, NOON, released_at=None, opens_at=NOON - DAY, closes_at=NOON + DAY, votes_until=None
    )
    assert after is Stage.DRAFT


@pytest.mark.parametrize(
    ("title", "slug", "summary", "fields"),
    [
        ("题", "bus-lines-2026", "", set()),
        ("", "a", "", {"title"}),
        ("题" * 101, "a", "", {"title"}),
        ("题", "Bus", "", {"slug"}),
        ("题", "bus--lines", "", {"slug"}),
        ("题", "公交", "", {"slug"}),
        ("题", "a/b", "", {"slug"}),
        ("题", "a" * 81, "字" * 601, {"slug", "summary"}),
    ],
)
def test_words_that_fit(title, slug, summary, fields) -> None:
    assert set(rules.check_words(title, slug, summary)) == fields


@pytest.mark.parametrize(
    ("summary", "promise", "closes", "fields"),
    [
        ("问", "答", NOON, set()),
        ("", "答", NOON, {"summary"}),
        (" ", "", None, {"summary", "promise", "last_day"}),
    ],
)
def test_what_the_public_must_be_told(app, summary, promise, closes, fields) -> None:
    if not fields:
        rules.check_releasable("题", summary, promise, closes)
        return
    with pytest.raises(Invalid) as refusal:
        rules.check_releasable("题", summary, promise, closes)
    assert set(refusal.value.fields) == fields
