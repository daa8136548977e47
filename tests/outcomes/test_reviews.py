"""What was put off comes back: editors are told once, of what is public and current."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.notices.models import Notice
from cocreate.outcomes import reviews, revising, workbench
from cocreate.outcomes.rules import AnswerDraft
from cocreate.outcomes.workbench import Filter, Show
from tests.outcomes.conftest import Desk


@pytest.fixture
def planned(clock, desk: Desk):
    """Two answers that are looked at again in thirty days, and one that is not."""
    day = today() + timedelta(days=30)
    rows = [desk.contribution() for _ in range(3)]
    for one in rows[:2]:
        desk.answer(one, AnswerDraft("planned", reason="列入明年的计划逐步修。", review_date=day))
    desk.answer(rows[2])
    return rows


def told(desk: Desk) -> int:
    wanted = sa.select(sa.func.count()).select_from(Notice).where(Notice.user_id == desk.editor.id)
    return db.session.scalar(wanted.where(Notice.kind == "deadline"))


def test_editors_are_told_once_when_the_day_has_come(clock, desk: Desk, planned, run_jobs) -> None:
    desk.publish()
    clock.advance(days=29)
    assert reviews.tell_due() == 0
    clock.advance(days=1)
    assert reviews.tell_due() == 2
    assert reviews.tell_due() == 0
    db.session.commit()
    run_jobs()
    assert told(desk) == 1
    found = workbench.page(desk.call.id, Filter(show=Show.REVIEW)).items
    assert [line.contribution.id for line in found] == [one.id for one in planned[:2]]


def test_nobody_is_told_before_publication_or_of_what_was_revised(clock, desk: Desk, planned) -> None:
    clock.advance(days=31)
    assert reviews.tell_due() == 0
    clock.advance(days=-31)
    desk.publish()
    better = AnswerDraft("adopted", measure="提前开工，下个月就修。")
    row = revising.propose(desk.hand, planned[0], desk.call, better, "预算提前到位。")
    revising.approve(desk.seal, row, planned[0], desk.call)
    clock.advance(days=31)
    assert reviews.tell_due() == 1


def test_many_are_told_of_in_pieces(clock, desk: Desk, planned) -> None:
    desk.publish()
    clock.advance(days=30)
    assert [reviews.tell_due(limit=1) for _ in range(3)] == [1, 1, 0]
