"""The table 意见采纳情况表: one rule for page and files, masked names, the database row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import sqlalchemy as sa

from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied
from cocreate.core.i18n import use_language
from cocreate.exchange import adoption, checks, files, papers, tables
from cocreate.exchange.files import Format
from cocreate.exchange.layouts import COLUMNS, Layout
from cocreate.outcomes.models import Disposition
from tests.exchange.conftest import Answered
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("db_session")
Write = Callable[..., Path]
HIDDEN = ("轮椅", "李四", "李*", "张祥瑞", "欧阳娜娜", "Alice Brown", "同意楼上")


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a file by heading."""
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))["rows"]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".docx":
        found = docx.Document(str(path)).tables
        cells = [[cell.text for cell in row.cells] for row in found[0].rows] if found else []
        return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def everything(path: Path) -> str:
    """All text of a file, wherever it stands in it."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        return "\n".join([p.text for p in document.paragraphs] + [str(r) for r in read(path)])
    return path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "docx", "html"])
def test_no_file_says_more_than_the_page(town: Answered, write: Write, kind: str, layout: Layout) -> None:
    told = everything(write(town.call, kind, layout.value))
    for secret in HIDDEN:
        assert secret not in told, secret
    assert "王小明" in told or layout is Layout.GROUPED


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_the_standard_table_holds_what_the_database_holds(town: Answered, write: Write, kind: str) -> None:
    rows = read(write(town.call, kind))
    kept = db.session.execute(
        sa.text(
            "SELECT c.number, d.degree, d.reason, d.measure, r.body, c.is_listed FROM disposition d"
            " JOIN contribution c ON c.call_id = d.call_id AND c.id = d.contribution_id"
            " JOIN revision r ON r.call_id = c.call_id AND r.contribution_id = c.id AND r.number = c.revision_number"
            " WHERE d.is_current AND d.counts ORDER BY c.id"
        )
    ).all()
    assert [row["意见编号"] for row in rows] == [one.number for one in kept]
    for row, one in zip(rows, kept, strict=True):
        shown = [one.body, *(text for text in (one.reason, one.measure) if text)]
        for text in shown:
            assert (text in "".join(map(str, row.values()))) == bool(one.is_listed)
    assert [row["采纳情况"] for row in rows] == ["采纳", "未采纳", "未采纳", "原文已体现", "采纳"]
    assert [row["反馈人（脱敏）"] for row in rows] == ["张**", "A***", "欧阳**", "王小明", "—"]
    assert rows[1]["来源渠道"] == "热线电话"
    assert rows[3]["对应条文"] == "《实施细则》第三条"


def test_columns_are_those_of_the_published_forms() -> None:
    with use_language("zh"):
        heads = {layout: "｜".join(str(one.name) for one in columns) for layout, columns in COLUMNS.items()}
    assert heads == {
        Layout.SHORT: "序号｜反馈人｜意见内容｜是否采纳｜采纳理由",
        Layout.STANDARD: "序号｜意见编号｜来源渠道｜反馈人（脱敏）｜涉及条款｜意见内容｜采纳情况｜采纳说明或未采纳理由｜对应条文｜承办单位",
        Layout.GROUPED: "归纳意见｜涉及条数｜采纳情况｜理由",
    }


def test_equal_answers_are_one_line_of_the_grouped_table(town: Answered, write: Write) -> None:
    rows = read(write(town.call, "csv", "grouped"))
    assert [int(row["涉及条数"]) for row in rows] == [2, 2, 1]
    assert sum(int(row["涉及条数"]) for row in rows) == 5


def test_what_only_hidden_contributions_were_told_is_not_in_the_grouped_table(
    answered: Answered, write: Write
) -> None:
    answered.said(body="我家在三单元。", is_private=True)
    answered.publish()
    told = everything(write(answered.call, "json", "grouped"))
    assert "北门" not in told
    assert json.loads(told)["rows"][0]["count"] == 1


def test_the_covering_note_counts_channels_and_degrees(town: Answered, write: Write) -> None:
    note = json.loads(write(town.call, "json").read_text(encoding="utf-8"))["note"]
    assert note["channels"] == {"web": 5, "hotline": 1}
    assert note["closed_without_answer"] == {"mere_agreement": 1}
    assert (note["received"], note["valid"]) == (6, 5)
    assert note["adopted"] == {"adopted": 3, "in_part": 0, "not_adopted": 2}
    assert note["next_steps"] == "三月开工。"
    assert "公开征求意见及采纳情况的反馈" in note["title"]


@pytest.mark.parametrize("kind", ["xlsx", "docx", "html"])
def test_when_nothing_came_in_it_says_so(answered: Answered, write: Write, kind: str) -> None:
    answered.publish()
    assert "征集期间未收到意见" in everything(write(answered.call, kind))


def test_nothing_is_told_before_the_outcome_is_published(answered: Answered, write: Write) -> None:
    answered.said()
    with pytest.raises(Conflict):
        write(answered.call, "csv")


def test_the_internal_version_is_for_staff_and_holds_everything(answered: Answered, write: Write) -> None:
    answered.said(body="我家在三单元。", is_private=True)
    answered.said(None, body="还没有答复。")
    with pytest.raises(Denied):
        write(answered.call, "csv", is_internal=True)
    rows = read(write(answered.call, "csv", is_internal=True, actor=answered.hand))
    assert [row["反馈人（脱敏）"] for row in rows] == ["张祥瑞", "张祥瑞"]
    assert [row["意见内容"] for row in rows] == ["我家在三单元。", "还没有答复。"]


def test_the_check_finds_the_table_as_it_is(town: Answered) -> None:
    found = checks.check(town.call)
    assert (found.rows, found.valid, found.differences) == (5, 5, [])


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("body", "the words are others"),
        ("by", "the name is not shown by the rule"),
        ("parts", "the answer is another"),
    ],
)
def test_the_check_finds_a_table_that_differs(
    town: Answered, monkeypatch: pytest.MonkeyPatch, broken: str, what: str
) -> None:
    real = adoption.row_of
    other = {"body": "别的话", "by": "张祥瑞", "parts": {}}

    def slip(*given: Any) -> adoption.Row:
        row = real(*given)
        return adoption.Row(**vars(row) | {broken: other[broken]}) if row.is_shown else row

    monkeypatch.setattr(adoption, "row_of", slip)
    assert what in {one["what"] for one in checks.check(town.call).differences}


def test_the_check_finds_figures_that_differ_from_the_rows(town: Answered) -> None:
    db.session.execute(sa.text("UPDATE answer_figures SET answered = answered + 1 WHERE degree = 'adopted'"))
    assert [one["what"][:12] for one in checks.check(town.call).differences] == ["the figures "]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|'/C calc'!A0", "-2", "@SUM(1)", "\t=1"])
def test_no_cell_is_a_formula(answered: Answered, write: Write, text: str) -> None:
    answered.said(title=f"{text}题", body=f"{text} 好", author=make_named(text))
    answered.publish()
    sheet = openpyxl.load_workbook(write(answered.call, "xlsx")).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    for row in read(write(answered.call, "csv")):
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


def make_named(name: str) -> Any:
    return make_user(name.strip() or "x", shows_name=True)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_documents_to_be_printed_say_where_they_end(
    town: Answered, write: Write, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(papers, "PAPER_ROWS", 4)
    with pytest.raises(Conflict, match="5"):
        write(town.call, kind)
    assert len(read(write(town.call, "csv"))) == 5


def test_a_file_is_there_whole_or_not_at_all(
    town: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "t.csv"
    out.write_text("before")
    table = tables.of_call(Actor.guest(), town.call)
    broken = iter([next(table.lines), None])
    with pytest.raises(AttributeError):
        files.write(tables.Table(**vars(table) | {"lines": broken}), Format.CSV, out)
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.glob("*")] == [path.name for path in tmp_path.glob("[!.]*")]


def test_an_answer_of_a_former_version_is_not_shown(answered: Answered, write: Write) -> None:
    one = answered.said()
    db.session.execute(sa.update(Disposition).values(is_current=False))
    db.session.add(
        Disposition(
            call_id=one.call_id, contribution_id=one.id, number=2, degree="not_adopted", reason="已改。"
        )
    )
    db.session.flush()
    db.session.execute(sa.text("UPDATE answer_figures SET degree = 'not_adopted'"))
    answered.publish()
    assert [row["采纳说明或未采纳理由"] for row in read(write(answered.call, "csv"))] == ["已改。"]
