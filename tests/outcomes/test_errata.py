"""Errors in a published outcome: who may report them and when, what is refused, how they are explained and corrected."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.calendars import queries as calendars
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid, NotFound
from cocreate.core.jobs import run_due
from cocreate.notices.models import Notice
from cocreate.outcomes import errata, erratum_queries
from cocreate.outcomes.erratum_models import Settled
from tests.factories import actor_of, make_agency, make_member, make_user
from tests.outcomes.conftest import Desk

PASSAGE = "费用按楼层分摊"
WHY = "方案里写的是按面积分摊。"


@pytest.fixture
def published(desk: Desk) -> Desk:
    desk.publish()
    return desk


def report(desk: Desk, passage: str = PASSAGE, **who: Any) -> Any:
    return errata.report(actor_of(who.get("by", desk.author)), desk.call, passage, WHY)


def test_a_reader_reports_a_passage_and_hears_within_three_working_days(published: Desk) -> None:
    row = report(published, "  费用按楼层\n分摊 ")
    assert (row.number, row.passage, row.version, row.is_open) == (1, "费用按楼层 分摊", 1, True)
    assert row.due_on == calendars.current().add(today(), 3)
    assert report(published, by=make_user()).number == 2
    errata.explain(published.hand, row, published.call, "按楼层是讨论后定下来的。")
    assert (row.settled, row.settled_by_id) == (Settled.EXPLAINED, published.editor.id)
    db.session.commit()
    while run_due():
        pass
    (told,) = db.session.scalars(
        db.select(Notice).where(Notice.user_id == published.author.id, Notice.kind == "replied")
    )
    assert told.data["reason"] == "按楼层是讨论后定下来的。"


@pytest.mark.parametrize(
    ("passage", "text", "field"),
    [
        ("", WHY, "passage"),
        ("。，！", WHY, "passage"),
        ("这些话不在结果里", WHY, "passage"),
        ("单" * 301, WHY, "passage"),
        (PASSAGE, "", "text"),
        (PASSAGE, "错。", "text"),
        (PASSAGE, "长" * 1001, "text"),
    ],
)
def test_what_says_nothing_is_refused_beside_its_field(
    published: Desk, passage: str, text: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        errata.report(actor_of(published.author), published.call, passage, text)
    assert set(refusal.value.fields) == {field}


def test_only_what_is_published_and_only_by_verified_people(desk: Desk) -> None:
    with pytest.raises(Denied):
        report(desk)
    desk.publish()
    for nobody in (None, make_user(phone_verified_at=None)):
        with pytest.raises(Denied):
            report(desk, by=nobody)


def test_the_same_passage_twice_and_a_sixth_report_wait(published: Desk) -> None:
    report(published)
    with pytest.raises(Conflict):
        report(published)
    for words in ("单元门先装", "单元门", "费用", "楼层"):
        report(published, words)
    with pytest.raises(Conflict):
        report(published, "分摊")
    first = erratum_queries.get(published.call.id, 1)
    errata.explain(published.hand, first, published.call, "按楼层是讨论后定下来的。")
    assert report(published).number == 6


def test_an_approver_corrects_and_the_reporter_is_credited(published: Desk) -> None:
    row = report(published)
    with pytest.raises(Denied):
        errata.correct(published.hand, row, published.call, "费用按面积分摊", "谢谢您的提醒。")
    for correction in ("", " ", PASSAGE, "长" * 601):
        with pytest.raises(Invalid) as refusal:
            errata.correct(published.seal, row, published.call, correction, "谢谢您的提醒。")
        assert set(refusal.value.fields) == {"correction"}
    with pytest.raises(Invalid):
        errata.correct(published.seal, row, published.call, "费用按面积分摊", "好")
    errata.correct(published.seal, row, published.call, "费用按面积分摊", "谢谢您的提醒。")
    (shown,) = erratum_queries.of_call(published.call.id, Settled.CORRECTED)
    assert (shown.correction, shown.reporter.id) == ("费用按面积分摊", published.author.id)


def test_a_colleague_who_was_faster_is_not_overwritten(published: Desk) -> None:
    row = report(published)
    errata.explain(published.hand, row, published.call, "按楼层是讨论后定下来的。")
    with pytest.raises(Conflict):
        errata.correct(published.seal, row, published.call, "费用按面积分摊", "谢谢您的提醒。")
    assert row.correction == ""


def test_strangers_do_not_settle_and_numbers_are_of_one_call(published: Desk) -> None:
    row = report(published)
    for stranger in (published.author, make_member(make_agency(), "editor")):
        with pytest.raises(Denied):
            errata.explain(actor_of(stranger), row, published.call, "按楼层是讨论后定下来的。")
    with pytest.raises(NotFound):
        erratum_queries.get(published.call.id, 2)
