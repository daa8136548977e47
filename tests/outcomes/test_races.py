"""Editors and approvers at the same moment: nothing is overwritten silently, one answer is current, both can be read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from cocreate.accounts.models import User
from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Stage
from cocreate.contributions import queries as contributions
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import CocreateError, Conflict, Denied
from cocreate.core.jobs import Job
from cocreate.core.races import FAILURES, is_crossing
from cocreate.outcomes import bulk, publishing, queries, revising, revision_queries, service
from cocreate.outcomes.conflicts import Overtaken
from cocreate.outcomes.models import Approval, Disposition, OutcomeState
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_member
from tests.outcomes.conftest import TREE, Desk

Verb = Callable[[Actor, Call], Any]


def at_once(app: Flask, call_id: int, acts: list[tuple[int, Verb]]) -> list[Any]:
    """Let each person do their part at the same moment, each in a transaction of their own; the results or refusals."""
    start = Barrier(len(acts))

    def run(part: tuple[int, Verb]) -> Any:
        user_id, verb = part
        with app.app_context():
            try:
                actor, call = actor_of(db.session.get(User, user_id)), calls.get_by_id(call_id)
                start.wait(30)
                return _tried(verb, actor, call)
            finally:
                db.session.remove()

    db.session.commit()  # what the test has made, and what it has read, ends here
    with ThreadPoolExecutor(len(acts)) as crowd:
        found = list(crowd.map(run, acts))
    db.session.rollback()
    return found


def _tried(verb: Verb, actor: Actor, call: Call) -> Any:
    """What came of it; once more, as the pages do, when the database found that two crossed."""
    for _turn in range(3):
        try:
            found = verb(actor, call)
            db.session.commit()
            return found
        except CocreateError as refusal:
            db.session.rollback()
            return refusal
        except FAILURES as failure:
            db.session.rollback()
            if not is_crossing(failure):
                raise
    raise AssertionError("crossed three times")


def said(text: str, *, seen: int | None = None, number: int) -> Verb:
    def verb(actor: Actor, call: Call) -> Any:
        one = contributions.get_by_id(call.id, number)
        draft = AnswerDraft("not_adopted", reason=text)
        return service.answer(actor, one, call, draft, seen=seen).number

    return verb


def current(call_id: int) -> dict[int, list[Disposition]]:
    rows = db.session.scalars(
        sa.select(Disposition).where(Disposition.call_id == call_id, Disposition.is_current)
    )
    found: dict[int, list[Disposition]] = {}
    for row in rows:
        found.setdefault(row.contribution_id, []).append(row)
    return found


@pytest.fixture
def editors(desk: Desk) -> list[int]:
    return [make_member(desk.agency, "editor").id for _ in range(5)]


def test_of_editors_who_answer_at_once_one_is_first_and_the_others_see_it(
    app: Flask, desk: Desk, editors: list[int]
) -> None:
    one = desk.contribution().id
    call_id = desk.call.id
    texts = [f"第{place}位同事认为这条路归省里管。" for place in range(5)]
    found = at_once(
        app,
        call_id,
        [(user, said(text, seen=0, number=one)) for user, text in zip(editors, texts, strict=True)],
    )
    assert sorted(map(str, map(type, found))).count("<class 'int'>") == 1
    assert [(type(one), one.theirs) for one in found if not isinstance(one, int)] == [(Overtaken, 1)] * 4
    (row,) = current(call_id)[one]
    assert row.reason == texts[found.index(1)]
    assert queries.by_degree([call_id])[call_id] == queries.counted(call_id) == {"not_adopted": 1}


def test_who_has_read_the_other_answer_puts_theirs_in_its_place_knowingly(
    app: Flask, desk: Desk, editors: list[int]
) -> None:
    one, call_id = desk.contribution().id, desk.call.id
    acts = [(user, said(f"第{place}种说法，请看清楚。", number=one)) for place, user in enumerate(editors)]
    assert sorted(at_once(app, call_id, acts)) == [1, 2, 3, 4, 5]
    assert [row.number for row in current(call_id)[one]] == [5]
    assert len(queries.versions(call_id, one)) == 5


def test_one_answer_to_many_beside_answers_to_each(app: Flask, desk: Desk, editors: list[int]) -> None:
    ids = [desk.contribution().id for _ in range(12)]
    call_id = desk.call.id

    def many(actor: Actor, call: Call) -> Any:
        act = bulk.answer(
            actor, call, list(reversed(ids)), AnswerDraft("adopted", measure="统一写进第七条。")
        )
        return getattr(act, "count", act)

    def each(actor: Actor, call: Call) -> Any:
        done = 0
        for one in ids[:6]:
            row = contributions.get_by_id(call.id, one)
            try:
                service.answer(
                    actor, row, call, AnswerDraft("not_adopted", reason="逐条答复，已经转告。"), seen=0
                )
                db.session.commit()
                done += 1
            except Overtaken:
                db.session.rollback()
        return done

    found = at_once(app, call_id, [(editors[0], many), (editors[1], each), (editors[2], many)])
    stands = current(call_id)
    assert set(stands) == set(ids)
    assert all(len(rows) == 1 for rows in stands.values()), found
    assert {len(queries.versions(call_id, one)) for one in ids} == {1}, "nothing was put over another answer"
    assert queries.by_degree([call_id])[call_id] == queries.counted(call_id)


def test_nothing_is_answered_while_it_is_submitted_and_approved(
    app: Flask, desk: Desk, editors: list[int]
) -> None:
    one = desk.contribution()
    first = desk.answer(one).reason
    publishing.write(desk.hand, desk.call, TREE)
    publishing.submit(desk.hand, desk.call)
    row_id, call_id = one.id, desk.call.id

    def change(actor: Actor, call: Call) -> Any:
        publishing.take_back(actor, call)
        said("同事改了主意，归市里管。", number=row_id)(actor, call)
        return publishing.submit(actor, call).round

    def approve(actor: Actor, call: Call) -> Any:
        return publishing.approve(actor, call, seen=1).state

    changed, approved = at_once(app, call_id, [(editors[0], change), (desk.approver.id, approve)])
    outcome = queries.find(call_id)
    assert outcome is not None
    (stands,) = current(call_id)[row_id]
    assert changed == 2, "the editor may take it back before or after the approval"
    assert stands.reason != first
    assert outcome.state is OutcomeState.SUBMITTED, "what the approver read is not what lies there now"
    assert approved is OutcomeState.APPROVED or isinstance(approved, Conflict)
    assert queries.approved_by(call_id, 2) == set()


def test_published_once_however_often_it_is_pressed(app: Flask, desk: Desk) -> None:
    desk.answer(desk.contribution())
    desk.approve()
    others = [make_member(desk.agency, "approver").id for _ in range(3)]
    call_id = desk.call.id
    push: Verb = lambda actor, call: publishing.publish(actor, call).state  # noqa: E731
    found = at_once(app, call_id, [(user, push) for user in [desk.approver.id, *others]])
    assert found.count(OutcomeState.PUBLISHED) == 1
    assert all(isinstance(one, (Conflict, Denied)) for one in found if one is not OutcomeState.PUBLISHED), (
        found
    )
    assert calls.get_by_id(call_id).stage is Stage.PUBLISHED
    asked = sa.select(sa.func.count()).where(Job.does.endswith("outcomes:outcome_published"))
    assert db.session.scalar(asked) == 1


def test_an_approver_who_presses_twice_says_yes_once(app: Flask, desk: Desk) -> None:
    desk.agency.approvals_needed = 2
    publishing.write(desk.hand, desk.call, TREE)
    publishing.submit(desk.hand, desk.call)
    call_id = desk.call.id
    yes: Verb = lambda actor, call: publishing.approve(actor, call).state  # noqa: E731
    found = at_once(app, call_id, [(desk.approver.id, yes)] * 3)
    assert sum(isinstance(one, Conflict) for one in found) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Approval)) == 1
    outcome = queries.find(call_id)
    assert outcome is not None
    assert outcome.state is OutcomeState.SUBMITTED


def test_of_new_answers_proposed_at_once_one_waits_and_is_approved_once(
    app: Flask, desk: Desk, editors: list[int]
) -> None:
    one = desk.contribution()
    desk.answer(one)
    desk.publish()
    row_id, call_id = one.id, desk.call.id
    seals = [desk.approver.id, *(make_member(desk.agency, "approver").id for _ in range(3))]

    def propose(text: str) -> Verb:
        def verb(actor: Actor, call: Call) -> Any:
            row = contributions.get_by_id(call.id, row_id)
            draft = AnswerDraft("adopted", measure=text)
            return revising.propose(actor, row, call, draft, "省里已经把这条路交给市里。", seen=1).id

        return verb

    found = at_once(app, call_id, [(user, propose(f"第{user}号方案，明年开工。")) for user in editors])
    assert sum(isinstance(one, Conflict) for one in found) == 4

    def approve(actor: Actor, call: Call) -> Any:
        row = contributions.get_by_id(call.id, row_id)
        waits = revision_queries.get(call.id, next(one for one in found if isinstance(one, int)))
        public = revising.approve(actor, waits, row, call)
        return public.number if public else None

    ruled = at_once(app, call_id, [(user, approve) for user in seals])
    assert ruled.count(2) == 1
    assert sum(isinstance(one, Conflict) for one in ruled) == 3, ruled
    assert [row.number for row in current(call_id)[row_id]] == [2]
