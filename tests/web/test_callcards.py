"""How calls and found things are shown: stages, shares of time, words in their language, matches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.calls.models import Stage
from cocreate.core.i18n import use_language
from cocreate.web import callcards
from cocreate.web.calls.reading import megabytes
from cocreate.web.search.hits import around, marked
from tests.factories import make_agency, make_call

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(clock, db_session) -> None:
    clock.set(NOON)


@pytest.mark.parametrize(
    ("stage", "votes", "states"),
    [
        (Stage.DRAFT, False, "next next next"),
        (Stage.COLLECTING, False, "now next next"),
        (Stage.COLLECTING, True, "now next next next"),
        (Stage.VOTING, True, "done now next next"),
        (Stage.ANSWERING, False, "done now next"),
        (Stage.PUBLISHED, False, "done done done"),
    ],
)
def test_stages_before_today_are_done_and_those_after_are_to_come(
    stage: Stage, votes: bool, states: str
) -> None:
    call = make_call(stage=stage, votes_until=NOON + timedelta(days=40) if votes else None)
    assert [one["state"] for one in callcards.stages(call)] == states.split()


@pytest.mark.parametrize(("days_in", "share"), [(0, 0), (5, 25), (10, 50), (20, 97), (30, 97)])
def test_the_thread_grows_with_time_and_ends_only_with_the_result(days_in: int, share: int) -> None:
    opens = NOON - timedelta(days=days_in)
    call = make_call(
        opens_at=opens, closes_at=opens + timedelta(days=15), answers_by=opens + timedelta(days=20)
    )
    assert callcards.percent(call) == share
    assert callcards.percent(make_call(stage=Stage.PUBLISHED)) == 100


@pytest.mark.parametrize(
    ("closes", "left"),
    [
        (datetime(2026, 11, 24, 16, tzinfo=UTC), 0),
        (datetime(2026, 11, 25, 16, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 3, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_days_left_end_with_the_last_local_day(closes: datetime | None, left: int | None) -> None:
    assert callcards.days_left(make_call(closes_at=closes)) == left


def test_only_a_collecting_call_has_days_left() -> None:
    assert callcards.days_left(make_call(stage=Stage.ANSWERING, closes_at=NOON + timedelta(days=9))) is None


def test_each_text_says_in_which_language_it_is() -> None:
    call = make_call(title="标题", summary="摘要", promise="承诺", title_en="Title")
    with use_language("en"):
        shown = callcards.words(call)
    assert (shown.title, shown.lang) == ("Title", "en")
    assert (shown.summary, shown.summary_lang) == ("摘要", "zh-Hans")
    with use_language("zh"):
        assert callcards.words(call).title == "标题"


def test_an_agency_without_an_english_name_keeps_its_own() -> None:
    with use_language("en"):
        assert callcards.agency_name(make_agency("住建局", name_en="")) == "住建局"
        assert callcards.agency_name(make_agency("住建局", name_en="Housing")) == "Housing"


def test_the_year_is_said_only_when_it_is_another() -> None:
    with use_language("en"):
        assert callcards.short_day(datetime(2026, 12, 5).date()) == "Dec 5"
        assert callcards.short_day(datetime(2027, 1, 5).date()) == "Jan 5, 2027"


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "1 KB"), (2100, "2 KB"), (99_999, "99 KB"), (2_450_000, "2.5 MB")]
)
def test_sizes_are_said_as_people_say_them(size: int, shown: str) -> None:
    assert megabytes(size) == shown


@given(st.text(max_size=60), st.text(max_size=8))
def test_marking_a_match_changes_no_letter(text: str, query: str) -> None:
    pieces = marked(text, query)
    assert "".join(piece for piece, _ in pieces) == text or (not text and not pieces)
    assert all(piece.lower() in query.lower() or len(piece) > 0 for piece, is_match in pieces if is_match)


@pytest.mark.parametrize("query", ["电梯", "担架 电梯", "没有"])
def test_the_words_around_a_match_are_shown(query: str) -> None:
    text = "前" * 300 + "加装电梯要留出担架的位置" + "后" * 300
    shown = around(text, query)
    assert len(shown) <= 152
    assert ("电梯" in shown) is (query != "没有")
