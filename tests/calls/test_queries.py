"""Which calls the public finds, which the staff, and which are due to move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cocreate.calls import queries
from cocreate.calls.models import Stage
from cocreate.calls.queries import Tab
from cocreate.core.clock import now
from cocreate.core.errors import NotFound
from cocreate.core.paging import int_key
from tests.factories import make_agency, make_call


@pytest.mark.parametrize(
    ("tab", "stages"),
    [
        (Tab.OPEN, {Stage.COLLECTING, Stage.VOTING}),
        (Tab.CLOSED, {Stage.ANSWERING}),
        (Tab.RESULTS, {Stage.PUBLISHED}),
    ],
)
def test_each_call_stands_under_one_tab(db_session: Any, tab: Tab, stages: set[Stage]) -> None:
    for stage in Stage:
        make_call(stage=stage)
    assert {call.stage for call in queries.listed(tab).items} == stages


def test_a_released_call_that_opens_later_is_announced(db_session: Any) -> None:
    later = make_call(stage=Stage.DRAFT, released_at=now(), opens_at=now() + timedelta(days=3))
    assert queries.listed(Tab.OPEN).items == [later]


def test_pages_follow_each_other_without_gap_or_repeat(db_session: Any) -> None:
    calls = [make_call() for _ in range(7)]
    seen, before = [], None
    while True:
        page = queries.listed(Tab.OPEN, before=before, limit=3)
        seen += page.items
        before = int_key(page.next_key)
        if before is None:
            break
    assert seen == calls[::-1]


def test_filters_by_agency_and_topic(db_session: Any) -> None:
    bureau = make_agency()
    office, other = make_agency("物业科", parent=bureau), make_agency("市交通运输局")
    one = make_call(agency=office, topic="住房")
    two = make_call(agency=other, topic="交通")
    make_call(agency=other, topic="出行", stage=Stage.DRAFT)
    assert queries.listed(Tab.OPEN, agency_path=bureau.path).items == [one]
    assert queries.listed(Tab.OPEN, topic="交通").items == [two]
    assert queries.listed(Tab.OPEN, agency_path=bureau.path, topic="交通").items == []
    assert queries.topics() == sorted(["住房", "交通"])


def test_staff_see_drafts_of_their_agencies_and_below(db_session: Any) -> None:
    bureau = make_agency()
    office = make_agency("物业科", parent=bureau)
    drafts = [make_call(agency=bureau, stage=Stage.DRAFT), make_call(agency=office, stage=Stage.DRAFT)]
    make_call(stage=Stage.DRAFT)
    assert queries.of_paths([bureau.path]).items == drafts[::-1]
    assert queries.of_paths([]).items == []


def test_what_is_due_to_move(db_session: Any) -> None:
    past, ahead = now() - timedelta(minutes=1), now() + timedelta(days=1)
    due = {
        make_call(stage=Stage.DRAFT, released_at=past, opens_at=past).id,
        make_call(stage=Stage.COLLECTING, closes_at=past).id,
        make_call(stage=Stage.VOTING, votes_until=past).id,
    }
    make_call(stage=Stage.DRAFT, opens_at=past)
    make_call(stage=Stage.DRAFT, released_at=past, opens_at=ahead)
    make_call(stage=Stage.COLLECTING, closes_at=ahead)
    make_call(stage=Stage.COLLECTING, closes_at=None)
    make_call(stage=Stage.ANSWERING)
    assert {call.id for call in queries.due_to_move(now())} == due


def test_finding_by_address(db_session: Any) -> None:
    call = make_call(slug="old-lifts")
    assert queries.get("old-lifts") is call
    assert queries.find("other") is None
    assert queries.is_taken("old-lifts")
    assert not queries.is_taken("other")
    assert queries.by_ids([call.id, 1]) == {call.id: call}
    for missing in ("other", "", "x" * 500):
        with pytest.raises(NotFound):
            queries.get(missing)
    with pytest.raises(NotFound):
        queries.get_by_id(1)


def test_the_latest_results_first(db_session: Any) -> None:
    made = [
        make_call(stage=Stage.PUBLISHED, published_at=now() - timedelta(days=days)) for days in (3, 1, 2, 9)
    ]
    assert list(queries.recently_published()) == [made[1], made[2], made[0]]
