"""Figures that equal the rows whatever happens, pages without gap or repeat, and indexes that serve them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cocreate.calendars import queries as calendars
from cocreate.contributions import rules as contribution_rules
from cocreate.contributions import service as contributions
from cocreate.contributions.models import State, Validity
from cocreate.core.actor import Actor
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.handling import service as handling
from cocreate.outcomes import queries, service, workbench
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import AnswerDraft
from cocreate.outcomes.service import Reply
from cocreate.outcomes.workbench import Filter, Show
from tests.factories import make_agency
from tests.outcomes.conftest import REFUSAL, Desk

DRAFTS = [
    REFUSAL,
    AnswerDraft("adopted", measure="写进实施细则第七条。"),
    AnswerDraft("out_of_scope", passed_to="市交通运输局"),
]


@pytest.mark.parametrize("seed", range(6))
def test_figures_equal_the_rows_whatever_happens(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)
    rows = [desk.contribution(state=dice.choice([State.PUBLIC, State.IN_REVIEW])) for _ in range(5)]
    for _ in range(40):
        row = dice.choice(rows)
        act = dice.choice(["answer", "answer", "assess", "move", "import"])
        try:
            if act == "answer":
                desk.answer(row, dice.choice(DRAFTS))
            elif act == "assess":
                service.assess(desk.hand, [row], desk.call, dice.choice(list(Validity)))
            elif act == "import":
                service.import_reply(Actor.system(), row, "已答复。", datetime(2020, 1, 1, tzinfo=UTC))
            else:
                after = dice.choice(
                    [state for state in State if contribution_rules.may_move(row.state, state)] or [row.state]
                )
                contributions.move(row, desk.call, after)
        except CocreateError:
            continue
        assert queries.by_degree([desk.call.id])[desk.call.id] == queries.counted(desk.call.id)
    gate = queries.gate(desk.call.id)
    assert gate.unanswered_count == len(gate.unanswered) >= 0
    for line in workbench.page(desk.call.id, Filter()).items:
        versions = queries.versions(desk.call.id, line.contribution.id)
        assert sum(version.is_current for version in versions) == (1 if versions else 0)
        assert [version.number for version in versions] == list(range(len(versions), 0, -1))


@pytest.mark.parametrize("show", [Show.ALL, Show.UNANSWERED])
def test_pages_of_the_workbench(desk: Desk, show: Show) -> None:
    numbers = [desk.contribution().number for _ in range(7)]
    seen, after = [], None
    while True:
        page = workbench.page(desk.call.id, Filter(show=show), after=after, limit=3)
        seen += [line.contribution.number for line in page.items]
        after = page.next_key
        if after is None:
            break
    assert seen == numbers


def test_pages_of_the_table_hold_what_counts(desk: Desk) -> None:
    rows = [desk.contribution() for _ in range(5)]
    for place, row in enumerate(rows):
        desk.answer(row, DRAFTS[place % 2])
    service.assess(desk.hand, [rows[4]], desk.call, Validity.DUPLICATE)
    assert queries.adoption_table(desk.call.id, is_published=False).items == []

    def numbers(**asked: Any) -> list[int]:
        page = queries.adoption_table(desk.call.id, is_published=True, **asked)
        return [rows.index(line.contribution) for line in page.items]

    assert numbers() == [0, 1, 2, 3]
    assert numbers(degree="adopted") == [1, 3]
    assert numbers(after=rows[1].id) == [2, 3]
    assert numbers(limit=2) == [0, 1]
    assert queries.adoption_table(desk.call.id, is_published=True, limit=2).next_key == str(rows[1].id)


def test_the_public_sees_answers_with_the_outcome_only(desk: Desk) -> None:
    prepared, imported = desk.contribution(), desk.contribution()
    desk.answer(prepared)
    service.import_reply(Actor.system(), imported, "已答复。", datetime(2020, 1, 1, tzinfo=UTC))
    ids = [prepared.id, imported.id]
    keys = [(desk.call.id, one) for one in ids]
    assert set(queries.dispositions(desk.call.id, ids)) == {imported.id}
    assert set(queries.dispositions_by_keys(keys)) == {imported.id}
    assert set(queries.dispositions(desk.call.id, ids, published_only=False)) == set(ids)
    desk.publish()
    assert set(queries.dispositions(desk.call.id, ids)) == set(ids)
    assert set(queries.dispositions_by_keys(keys)) == set(ids)


def test_counts_of_several_calls_in_one_statement(desk: Desk, statements: Any) -> None:
    desk.answer(desk.contribution())
    with statements() as seen:
        assert queries.answered([desk.call.id, 1, 2]) == {desk.call.id: 1, 1: 0, 2: 0}
    assert len(seen) == 1
    assert queries.answered([]) == {}


@pytest.mark.parametrize("degree", [None, "adopted"])
def test_an_index_serves_the_table(desk: Desk, degree: str | None) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("reads the plan in the words of SQLite")
    asked = sa.select(Disposition.contribution_id).where(
        Disposition.call_id == desk.call.id, Disposition.is_current
    )
    if degree:
        asked = asked.where(Disposition.degree == degree)
    asked = asked.order_by(Disposition.contribution_id).limit(30)
    sql = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = " ".join(row.detail for row in db.session.execute(sa.text(f"EXPLAIN QUERY PLAN {sql}")))
    assert "USING" in plan
    assert "TEMP B-TREE" not in plan


def test_an_import_is_one_statement_a_batch(desk: Desk, statements: Any) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    replies = [Reply(desk.contribution().id, "已答复。", at) for _ in range(30)]
    with statements() as seen:
        service.import_replies(Actor.system(), desk.call.id, replies)
    assert len(seen) <= 8


def test_the_workbench_shows_what_departments_owe_by_a_day(desk: Desk) -> None:
    bureau = make_agency(parent=desk.agency)
    owed, later, free = (desk.contribution() for _ in range(3))
    handling.give(desk.hand, desk.call, [owed], bureau, days=2)
    handling.give(desk.hand, desk.call, [later], bureau, days=20)
    soon = calendars.current().add(today(), 5)

    def shown(day: date) -> list[int]:
        return [line.contribution.id for line in workbench.page(desk.call.id, Filter(due_by=day)).items]

    assert shown(soon) == [owed.id]
    assert shown(date.max) == [owed.id, later.id]
    assert shown(today() - timedelta(days=1)) == []
    assert workbench.count(desk.call.id, Filter(due_by=soon)) == 1
    assert free.id not in workbench.ids(desk.call.id, Filter(due_by=date.max), limit=9)
