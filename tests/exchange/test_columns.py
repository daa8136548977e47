"""Columns that other rooms know: where words stand in the outcome (对应条文), and who handled them (承办单位)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cocreate.core.db import db
from cocreate.documents import queries as documents
from cocreate.exchange import checks
from cocreate.exchange.passages import Passages, headings
from cocreate.handling import service as handling
from cocreate.handling.models import Assignment
from cocreate.outcomes import publishing
from cocreate.provenance import service as provenance
from cocreate.provenance.models import Kind
from cocreate.provenance.service import Finding
from cocreate.provenance.spans import Span
from tests.exchange.conftest import Answered
from tests.exchange.test_adoption import read
from tests.factories import actor_of, make_agency

pytestmark = pytest.mark.usefixtures("db_session")
LONG = "电梯费用按楼层分摊并由业主大会通过后张榜公布" * 5
TEXT = [
    "总则",
    "为了方便居民。",
    "第七条 先装北门那栋。",
    "第八条 费用",
    LONG,
    "附则",
    "本办法自公布之日起施行。",
]
TREE = {
    "blocks": [
        {"type": "heading", "level": 2, "text": [{"text": line}]}
        if line in ("总则", "附则")
        else {"type": "paragraph", "text": [{"text": line}]}
        for line in TEXT
    ]
}


def publish(answered: Answered) -> None:
    publishing.submit(answered.hand, answered.call)
    publishing.approve(actor_of(answered.approver), answered.call)
    publishing.publish(actor_of(answered.approver), answered.call)


@pytest.fixture
def trace(answered: Answered) -> Callable[..., None]:
    outcome = publishing.write(answered.hand, answered.call, TREE)
    version = documents.latest(outcome.document_id)
    assert version is not None

    def run(one: Any, words: str) -> None:
        start = version.plain.index(words)
        found = Finding(Span(start, start + len(words)), None, Kind.IDEA)
        provenance.trace(answered.hand, answered.call, one, version, found)

    return run


def test_places_of_a_text_have_the_names_people_cite(answered: Answered, trace: Any) -> None:
    outcome = publishing.write(answered.hand, answered.call, TREE)
    version = documents.latest(outcome.document_id)
    assert version is not None
    assert [label for _start, label in headings(version)] == ["总则", "第七条", "第八条", "附则"]
    assert all(version.plain[start:].startswith(label) for start, label in headings(version))


def test_where_words_stand_is_named_by_article_or_heading(
    answered: Answered, trace: Any, write: Callable[..., Path]
) -> None:
    rows = [answered.said(body=f"第{n}个想法，先装北门。") for n in range(3)]
    hidden = answered.said(body="我家在三单元。", is_private=True)
    trace(rows[0], "先装北门那栋")
    trace(rows[0], "自公布之日起")
    trace(rows[1], LONG)
    trace(hidden, "为了方便居民")
    publish(answered)
    found = [row["对应条文"] for row in read(write(answered.call, "csv"))]
    assert found[0] == "第七条：“先装北门那栋”\n附则：“自公布之日起”"
    assert found[1] == f"第八条：“{LONG[:59]}…”"
    assert found[2:] == ["", ""]
    assert checks.check(answered.call).differences == []


def test_many_passages_are_counted_not_listed(answered: Answered, trace: Any) -> None:
    one = answered.said()
    for words in ("为了方便", "先装北门", "费用", "本办法", "施行"):
        trace(one, words)
    told = Passages(answered.call.id).of([one.id])[one.id].split("\n")
    assert len(told) == 4
    assert "2" in told[-1]


def test_before_publication_nobody_reads_where_words_will_stand(
    answered: Answered, trace: Any, write: Callable[..., Path]
) -> None:
    one = answered.said()
    trace(one, "先装北门那栋")
    db.session.execute(
        db.text("UPDATE disposition SET published_at = prepared_at")
    )  # as an imported reply is
    assert read(write(answered.call, "csv"))[0]["对应条文"] == ""
    internal = read(write(answered.call, "csv", is_internal=True, actor=answered.hand))
    assert internal[0]["对应条文"] == "第七条：“先装北门那栋”"


def test_the_department_that_led_is_named(answered: Answered, trace: Any, write: Callable[..., Path]) -> None:
    lead = make_agency(name="市燃气办", parent=answered.call.agency)
    back = make_agency(name="市供水办", parent=answered.call.agency)
    rows = [answered.said(None, body=f"第{n}条管线") for n in range(3)]
    handling.give(answered.hand, answered.call, rows[:1], lead, days=5)
    handling.give(answered.hand, answered.call, rows[1:2], back, days=5)
    returned = db.session.query(Assignment).filter_by(agency_id=back.id).one()
    handling.recall(answered.hand, returned, "这一条由我们自己办理。")
    for row in rows:
        answered.answer_with_reason(row, "管线年内迁移完成。")
    publish(answered)
    offices = [row["承办单位"] for row in read(write(answered.call, "csv"))]
    assert offices == ["市燃气办", "市住房和城乡建设局", "市住房和城乡建设局"]
    assert checks.check(answered.call).differences == []


def test_the_check_sees_a_wrong_department_and_a_passage_that_is_not_there(
    answered: Answered, trace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = answered.said()
    trace(one, "先装北门那栋")
    publish(answered)
    monkeypatch.setattr(Passages, "of", lambda self, ids: {})
    monkeypatch.setattr("cocreate.exchange.adoption.office_of", lambda call: "别的单位")
    assert len(checks.check(answered.call).differences) == 2
