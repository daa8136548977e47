"""Promises come due by the clock, are confirmed once a person, are reviewed, and are told to those they concern."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.core import jobs
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.milestones import promise_queries, promises, review_queries, reviews, service
from cocreate.milestones.models import Confirmation, Kept, Progress, Promise
from cocreate.milestones.rules import Step
from cocreate.notices.models import Notice, NoticeKind
from cocreate.outcomes.question_models import Standing
from tests.factories import actor_of, make_user
from tests.milestones.conftest import Aftermath, done, planned


def told(kind: NoticeKind) -> list[int]:
    jobs.run_due()
    return sorted(db.session.scalars(sa.select(Notice.user_id).where(Notice.kind == kind)))


def ids(users: list) -> list[int]:
    return sorted(user.id for user in users)


def test_a_planned_answer_becomes_a_promise_and_comes_due(office: Aftermath, clock) -> None:
    assert promises.gather(office.call.id) == 1
    assert promises.gather(office.call.id) == 1
    promise = db.session.scalars(sa.select(Promise)).one()
    assert promise.contribution_id == office.kept.id
    assert promises.ask_due() == 0
    clock.advance(days=60)
    assert (promises.ask_due(), promises.ask_due()) == (1, 0)
    assert (promise.round, promise.asked_at is not None) == (1, True)
    assert told(NoticeKind.PROMISE_DUE) == ids(office.people)


def test_publishing_leaves_the_gathering_to_a_job(office: Aftermath) -> None:
    jobs.run_due()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Promise)) == 1


def test_a_step_is_asked_about_on_its_day_and_again_when_it_is_done(office: Aftermath, clock) -> None:
    step = office.plan()
    promise = office.promise(step)
    clock.advance(days=29)
    assert promises.ask_due() == 0
    clock.advance(days=1)
    assert promises.ask_due() == 1
    clock.advance(days=5)
    service.change(office.hand, step, office.call, done(numbers=(office.kept.number,)))
    assert (promises.ask_due(), promise.round) == (1, 2)
    clock.advance(days=5)
    service.change(office.hand, step, office.call, done(actual_on=step.actual_on, text="电梯已通过验收。"))
    assert (promises.ask_due(), promise.round) == (0, 2)


def test_nobody_is_asked_about_what_was_dropped(office: Aftermath, clock) -> None:
    step = office.plan()
    service.change(
        office.hand, step, office.call, Step(Progress.DROPPED, step.title, reason="资金没有落实。")
    )
    clock.advance(days=100)
    assert promises.ask_due() == 0


def test_a_step_without_ties_is_asked_of_all_who_took_part(office: Aftermath) -> None:
    step = office.plan(done())
    promise = office.promise(step)
    everyone = [office.author.id, office.refused.author_id, *(one.id for one in office.supporters)]
    assert [user_id for user_id, _ in promise_queries.people(promise, after=0, limit=99)] == sorted(everyone)
    assert not promise_queries.is_asked(promise, make_user().id)


def test_one_answer_a_person_which_can_be_changed(office: Aftermath) -> None:
    promise = office.due(office.plan())
    office.say(office.author, promise, "kept", 5, "电梯很稳。")
    row = office.say(office.author, promise, "not_kept", 1, "电梯停了。")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Confirmation)) == 1
    assert (row.kept, row.rating, row.comment, row.words_number) == (Kept.NOT_KEPT, 1, "电梯停了。", 2)


def test_who_can_not_answer(office: Aftermath) -> None:
    step = office.plan()
    with pytest.raises(Conflict):
        office.say(office.author, office.promise(step))
    promise = office.due(step)
    with pytest.raises(Denied):
        office.say(make_user("路人"), promise)
    with pytest.raises(Denied):
        promises.confirm(actor_of(None), promise, office.call, promises.Word("kept", 3))
    with pytest.raises(Invalid):
        office.say(office.author, promise, rating=6)


def test_results_are_shown_from_five_on(office: Aftermath) -> None:
    promise = office.due(office.plan())
    for count, user in enumerate(office.people, start=1):
        office.say(user, promise, "not_kept" if count % 2 else "kept", min(count, 5))
        found = promise_queries.results(office.call.id, [promise.id])[promise.id]
        assert (found.count, found.is_shown) == (count, count >= 5)
    assert (found.kept[Kept.KEPT], found.kept[Kept.NOT_KEPT], found.ratings) == (3, 3, (1, 1, 1, 1, 2))
    assert promise_queries.of_calls([office.call.id])[office.call.id] == found


def test_a_comment_is_read_before_it_is_shown_and_again_after_a_change(office: Aftermath) -> None:
    promise = office.due(office.plan())
    row = office.say(office.author, promise, comment="电梯很稳。")
    judge = actor_of(office.moderator)
    assert [one.words for one in review_queries.waiting((office.agency.path,))] == [row]
    assert promise_queries.comments(office.call.id, [promise.id]) == {}
    reviews.show(judge, row, office.call, row.words_number)
    assert promise_queries.comments(office.call.id, [promise.id]) == {promise.id: [row]}
    seen = row.words_number
    office.say(office.author, promise, comment="电梯又停了。")
    assert row.standing is Standing.WAITING
    with pytest.raises(Conflict):
        reviews.show(judge, row, office.call, seen)


def test_a_withheld_comment_counts_and_its_author_hears_why(office: Aftermath) -> None:
    promise = office.due(office.plan())
    row = office.say(office.author, promise, comment="找王主任，13812345678。")
    judge = actor_of(office.moderator)
    with pytest.raises(Invalid):
        reviews.withhold(judge, row, office.call, row.words_number, "", "请去掉电话号码再发一次。")
    with pytest.raises(Denied):
        reviews.withhold(office.hand, row, office.call, row.words_number, "privacy", "请去掉电话号码再发。")
    reviews.withhold(judge, row, office.call, row.words_number, "privacy", "请去掉电话号码再发一次。")
    assert promise_queries.results(office.call.id, [promise.id])[promise.id].count == 1
    assert told(NoticeKind.WORDS_WITHHELD) == [office.author.id]


def test_the_agency_replies(office: Aftermath) -> None:
    promise = office.due(office.plan())
    with pytest.raises(Denied):
        promises.reply(actor_of(office.author), promise, office.call, "谢谢大家，我们会改。")
    with pytest.raises(Invalid):
        promises.reply(office.hand, promise, office.call, "好")
    promises.reply(office.hand, promise, office.call, "谢谢大家，我们会改。")
    assert promise.reply == "谢谢大家，我们会改。"


def test_asking_costs_the_same_whatever_the_number(office: Aftermath, statements) -> None:
    first = office.due(office.plan())
    with statements() as few:
        promise_queries.results(office.call.id, [first.id])
    more = [office.due(office.plan(planned(30, title=f"第{n}步"))).id for n in range(5)]
    with statements() as many:
        promise_queries.results(office.call.id, [first.id, *more])
    assert len(few) == len(many) == 1
