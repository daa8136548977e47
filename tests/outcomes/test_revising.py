"""重办: a published answer is replaced by another person's leave, and what stood before stays readable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.milestones import promise_queries
from cocreate.notices.models import Notice, NoticeKind, Subscription
from cocreate.outcomes import (
    publishing,
    queries,
    question_queries,
    questions,
    revising,
    revision_queries,
)
from cocreate.outcomes.conflicts import Overtaken
from cocreate.outcomes.desk_models import Ruling
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_member, make_user
from tests.milestones.conftest import Aftermath, office
from tests.outcomes.conftest import Desk

__all__ = ["office"]

BETTER = AnswerDraft("adopted", measure="市里自己先修，明年三月开工。")
WHY = "省里已经把这条路交给市里。"


@pytest.fixture
def answered(desk: Desk):
    """A contribution whose answer is public."""
    one = desk.contribution()
    desk.answer(one)
    desk.publish()
    return one


def earlier(desk: Desk, one) -> list:
    """What was public before the answer that stands."""
    answers = question_queries.aftermath(desk.call.id, one.id).answers
    return [answer for answer in answers if not answer.is_current]


def proposed(desk: Desk, one, draft: AnswerDraft = BETTER):
    return revising.propose(desk.hand, one, desk.call, draft, WHY, seen=1)


def test_a_new_answer_is_public_with_its_reason_and_the_old_one_stays(desk: Desk, answered) -> None:
    row = proposed(desk, answered)
    assert queries.disposition(desk.call.id, answered.id).degree == "not_adopted"
    new = revising.approve(desk.seal, row, answered, desk.call)
    stands = queries.disposition(desk.call.id, answered.id)
    assert (stands, stands.number, stands.measure, stands.why_revised) == (new, 2, BETTER.measure, WHY)
    assert stands.prepared_by_id == desk.editor.id
    assert stands.published_at is not None
    assert [(one.number, one.published_at) for one in earlier(desk, answered)] == [
        (1, desk.call.published_at)
    ]
    assert queries.by_degree([desk.call.id])[desk.call.id] == {"adopted": 1} == queries.counted(desk.call.id)


def test_what_was_prepared_before_publication_never_becomes_public(desk: Desk) -> None:
    one = desk.contribution()
    desk.answer(one, AnswerDraft("not_adopted", reason="第一稿，谁也没看到。"))
    desk.answer(one)
    desk.publish()
    row = revising.propose(desk.hand, one, desk.call, BETTER, WHY)
    revising.approve(desk.seal, row, one, desk.call)
    assert [found.number for found in earlier(desk, one)] == [2]


def test_a_justified_complaint_ends_with_the_new_answer(desk: Desk, answered) -> None:
    complaint = questions.complain(actor_of(desk.author), answered, desk.call, "没有回答我问的。")
    questions.decide(desk.seal, complaint, desk.call, True, "确实没有回答。")
    assert question_queries.open_reopening(desk.call.id, answered.id) is not None
    revising.approve(desk.seal, proposed(desk, answered), answered, desk.call)
    (again,) = question_queries.aftermath(desk.call.id, answered.id).reopenings
    assert (again.new_number, again.closed_at is not None) == (2, True)
    assert question_queries.clock(desk.call.id).count == 0


def test_the_promise_follows_the_new_answer(desk: Desk, answered) -> None:
    day = today() + timedelta(days=90)
    planned = AnswerDraft("planned", reason="列入明年的计划逐步修。", review_date=day)
    revising.approve(desk.seal, proposed(desk, answered, planned), answered, desk.call)
    promise = promise_queries.find(desk.call.id, contribution_id=answered.id)
    assert (promise.due_on, promise.is_void) == (day, False)
    row = revising.propose(desk.hand, answered, desk.call, BETTER, "提前开工了。", seen=2)
    revising.approve(desk.seal, row, answered, desk.call)
    assert promise_queries.find(desk.call.id, contribution_id=answered.id).is_void


def test_as_many_others_approve_as_the_agency_set(desk: Desk, answered) -> None:
    desk.agency.approvals_needed = 2
    second = make_member(desk.agency, "approver")
    make_member(desk.agency, "approver", user=desk.editor)
    row = proposed(desk, answered)
    with pytest.raises(Denied):
        revising.approve(desk.hand, row, answered, desk.call)
    for nobody in (desk.author, make_user(), make_member(desk.agency, "moderator")):
        with pytest.raises(Denied):
            revising.approve(actor_of(nobody), row, answered, desk.call)
    assert revising.approve(desk.seal, row, answered, desk.call) is None
    with pytest.raises(Conflict):
        revising.approve(desk.seal, row, answered, desk.call)
    assert queries.disposition(desk.call.id, answered.id).number == 1
    assert revising.approve(actor_of(second), row, answered, desk.call).number == 2
    with pytest.raises(Conflict):
        revising.approve(actor_of(make_member(desk.agency, "approver")), row, answered, desk.call)


def test_sent_back_and_taken_back_leave_the_published_answer(desk: Desk, answered) -> None:
    row = proposed(desk, answered)
    with pytest.raises(Conflict):
        proposed(desk, answered)
    with pytest.raises(Invalid):
        revising.send_back(desk.seal, row, answered, desk.call, "?")
    revising.send_back(desk.seal, row, answered, desk.call, "请写明开工的月份。")
    assert (row.ruling, row.note) == (Ruling.REFUSED, "请写明开工的月份。")
    again = proposed(desk, answered)
    revising.take_back(desk.hand, again, answered, desk.call)
    assert again.ruling is Ruling.WITHDRAWN
    with pytest.raises(Conflict):
        revising.approve(desk.seal, again, answered, desk.call)
    assert queries.disposition(desk.call.id, answered.id).number == 1
    assert revision_queries.waiting(desk.call.id) == []


@pytest.mark.parametrize(
    ("draft", "why", "fields"),
    [
        (BETTER, "", {"why"}),
        (AnswerDraft("adopted"), WHY, {"measure"}),
        (AnswerDraft("planned", reason="以后再看看。", review_date=today()), "", {"review_date", "why"}),
        (AnswerDraft("not_adopted", reason="这条路归省里管，我们已经转告。"), WHY, {""}),
    ],
)
def test_what_is_wrong_is_said_by_field(desk: Desk, answered, draft, why: str, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        revising.propose(desk.hand, answered, desk.call, draft, why)
    assert set(refusal.value.fields) == fields


def test_nobody_revises_before_publication_or_what_has_changed(desk: Desk) -> None:
    one = desk.contribution()
    desk.answer(one)
    with pytest.raises(Denied):
        revising.propose(desk.hand, one, desk.call, BETTER, WHY)
    desk.publish()
    revising.approve(desk.seal, proposed(desk, one), one, desk.call)
    with pytest.raises(Overtaken):
        revising.propose(desk.hand, one, desk.call, AnswerDraft("planned"), WHY, seen=1)
    with pytest.raises(Denied):
        publishing.publish(desk.seal, desk.call)


def test_the_author_and_whoever_supports_or_follows_it_are_told_once(
    office: Aftermath, run_jobs: Callable[[], int]
) -> None:
    follower, other = make_user(), make_user()
    for user, about in [(follower, office.kept.id), (office.author, office.kept.id), (other, 0)]:
        db.session.add(Subscription(call_id=office.call.id, contribution_id=about, user_id=user.id))
    row = revising.propose(office.hand, office.kept, office.call, BETTER, WHY)
    revising.approve(actor_of(office.approver), row, office.kept, office.call)
    db.session.commit()
    while run_jobs():
        pass
    told = db.session.query(Notice).filter(Notice.once == f"anew:2:{office.kept.id}").all()
    assert {one.user_id for one in told if one.kind is NoticeKind.REPLIED} == {office.author.id}
    others = {follower.id, *(one.id for one in office.supporters)}
    assert {one.user_id for one in told if one.kind is NoticeKind.RESULT} == others
    assert {one.data["reason"] for one in told} == {BETTER.measure, WHY}
