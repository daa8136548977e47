"""One answer for a whole cluster: who gets it, who keeps theirs, what coming later and undoing do."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.clusters import queries as clusters
from cocreate.clusters import service as grouping
from cocreate.contributions import service as contributions
from cocreate.contributions.models import State, Validity
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.outcomes import cluster_answers, queries, undoing
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of

ONE = AnswerDraft("not_adopted", reason="这条路归省里管，我们已经把大家的意见一起转告。")
OTHER = AnswerDraft("taken_as_idea", reason="写进明年的调研提纲，到时再请大家看。")


@pytest.fixture
def rows(desk: Any) -> list[Any]:
    return [desk.contribution(body=f"第{n}条：请修这条路。") for n in range(5)]


@pytest.fixture
def cluster(desk: Any, rows: list[Any]) -> Any:
    return grouping.make(desk.hand, desk.call, [row.id for row in rows[:4]], "修路")


def said(desk: Any, rows: list[Any]) -> list[str | None]:
    found = queries.dispositions(desk.call.id, [row.id for row in rows], published_only=False)
    return [found[row.id].degree if row.id in found else None for row in rows]


def test_each_valid_member_gets_it_and_whoever_has_one_keeps_it(
    desk: Any, rows: list[Any], cluster: Any
) -> None:
    desk.answer(rows[0], OTHER)
    contributions.assess(desk.hand, rows[1], desk.call, Validity.OFF_TOPIC)
    contributions.move(rows[2], desk.call, State.WITHHELD)
    act = cluster_answers.answer(desk.hand, desk.call, cluster, ONE)
    assert said(desk, rows) == ["taken_as_idea", None, None, "not_adopted", None]
    assert act.count == 1
    far = cluster_answers.progress(desk.call.id, cluster.id)
    assert (far.valid, far.answered, far.missing) == (2, 2, 0)


@pytest.mark.parametrize("replaces", [True, False])
def test_taking_the_answer_back_restores_what_each_had(
    desk: Any, rows: list[Any], cluster: Any, replaces: bool
) -> None:
    desk.answer(rows[0], OTHER)
    before = said(desk, rows)
    act = cluster_answers.answer(desk.hand, desk.call, cluster, ONE, replace=replaces)
    assert said(desk, rows)[0] == ("not_adopted" if replaces else "taken_as_idea")
    assert queries.gate(desk.call.id).answered == 4
    undoing.undo(desk.hand, desk.call, act)
    assert said(desk, rows) == before
    assert queries.gate(desk.call.id).answered == 1
    assert cluster_answers.progress(desk.call.id, cluster.id).last is None


def test_who_comes_later_is_shown_as_missing_and_gets_the_same(
    desk: Any, rows: list[Any], cluster: Any
) -> None:
    cluster_answers.answer(desk.hand, desk.call, cluster, ONE)
    grouping.add(desk.hand, desk.call, cluster, [rows[4].id])
    assert cluster_answers.progress(desk.call.id, cluster.id).missing == 1
    act = cluster_answers.answer_the_rest(desk.hand, desk.call, cluster)
    assert act.count == 1
    assert said(desk, rows) == ["not_adopted"] * 5
    assert cluster_answers.given(act) == ONE


def test_undoing_the_cluster_leaves_the_answers(desk: Any, rows: list[Any], cluster: Any) -> None:
    cluster_answers.answer(desk.hand, desk.call, cluster, ONE)
    grouping.undo(desk.hand, desk.call)
    assert clusters.all_places(desk.call.id) == {}
    assert said(desk, rows) == ["not_adopted"] * 4 + [None]
    with pytest.raises(Conflict):
        cluster_answers.answer(desk.hand, desk.call, cluster, ONE)


def test_a_refusal_without_a_reason_answers_nobody(desk: Any, rows: list[Any], cluster: Any) -> None:
    with pytest.raises(Invalid) as refused:
        cluster_answers.answer(desk.hand, desk.call, cluster, AnswerDraft("not_adopted"))
    assert set(refused.value.fields) == {"reason"}
    assert said(desk, rows) == [None] * 5
    with pytest.raises(Conflict):
        cluster_answers.answer_the_rest(desk.hand, desk.call, cluster)
    with pytest.raises(Denied):
        cluster_answers.answer(actor_of(desk.author), desk.call, cluster, ONE)


def test_the_public_reads_one_answer_for_many_once_it_is_published(
    desk: Any, rows: list[Any], cluster: Any
) -> None:
    cluster_answers.answer(desk.hand, desk.call, cluster, ONE)
    desk.answer(rows[4])
    assert cluster_answers.shared(desk.call.id, cluster.id) == []
    desk.publish()
    (one,) = cluster_answers.shared(desk.call.id, cluster.id)
    assert (one.count, one.disposition.reason) == (4, ONE.reason)
    with pytest.raises(Denied):
        grouping.undo(desk.hand, desk.call)
