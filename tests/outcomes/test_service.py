"""Answers in versions, figures that equal the rows, and the way of an outcome to the public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cocreate.calls.models import Stage
from cocreate.contributions import service as contributions
from cocreate.contributions.models import State, Validity
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.outcomes import publishing, queries, service
from cocreate.outcomes.events import AnswerPrepared, OutcomePublished, OutcomeSentBack, RepliesImported
from cocreate.outcomes.models import OutcomeState
from cocreate.outcomes.rules import AnswerDraft, GateClosed
from cocreate.outcomes.service import Reply
from tests.factories import actor_of, make_call, make_member
from tests.outcomes.conftest import REFUSAL, TREE, Desk

ADOPTED = AnswerDraft("adopted", measure="写进实施细则第七条。")


def same_as_rows(desk: Desk) -> bool:
    return queries.by_degree([desk.call.id])[desk.call.id] == queries.counted(desk.call.id)


def test_an_answer_keeps_its_versions_and_one_is_current(desk: Desk, heard: Callable[[], list[Any]]) -> None:
    row = desk.contribution()
    first = desk.answer(row)
    second = desk.answer(row, ADOPTED)

    assert (first.number, second.number) == (1, 2)
    assert [version.is_current for version in queries.versions(desk.call.id, row.id)] == [True, False]
    assert queries.versions(desk.call.id, row.id)[1].reason == REFUSAL.reason
    assert second.prepared_by_id == desk.editor.id
    assert heard() == [
        AnswerPrepared(desk.call.id, row.id, 1, "not_adopted"),
        AnswerPrepared(desk.call.id, row.id, 2, "adopted"),
    ]
    assert queries.by_degree([desk.call.id])[desk.call.id] == {"adopted": 1}


def test_the_same_answer_sent_twice_is_one(desk: Desk) -> None:
    row = desk.contribution()
    assert desk.answer(row).number == desk.answer(row).number == 1
    assert queries.answered([desk.call.id]) == {desk.call.id: 1}


def test_two_editors_at_once_the_second_is_told(desk: Desk) -> None:
    row, colleague = desk.contribution(), actor_of(make_member(desk.agency))
    service.answer(colleague, row, desk.call, ADOPTED, seen=0)
    with pytest.raises(Conflict):
        service.answer(desk.hand, row, desk.call, REFUSAL, seen=0)
    assert service.answer(desk.hand, row, desk.call, REFUSAL, seen=1).number == 2


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.ANSWERING])
def test_answers_are_written_in_the_answering_stage_only(desk: Desk, stage: Stage) -> None:
    call = make_call(agency=desk.agency, stage=stage)
    row = contributions_of(desk, call)
    with pytest.raises(Denied):
        service.answer(desk.hand, row, call, REFUSAL)


def contributions_of(desk: Desk, call: Any) -> Any:
    desk.call = call
    return desk.contribution()


@pytest.mark.parametrize("state", [State.WITHHELD, State.WITHDRAWN, State.RETURNED])
def test_what_is_not_due_is_not_answered(desk: Desk, state: State) -> None:
    with pytest.raises(Conflict):
        desk.answer(desk.contribution(state=state))


def test_comments_are_not_answered(desk: Desk) -> None:
    with pytest.raises(Conflict):
        desk.answer(desk.contribution(under=desk.contribution()))


def test_figures_follow_what_stops_and_starts_to_count(desk: Desk) -> None:
    one, two, three = (desk.contribution() for _ in range(3))
    for row in (one, two, three):
        desk.answer(row)
    assert queries.answered([desk.call.id])[desk.call.id] == 3

    contributions.move(one, desk.call, State.WITHDRAWN)
    assert service.assess(desk.hand, [two], desk.call, Validity.DUPLICATE) == 1
    assert queries.answered([desk.call.id])[desk.call.id] == 1
    assert same_as_rows(desk)

    service.assess(desk.hand, [two], desk.call, Validity.VALID)
    desk.answer(two, ADOPTED)
    assert queries.by_degree([desk.call.id])[desk.call.id] == {"adopted": 1, "not_adopted": 1}
    assert same_as_rows(desk)


def test_bulk_validity_leaves_comments_and_what_is_so_already(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    comment = desk.contribution(under=rows[0])
    assert service.assess(desk.hand, [*rows, comment], desk.call, Validity.MERE_AGREEMENT) == 3
    assert service.assess(desk.hand, rows, desk.call, Validity.MERE_AGREEMENT) == 0
    assert comment.validity is None
    assert queries.gate(desk.call.id).valid == 0


def test_the_gate_lists_what_is_missing(desk: Desk) -> None:
    answered, unanswered = desk.contribution(), desk.contribution()
    private = desk.contribution(is_private=True)
    waiting = desk.contribution(state=State.IN_REVIEW)
    duplicate, comment = desk.contribution(), desk.contribution(under=answered)
    desk.answer(answered)
    desk.answer(waiting)
    service.assess(desk.hand, [duplicate], desk.call, Validity.DUPLICATE)

    gate = queries.gate(desk.call.id)
    assert (gate.valid, gate.answered, gate.unanswered_count) == (4, 2, 2)
    assert gate.unanswered == (unanswered.number, private.number)
    assert gate.in_review == (waiting.number,)
    assert comment.number not in gate.unanswered + gate.in_review
    assert queries.gate(desk.call.id, limit=1).unanswered == (unanswered.number,)
    assert queries.gate(desk.call.id, limit=1).unanswered_count == 2


def test_publishing_is_refused_with_the_list_and_nothing_changes(desk: Desk) -> None:
    row = desk.contribution()
    desk.answer(row)
    desk.approve()
    late = desk.contribution()
    with pytest.raises(GateClosed) as refusal:
        publishing.publish(desk.seal, desk.call)
    assert refusal.value.gate.unanswered == (late.number,)
    assert desk.call.stage is Stage.ANSWERING
    assert queries.dispositions(desk.call.id, [row.id]) == {}


def test_a_published_outcome_shows_its_answers_and_closes_the_call(
    desk: Desk, heard: Callable[[], list[Any]]
) -> None:
    row = desk.contribution()
    answer = desk.answer(row)
    assert queries.dispositions(desk.call.id, [row.id]) == {}
    desk.publish()

    outcome = queries.find(desk.call.id)
    assert outcome is not None
    assert outcome.is_published
    assert (outcome.prepared_by_id, outcome.published_by_id) == (desk.editor.id, desk.approver.id)
    assert desk.call.stage is Stage.PUBLISHED
    assert queries.dispositions(desk.call.id, [row.id]) == {row.id: answer}
    assert heard()[-1] == OutcomePublished(desk.call.id, 1)
    for act in (publishing.publish, publishing.submit, publishing.take_back):
        with pytest.raises(Denied):
            act(desk.hand, desk.call)


def test_an_outcome_without_contributions_can_be_published(desk: Desk) -> None:
    desk.publish()
    assert desk.call.stage is Stage.PUBLISHED


def test_submitting_needs_the_answers_and_the_text(desk: Desk) -> None:
    row = desk.contribution()
    with pytest.raises(GateClosed):
        publishing.submit(desk.hand, desk.call)
    desk.answer(row)
    with pytest.raises(Invalid):
        publishing.submit(desk.hand, desk.call)
    publishing.write(desk.hand, desk.call, TREE, " 三月前公布名单。 ")
    outcome = publishing.submit(desk.hand, desk.call)
    assert (outcome.state, outcome.round, outcome.next_steps) == (
        OutcomeState.SUBMITTED,
        1,
        "三月前公布名单。",
    )


def test_what_is_submitted_stands_still(desk: Desk) -> None:
    row = desk.contribution()
    desk.answer(row)
    desk.approve()
    for act in (
        lambda: desk.answer(row, ADOPTED),
        lambda: service.assess(desk.hand, [row], desk.call, Validity.DUPLICATE),
        lambda: publishing.write(desk.hand, desk.call, TREE),
        lambda: publishing.submit(desk.hand, desk.call),
        lambda: publishing.approve(desk.seal, desk.call),
    ):
        with pytest.raises(Conflict):
            act()
    publishing.take_back(desk.hand, desk.call)
    assert desk.answer(row, ADOPTED).number == 2


def test_an_approval_is_of_one_submission_only(desk: Desk) -> None:
    desk.approve()
    publishing.take_back(desk.hand, desk.call)
    publishing.submit(desk.hand, desk.call)
    with pytest.raises(Conflict):
        publishing.publish(desk.seal, desk.call)


def test_whoever_helped_does_not_approve(desk: Desk) -> None:
    both = make_member(desk.agency, "editor")
    make_member(desk.agency, "approver", user=both)
    service.answer(actor_of(both), desk.contribution(), desk.call, REFUSAL)
    publishing.write(desk.hand, desk.call, TREE)
    publishing.submit(desk.hand, desk.call)
    with pytest.raises(Denied):
        publishing.approve(actor_of(both), desk.call)
    assert publishing.approve(desk.seal, desk.call).state is OutcomeState.APPROVED


@pytest.mark.parametrize("prepares", ["submits", "writes"])
def test_an_editor_who_is_also_approver_needs_another_person(desk: Desk, prepares: str) -> None:
    make_member(desk.agency, "approver", user=desk.editor)
    other = actor_of(make_member(desk.agency, "editor"))
    publishing.write(desk.hand if prepares == "writes" else other, desk.call, TREE)
    publishing.submit(desk.hand if prepares == "submits" else other, desk.call)
    with pytest.raises(Denied):
        publishing.approve(desk.hand, desk.call)


def test_as_many_others_approve_as_the_agency_asks(desk: Desk) -> None:
    desk.agency.approvals_needed = 2
    desk.approve()
    with pytest.raises(Conflict):
        publishing.publish(desk.seal, desk.call)
    with pytest.raises(Conflict):
        publishing.approve(desk.seal, desk.call)
    second = actor_of(make_member(desk.agency, "approver"))
    assert publishing.approve(second, desk.call).state is OutcomeState.APPROVED
    publishing.publish(desk.seal, desk.call)


def test_sending_back_needs_a_word_and_opens_the_writing(desk: Desk, heard: Callable[[], list[Any]]) -> None:
    desk.approve()
    with pytest.raises(Invalid) as refusal:
        publishing.send_back(desk.seal, desk.call, "  ")
    assert set(refusal.value.fields) == {"note"}
    outcome = publishing.send_back(desk.seal, desk.call, "第二段缺少依据。")
    assert outcome.state is OutcomeState.WRITING
    assert heard()[-1] == OutcomeSentBack(desk.call.id, by_approver=True)
    assert [one.note for one in queries.approvals(desk.call.id)] == ["", "第二段缺少依据。"]


AT = datetime(2019, 5, 9, 1, 51, 30, tzinfo=UTC)


def test_imported_replies_are_public_at_once(desk: Desk, heard: Callable[[], list[Any]]) -> None:
    one, two = desk.contribution(), desk.contribution(state=State.IN_REVIEW)
    system = Actor.system()
    replies = [Reply(row.id, "网友您好，您的留言已收悉。", AT, "市交通局") for row in (one, two)]

    assert service.import_replies(system, desk.call.id, replies) == 2
    assert service.import_replies(system, desk.call.id, replies) == 0
    found = queries.dispositions(desk.call.id, [one.id, two.id])
    assert {answer.degree for answer in found.values()} == {"answered"}
    assert found[one.id].published_at == AT
    assert found[one.id].reason == "网友您好，您的留言已收悉。"
    assert heard() == [RepliesImported(desk.call.id, 2)]
    assert same_as_rows(desk)


def test_imports_take_in_many_rows_at_once(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(7)]
    service.BATCH, kept = 3, service.BATCH
    try:
        assert (
            service.import_replies(Actor.system(), desk.call.id, (Reply(r.id, "已答复。", AT) for r in rows))
            == 7
        )
    finally:
        service.BATCH = kept
    assert queries.by_degree([desk.call.id])[desk.call.id] == {"answered": 7}


def test_a_classified_answer_takes_the_place_of_an_imported_one(desk: Desk) -> None:
    row = desk.contribution()
    service.import_reply(Actor.system(), row, "已转交有关单位。", AT)
    assert desk.answer(row, ADOPTED).number == 2
    assert queries.disposition(desk.call.id, row.id).degree == "answered"  # until the outcome is published
    desk.publish()
    assert queries.disposition(desk.call.id, row.id).degree == "adopted"
    assert same_as_rows(desk)


def test_people_do_not_import(desk: Desk) -> None:
    with pytest.raises(Denied):
        service.import_replies(desk.hand, desk.call.id, [])


def test_a_plan_can_not_lie_in_the_past(desk: Desk) -> None:
    draft = AnswerDraft("planned", reason="列入明年的计划。", review_date=date(2020, 1, 1))
    with pytest.raises(Invalid):
        desk.answer(desk.contribution(), draft)
    fine = AnswerDraft("planned", reason="列入明年的计划。", review_date=(now() + timedelta(days=90)).date())
    assert desk.answer(desk.contribution(), fine).review_date == fine.review_date


def test_one_current_answer_by_the_database_itself(desk: Desk) -> None:
    row = desk.contribution()
    desk.answer(row)
    desk.answer(row, ADOPTED)
    earlier = queries.versions(desk.call.id, row.id)[1]
    earlier.is_current = True
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
