"""Acts on many contributions at once: what they change, what they leave alone, and that undoing restores what was before."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreate.contributions import queries as contributions
from cocreate.contributions import service as spine
from cocreate.contributions.models import Contribution, State, Validity
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.journeys import pending
from cocreate.outcomes import bulk, drafts, publishing, queries, service, undoing, waiting, workbench
from cocreate.outcomes.models import Awaiting
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_member
from tests.outcomes.conftest import REFUSAL, Desk

ADOPTED = AnswerDraft("adopted", measure="写进实施细则第七条。")
RULE = "只表示赞同、没有新的内容的，与同类意见一并计数。"


def ids(rows: list[Contribution]) -> list[int]:
    return [row.id for row in rows]


def waiting_now(desk: Desk) -> set[int]:
    return set(
        db.session.scalars(sa.select(Awaiting.contribution_id).where(Awaiting.call_id == desk.call.id))
    )


def is_sound(desk: Desk) -> bool:
    """All that is kept beside the rows equals what the rows say."""
    call_id = desk.call.id
    figures = contributions.figures([call_id])[call_id]
    db.session.refresh(figures)
    kept = {name: getattr(figures, name) for name in contributions.counted(call_id)}
    return (
        waiting_now(desk) == waiting.counted(call_id)
        and queries.by_degree([call_id])[call_id] == queries.counted(call_id)
        and kept == contributions.counted(call_id)
    )


def test_one_answer_to_many_fills_what_is_its_own(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    draft = AnswerDraft("not_adopted", reason="{number} 号意见：{call}由省里定。{其他}")
    act = bulk.answer(desk.hand, desk.call, ids(rows), draft)
    assert (act.count, act.by_id) == (3, desk.editor.id)
    found = queries.dispositions(desk.call.id, ids(rows), published_only=False)
    assert found[rows[1].id].reason == f"{rows[1].number} 号意见：{desk.call.title}由省里定。{{其他}}"
    assert waiting_now(desk) == set()
    assert is_sound(desk)


def test_answers_that_are_there_stay_unless_they_are_to_be_replaced(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    desk.answer(rows[0])
    assert bulk.answer(desk.hand, desk.call, ids(rows), ADOPTED).count == 2
    assert queries.disposition(desk.call.id, rows[0].id, False).degree == "not_adopted"
    assert bulk.answer(desk.hand, desk.call, ids(rows), REFUSAL, replace=True).count == 3
    assert queries.by_degree([desk.call.id])[desk.call.id] == {"not_adopted": 3}
    assert is_sound(desk)


def test_what_is_no_longer_due_is_left_out(desk: Desk) -> None:
    rows = [desk.contribution(), desk.contribution(state=State.WITHHELD)]
    assert bulk.answer(desk.hand, desk.call, ids(rows), ADOPTED).count == 1
    with pytest.raises(Conflict):
        bulk.answer(desk.hand, desk.call, [rows[1].id], ADOPTED)


def test_a_refusal_of_many_needs_its_reason_too(desk: Desk) -> None:
    with pytest.raises(Invalid) as refusal:
        bulk.answer(desk.hand, desk.call, [desk.contribution().id], AnswerDraft("not_adopted", reason="无"))
    assert set(refusal.value.fields) == {"reason"}


@pytest.mark.parametrize("rule", ["", "  ", "无。", "字" * 1001])
def test_closing_needs_a_rule(desk: Desk, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        bulk.close(desk.hand, desk.call, [desk.contribution().id], Validity.MERE_AGREEMENT, rule)
    assert set(refusal.value.fields) == {"rule"}


def test_closing_takes_them_out_of_the_gate_and_those_concerned_read_the_rule(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    act = bulk.close(desk.hand, desk.call, ids(rows[:2]), Validity.MERE_AGREEMENT, f" {RULE} ")
    assert (act.count, act.rule) == (2, RULE)
    assert queries.gate(desk.call.id).unanswered == (rows[2].number,)
    keys = [(row.call_id, row.id) for row in rows]
    assert [pending.by_keys(keys)[row.id].rule for row in rows] == [RULE, RULE, ""]
    undoing.undo(desk.hand, desk.call, act)
    assert {one.rule for one in pending.by_keys(keys).values()} == {""}
    assert is_sound(desk)


def test_what_is_valid_is_not_closed(desk: Desk) -> None:
    with pytest.raises(Invalid):
        bulk.close(desk.hand, desk.call, [desk.contribution().id], Validity.VALID, RULE)


def test_removed_answers_keep_their_history(desk: Desk) -> None:
    row = desk.contribution()
    desk.answer(row)
    act = bulk.remove(desk.hand, desk.call, [row.id])
    version = queries.versions(desk.call.id, row.id)[0]
    assert (version.is_current, version.removed_by_id) == (False, desk.editor.id)
    assert queries.gate(desk.call.id).unanswered == (row.number,)
    undoing.undo(desk.hand, desk.call, act)
    db.session.refresh(version)
    assert (version.is_current, version.removed_at) == (True, None)
    assert desk.answer(row, ADOPTED).number == 2
    assert is_sound(desk)


def test_undoing_a_bulk_answer_gives_the_earlier_ones_back(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    desk.answer(rows[0])
    act = bulk.answer(desk.hand, desk.call, ids(rows), ADOPTED, replace=True)
    undone = undoing.undo(desk.hand, desk.call, act)
    assert undone.undone_by_id == desk.editor.id
    assert queries.disposition(desk.call.id, rows[0].id, False).number == 1
    assert waiting_now(desk) == {rows[1].id, rows[2].id}
    with pytest.raises(Conflict):
        undoing.undo(desk.hand, desk.call, act)
    assert desk.answer(rows[1]).number == 2
    assert is_sound(desk)


def test_undoing_is_refused_by_name_when_something_has_changed_since(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    act = bulk.answer(desk.hand, desk.call, ids(rows), ADOPTED)
    desk.answer(rows[1])
    with pytest.raises(Conflict) as refusal:
        undoing.undo(desk.hand, desk.call, act)
    assert rows[1].number in str(refusal.value)
    assert rows[0].number not in str(refusal.value)
    assert queries.by_degree([desk.call.id])[desk.call.id] == {"adopted": 2, "not_adopted": 1}


def test_topics_sort_the_desk(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(3)]
    bulk.sort(desk.hand, desk.call, ids(rows), "费用 分摊")
    act = bulk.sort(desk.hand, desk.call, [rows[0].id], "噪声")
    assert workbench.topics(desk.call.id) == [("噪声", 1), ("费用 分摊", 2)]
    with pytest.raises(Conflict):
        bulk.sort(desk.hand, desk.call, [rows[0].id], " 噪声 ")
    undoing.undo(desk.hand, desk.call, act)
    assert workbench.topics(desk.call.id) == [("费用 分摊", 3)]
    bulk.sort(desk.hand, desk.call, ids(rows), "")
    assert workbench.topics(desk.call.id) == []


def test_nothing_is_done_to_nothing_or_while_approvers_have_it(desk: Desk) -> None:
    row = desk.contribution()
    with pytest.raises(Invalid):
        bulk.answer(desk.hand, desk.call, [], ADOPTED)
    act = bulk.answer(desk.hand, desk.call, [row.id], ADOPTED)
    desk.approve()
    for verb in (
        lambda: bulk.answer(desk.hand, desk.call, [row.id], REFUSAL, replace=True),
        lambda: bulk.remove(desk.hand, desk.call, [row.id]),
        lambda: undoing.undo(desk.hand, desk.call, act),
    ):
        with pytest.raises(Conflict):
            verb()


def test_strangers_do_nothing_to_many(desk: Desk) -> None:
    with pytest.raises(Denied):
        bulk.answer(actor_of(desk.author), desk.call, [desk.contribution().id], ADOPTED)


def test_whoever_did_something_to_many_does_not_approve(desk: Desk) -> None:
    both = make_member(desk.agency, "editor")
    make_member(desk.agency, "approver", user=both)
    row = desk.contribution()
    desk.answer(row)
    act = bulk.sort(actor_of(both), desk.call, [row.id], "费用")
    desk.approve()
    outcome = queries.find(desk.call.id)
    assert queries.has_helped(outcome, both.id)
    publishing.take_back(desk.hand, desk.call)
    undoing.undo(actor_of(both), desk.call, act)
    assert not queries.has_helped(outcome, both.id)


def test_an_answer_that_is_begun_is_kept_until_it_is_one(desk: Desk) -> None:
    row = desk.contribution()
    drafts.save(desk.hand, row, desk.call, {"degree": "adopted", "reason": "写到一半"}, 0)
    drafts.save(desk.hand, row, desk.call, {"degree": "adopted", "reason": "写到一半了", "measure": ""}, 0)
    mine = drafts.of_person(desk.call.id, row.id, desk.editor.id)
    assert mine.words == {"degree": "adopted", "reason": "写到一半了"}
    assert drafts.writers(desk.call.id, [row.id], but=desk.editor.id) == {}
    assert drafts.writers(desk.call.id, [row.id], but=0) == {row.id: desk.editor.name}
    assert queries.gate(desk.call.id).answered == 0
    desk.answer(row)
    assert drafts.of_person(desk.call.id, row.id, desk.editor.id) is None


def test_a_bulk_act_costs_the_same_for_few_and_for_many(desk: Desk, statements: Any) -> None:
    rows = [desk.contribution() for _ in range(12)]
    desk.answer(desk.contribution())  # the outcome is begun
    costs = []
    for some in (rows[:2], rows[2:]):
        with statements() as seen:
            bulk.answer(desk.hand, desk.call, ids(some), ADOPTED)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 20


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["answer", "replace", "close", "assess", "remove", "undo", "withdraw", "one", "send"]
        ),
        st.sets(st.integers(0, 3), min_size=1),
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_done_all_counts_equal_the_rows(desk: Desk, acts: list[tuple[str, set[int]]]) -> None:
    rows = [desk.contribution() for _ in range(4)]
    done = []
    for name, places in acts:
        some = ids([rows[place] for place in sorted(places)])
        with contextlib.suppress(Conflict):
            done += _do(desk, name, some, rows, done)
        assert is_sound(desk), name


def _do(desk: Desk, name: str, some: list[int], rows: list[Contribution], done: list[Any]) -> list[Any]:
    hand, call = desk.hand, desk.call
    if name in ("answer", "replace"):
        return [bulk.answer(hand, call, some, ADOPTED, replace=name == "replace")]
    if name == "close":
        return [bulk.close(hand, call, some, Validity.MERE_AGREEMENT, RULE)]
    if name == "assess":
        return [bulk.assess(hand, call, some, Validity.VALID)]
    if name == "remove":
        return [bulk.remove(hand, call, some)]
    if name == "undo" and done:
        undoing.undo(hand, call, done[-1])
    elif name == "withdraw":
        spine.move(next(row for row in rows if row.id == some[0]), call, State.WITHDRAWN)
    elif name == "one":
        service.answer(hand, next(row for row in rows if row.id == some[0]), call, REFUSAL)
    elif name == "send":
        desk.contribution()
    return []
