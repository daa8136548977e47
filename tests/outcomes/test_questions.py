"""After a published answer: one more question, a complaint checked by somebody else, an answer opened again."""

from __future__ import annotations

from datetime import date

import pytest

from cocreate.calendars import queries as calendars
from cocreate.core.clock import today
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.outcomes import question_queries, questions
from cocreate.outcomes.question_queries import Task
from tests.factories import actor_of, make_call, make_contribution, make_member, make_user
from tests.outcomes.conftest import Desk


@pytest.fixture
def answered(desk: Desk):
    """A contribution whose answer is public."""
    one = desk.contribution()
    desk.answer(one)
    desk.publish()
    return one


def author(desk: Desk):
    return actor_of(desk.author)


def test_an_author_asks_once_and_is_answered_within_ten_working_days(desk: Desk, answered) -> None:
    row = questions.ask(author(desk), answered, desk.call, "省里什么时候回复？")
    assert row.due_on == calendars.current().add(today(), 10)
    with pytest.raises(Conflict):
        questions.ask(author(desk), answered, desk.call, "还有一个问题。")
    questions.reply(desk.hand, row, answered, desk.call, "预计下个月回复。")
    with pytest.raises(Conflict):
        questions.reply(desk.hand, row, answered, desk.call, "预计下个月回复。")
    found = question_queries.aftermath(desk.call.id, answered.id)
    assert (found.follow_up_to(1), found.complaints, found.open_reopening) == (row, (), None)


@pytest.mark.parametrize("verb", [questions.ask, questions.complain])
def test_only_the_author_and_only_about_a_public_answer(desk: Desk, verb) -> None:
    one = desk.contribution()
    desk.answer(one)
    with pytest.raises(Conflict):
        verb(author(desk), one, desk.call, "什么时候有结果？")
    desk.publish()
    for user in (make_user(), desk.editor, None):
        with pytest.raises(Denied):
            verb(actor_of(user), one, desk.call, "什么时候有结果？")
    for text in ("", "？？？？？", "长" * 1001):
        with pytest.raises(Invalid):
            verb(author(desk), one, desk.call, text)


def test_whoever_answered_does_not_judge(desk: Desk, answered) -> None:
    row = questions.complain(author(desk), answered, desk.call, "没有回答我问的。")
    assert row.due_on == calendars.current().add(today(), 5)
    make_member(desk.agency, "approver", user=desk.editor)
    for user in (desk.editor, desk.author, make_member(desk.agency, "moderator")):
        with pytest.raises(Denied):
            questions.decide(actor_of(user), row, desk.call, True, "确实没有回答。")
    with pytest.raises(Invalid):
        questions.decide(desk.seal, row, desk.call, True, "好")
    questions.decide(desk.seal, row, desk.call, False, "答复已经说明了依据。")
    assert (row.is_justified, question_queries.open_reopening(desk.call.id, answered.id)) == (False, None)


def test_whoever_replied_to_the_question_does_not_judge_either(desk: Desk, answered) -> None:
    second = make_member(desk.agency, "editor")
    make_member(desk.agency, "supervisor", user=second)
    asked = questions.ask(author(desk), answered, desk.call, "省里什么时候回复？")
    questions.reply(actor_of(second), asked, answered, desk.call, "预计下个月回复。")
    row = questions.complain(author(desk), answered, desk.call, "没有回答我问的。")
    with pytest.raises(Denied):
        questions.decide(actor_of(second), row, desk.call, True, "确实没有回答。")


def test_a_justified_complaint_opens_the_answer_again(desk: Desk, answered) -> None:
    row = questions.complain(author(desk), answered, desk.call, "没有回答我问的。")
    questions.decide(actor_of(make_member(desk.agency, "supervisor")), row, desk.call, True, "确实没有回答。")
    again = question_queries.open_reopening(desk.call.id, answered.id)
    assert again is not None
    assert again.due_on == calendars.current().add(today(), 15)
    assert question_queries.reopened([desk.call.id]) == {desk.call.id: 1}
    assert questions.close_reopening(desk.call.id, answered.id, 1) is None
    closed = questions.close_reopening(desk.call.id, answered.id, 2)
    assert closed is again
    assert (again.new_number, again.closed_at is not None) == (2, True)
    assert questions.close_reopening(desk.call.id, answered.id, 3) is None


def test_what_waits_is_listed_by_its_last_day_in_one_statement(desk: Desk, answered, statements) -> None:
    questions.ask(author(desk), answered, desk.call, "省里什么时候回复？")
    row = questions.complain(author(desk), answered, desk.call, "没有回答我问的。")
    with statements() as seen:
        found = question_queries.waiting(desk.call.id)
    assert [one.task for one in found] == [Task.COMPLAINT, Task.FOLLOW_UP]
    assert len(seen) == 1
    questions.decide(desk.seal, row, desk.call, True, "确实没有回答。")
    assert [one.task for one in question_queries.waiting(desk.call.id)] == [Task.FOLLOW_UP, Task.REOPENING]
    clock = question_queries.clock(desk.call.id)
    assert (clock.count, clock.first_due) == (2, calendars.current().add(today(), 10))


def test_nothing_waits_in_another_call(desk: Desk, answered) -> None:
    questions.ask(author(desk), answered, desk.call, "省里什么时候回复？")
    other = make_call()
    make_contribution(other)
    assert question_queries.waiting(other.id) == []
    assert question_queries.clock(other.id).count == 0
    assert isinstance(question_queries.clock(desk.call.id).first_due, date)
