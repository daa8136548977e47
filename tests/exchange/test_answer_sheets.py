"""Answers out to a spreadsheet and back: checked line by line, all or nothing, nothing overwritten silently."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from cocreate.contributions import service as contributions
from cocreate.contributions.models import State
from cocreate.core.clock import today
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.i18n import use_language
from cocreate.exchange import answer_columns, answer_sheets, sheet_reading
from cocreate.exchange.answer_columns import COLUMNS, NEEDED
from cocreate.exchange.answer_export import export_answers
from cocreate.exchange.answer_sheets import Change, Trial
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import service
from tests.exchange.conftest import ADOPTED, REFUSED, Answered
from tests.factories import actor_of, make_call, make_contribution, make_user

pytestmark = pytest.mark.usefixtures("db_session")
Edit = Callable[[dict[str, Any]], None]
KEYS = [one.key for one in COLUMNS]


class Sheet:
    """An exported sheet in an editor's hands: `rows` by number, `cells` by key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book.worksheets[0]

    def place(self, row: int, key: str) -> Any:
        return self.sheet.cell(row, KEYS.index(key) + 1)

    def fill(self, row: int, **cells: Any) -> None:
        for key, value in cells.items():
            self.place(row, key).value = value

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


@pytest.fixture
def out(answered: Answered, tmp_path: Path) -> Callable[[], Sheet]:
    def run() -> Sheet:
        path = tmp_path / "answers.xlsx"
        export_answers(answered.hand, answered.call, path)
        return Sheet(path)

    return run


def look(answered: Answered, path: Path) -> Trial:
    return answer_sheets.look_over(answered.hand, answered.call, path)


def apply(answered: Answered, trial: Trial, overrule: dict[str, int]) -> int:
    act = answer_sheets.apply(answered.hand, answered.call, trial, overrule, "answers.xlsx")
    return act.count if act else 0


def counts(trial: Trial) -> dict[str, int]:
    kinds = {one.value: len(trial.of(one)) for one in Change}
    return {
        name: n for name, n in (kinds | {"same": trial.unchanged, "bad": len(trial.problems)}).items() if n
    }


def current(answered: Answered, *rows: Any) -> list[str | None]:
    found = outcomes.dispositions(answered.call.id, [row.id for row in rows], published_only=False)
    return [found[row.id].degree if row.id in found else None for row in rows]


def test_a_sheet_that_comes_back_as_it_went_changes_nothing(answered: Answered, out: Any) -> None:
    answered.said()
    answered.said(None)
    trial = look(answered, out().save())
    assert counts(trial) == {"same": 2}
    assert apply(answered, trial, {}) == 0


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_answer_survives_the_way_out_and_back(
    answered: Answered, tmp_path: Path, suffix: str, language: str
) -> None:
    later = today() + timedelta(days=90)
    for draft in (
        ADOPTED,
        REFUSED,
        service.AnswerDraft("adopted_in_part", measure="=先装三栋。\n第二行", reason="其余管线不通。"),
        service.AnswerDraft("planned", reason="列入明年计划。", review_date=later),
        service.AnswerDraft("already_covered", reference="第三条", since="2025"),
        service.AnswerDraft("out_of_scope", passed_to="省交通厅"),
    ):
        answered.said(draft, body=f"=1+1 {draft.degree}")
    path = tmp_path / f"sheet{suffix}"
    with use_language(language):
        assert export_answers(answered.hand, answered.call, path) == 6
    assert counts(look(answered, path)) == {"same": 6}


def test_answers_are_taken_over_by_the_rules_of_the_page(answered: Answered, out: Any) -> None:
    rows = [answered.said(None), answered.said(), answered.said(None)]
    sheet = out()
    sheet.fill(2, degree="未采纳", reason="这条路归省里管，已经转告。")
    sheet.fill(3, degree="部分采纳", reason="其余的管线不通。")
    trial = look(answered, sheet.save())
    assert counts(trial) == {"new": 1, "changed": 1, "same": 1}
    assert apply(answered, trial, {}) == 2
    assert current(answered, *rows) == ["not_adopted", "adopted_in_part", None]
    kept = outcomes.disposition(answered.call.id, rows[1].id, published_only=False)
    assert kept is not None
    assert (kept.number, kept.measure, kept.prepared_by_id) == (2, ADOPTED.measure, answered.editor.id)


def test_one_bad_line_and_nothing_is_stored(answered: Answered, out: Any) -> None:
    rows = [answered.said(None), answered.said(None)]
    sheet = out()
    sheet.fill(2, degree="采纳", measure="写入第七条。")
    sheet.fill(3, degree="未采纳")
    trial = look(answered, sheet.save())
    assert [(one.line, one.column, one.number) for one in trial.problems] == [(3, "reason", rows[1].number)]
    assert str(trial.problems[0].why).startswith(("请写明", "请")) or "reason" in str(trial.problems[0].why)
    with pytest.raises(Invalid):
        answer_sheets.apply(answered.hand, answered.call, trial, {})
    assert current(answered, *rows) == [None, None]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"degree": "也许采纳"}, "degree"),
        ({"reason": "没有程度，只有理由。"}, "degree"),
        ({"degree": "未采纳", "reason": "无"}, "reason"),
        ({"degree": "未采纳", "reason": "长" * 2001}, "reason"),
        ({"degree": "列入计划", "reason": "列入明年计划。", "review_date": "2020-01-01"}, "review_date"),
        ({"degree": "列入计划", "reason": "列入明年计划。", "review_date": "明年"}, "review_date"),
        ({"degree": "采纳", "measure": "=A1&B1"}, "measure"),
        ({"degree": '=IF(TRUE,"采纳","")'}, "degree"),
        ({"number": "2026-999999"}, "number"),
        ({"version": 7}, "number"),
        ({"version": ""}, "number"),
        ({"seal": "0123456789abcdef"}, "number"),
        ({"seal": "印"}, "number"),
        ({"call": "another-call"}, "number"),
        ({"number": "=A3"}, "number"),
    ],
)
def test_what_is_wrong_in_a_line_is_named(
    answered: Answered, out: Any, cells: dict[str, Any], column: str
) -> None:
    answered.said(None)
    answered.said()
    sheet = out()
    sheet.fill(2, **cells)
    trial = look(answered, sheet.save())
    assert (trial.problems[0].line, trial.problems[0].column) == (2, column)
    assert str(trial.problems[0].why)


def test_a_line_that_stands_twice(answered: Answered, out: Any) -> None:
    answered.said(None)
    sheet = out()
    for place, cell in enumerate(sheet.sheet[2], 1):
        sheet.sheet.cell(3, place).value = cell.value
    assert [one.line for one in look(answered, sheet.save()).problems] == [3]


def test_an_answer_is_not_taken_away_by_an_empty_line(answered: Answered, out: Any) -> None:
    one = answered.said()
    sheet = out()
    sheet.fill(2, degree=None, measure=None)
    assert [one.column for one in look(answered, sheet.save()).problems] == ["degree"]
    assert current(answered, one) == ["adopted"]


def test_a_change_on_the_site_since_the_export_is_a_conflict(answered: Answered, out: Any) -> None:
    rows = [answered.said(), answered.said(None), answered.said()]
    sheet = out()
    for line in (2, 3):
        sheet.fill(line, degree="未采纳", measure=None, reason="归省里管，已经转告。")
    path = sheet.save()
    for row in rows:
        service.answer(
            answered.hand, row, answered.call, service.AnswerDraft("taken_as_idea", reason="留作参考。")
        )
    trial = look(answered, path)
    assert counts(trial) == {"conflict": 2, "same": 1}
    assert [(one.seen, one.standing) for one in trial.of(Change.CONFLICT)] == [(1, 2), (0, 1)]
    assert apply(answered, trial, {}) == 0
    assert current(answered, *rows) == ["taken_as_idea"] * 3
    assert apply(answered, trial, {rows[0].number: 2}) == 1
    assert current(answered, *rows) == ["not_adopted", "taken_as_idea", "taken_as_idea"]


def test_a_conflict_decided_upon_an_older_look_is_refused(answered: Answered, out: Any) -> None:
    one = answered.said()
    sheet = out()
    sheet.fill(2, degree="未采纳", reason="归省里管，已经转告。")
    trial = look(answered, sheet.save())
    service.answer(
        answered.hand, one, answered.call, service.AnswerDraft("taken_as_idea", reason="留作参考。")
    )
    with pytest.raises(Conflict, match=one.number):
        answer_sheets.apply(answered.hand, answered.call, trial, {})


def test_the_same_answer_from_both_sides_is_no_conflict(answered: Answered, out: Any) -> None:
    one = answered.said(None)
    sheet = out()
    sheet.fill(2, degree="采纳", measure=ADOPTED.measure)
    path = sheet.save()
    service.answer(answered.hand, one, answered.call, ADOPTED)
    assert counts(look(answered, path)) == {"same": 1}


def test_what_was_withdrawn_meanwhile_is_named(answered: Answered, out: Any) -> None:
    one = answered.said(None)
    sheet = out()
    sheet.fill(2, degree="采纳", measure="写入第七条。")
    contributions.move(one, answered.call, State.WITHHELD)
    assert [one.line for one in look(answered, sheet.save()).problems] == [2]


def test_columns_may_be_moved_but_not_renamed_or_left_out(
    answered: Answered, out: Any, tmp_path: Path
) -> None:
    answered.said(None)
    rows = [list(row) for row in out().sheet.iter_rows(values_only=True)]
    turned = tmp_path / "turned.xlsx"
    save(turned, [["注", *reversed(row)] for row in rows])
    assert counts(look(answered, turned)) == {"same": 1}
    for key in NEEDED:
        place = KEYS.index(key)
        for changed in (
            [row[:place] + row[place + 1 :] for row in rows],
            [[*rows[0][:place], "改了名", *rows[0][place + 1 :]], *rows[1:]],
        ):
            save(tmp_path / "less.xlsx", changed)
            with pytest.raises(Invalid, match=str(rows[0][place])):
                look(answered, tmp_path / "less.xlsx")


def save(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_merged_cells_are_named(answered: Answered, out: Any) -> None:
    for _ in range(3):
        answered.said(None)
    sheet = out()
    sheet.sheet.merge_cells("G3:G4")
    trial = look(answered, sheet.save())
    assert [one.line for one in trial.problems] == [3, 4]
    assert "G3:G4" in str(trial.problems[0].why)


def test_another_calls_file(answered: Answered, out: Any, tmp_path: Path) -> None:
    other = make_call(agency=answered.call.agency, stage=answered.call.stage, slug="other")
    make_contribution(other)
    path = tmp_path / "other.xlsx"
    export_answers(answered.hand, other, path)
    assert [str(one.why)[-5:] for one in look(answered, path).problems] == ["other"] or "other" in str(
        look(answered, path).problems[0].why
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel",
        b"%PDF-1.7 not a sheet \0\0",
        b"PK\x03\x04 broken",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"a,b,c\n1,2,3\n",
        b'"never closed\n' * 3,
        b"\xff\xfe\xff",
        b"\x81\x20\xff\xff,\xff",
    ],
)
def test_what_is_no_sheet_of_answers_is_refused_with_a_reason(
    answered: Answered, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        look(answered, path)
    assert set(refusal.value.fields) == {"file"}


def test_a_word_document_is_no_sheet(answered: Answered, tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(Invalid):
        look(answered, path)


@pytest.mark.parametrize("bomb", ["size", "parts", "doctype"])
def test_bombs_are_not_opened(
    answered: Answered, out: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    answered.said(None)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(out().path) as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bad:
        for part in good.infolist():
            data = good.read(part)
            if bomb == "doctype" and part.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE a [<!ENTITY b "c">]>' + data
            bad.writestr(part.filename, data)
        if bomb == "size":
            bad.writestr("xl/media/zeros.bin", b"\0" * 2_000_000)
        for number in range(2001 if bomb == "parts" else 0):
            bad.writestr(f"xl/p{number}", b"")
    monkeypatch.setattr(sheet_reading, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Invalid) as refusal:
        look(answered, path)
    assert "file" in refusal.value.fields


def test_more_lines_than_fit_are_refused_out_and_in(
    answered: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        answered.said(None)
    path = tmp_path / "all.csv"
    export_answers(answered.hand, answered.call, path)
    monkeypatch.setattr(answer_sheets, "MOST_LINES", 3)
    monkeypatch.setattr(answer_columns, "MOST_LINES", 3)
    with pytest.raises(Invalid, match="3"):
        look(answered, path)
    monkeypatch.setattr("cocreate.exchange.answer_export.MOST_LINES", 3)
    with pytest.raises(Conflict, match="3"):
        export_answers(answered.hand, answered.call, tmp_path / "few.csv")
    assert not (tmp_path / "few.csv").exists()


def test_csv_of_chinese_excel_is_read(answered: Answered, tmp_path: Path) -> None:
    one = answered.said(None)
    path = tmp_path / "gb.csv"
    export_answers(answered.hand, answered.call, path)
    text = path.read_text(encoding="utf-8-sig").replace("\n", "\r\n")
    for encoding in ("gb18030", "utf-16", "utf-8"):
        path.write_bytes(text.encode(encoding))
        assert counts(look(answered, path)) == {"same": 1}
    assert current(answered, one) == [None]


def test_only_editors_bring_answers_in(answered: Answered, out: Any) -> None:
    answered.said(None)
    path = out().save()
    for who in (make_user(), answered.approver):
        with pytest.raises(Denied):
            answer_sheets.look_over(actor_of(who), answered.call, path)
    with pytest.raises(Denied):
        export_answers(actor_of(make_user()), answered.call, path)


def test_the_workbook_locks_what_must_stay(answered: Answered, out: Any) -> None:
    answered.said()
    sheet = out().sheet
    locked = {key: sheet.cell(2, place).protection.locked for place, key in enumerate(KEYS, 1)}
    assert sheet.protection.sheet
    assert [key for key, is_locked in locked.items() if not is_locked] == list(answer_columns.FIELDS)
    hidden = [key for place, key in enumerate(KEYS) if sheet.column_dimensions[chr(65 + place)].hidden]
    assert hidden[0] == "call"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["G2"]


def test_dates_are_read_as_people_write_them(answered: Answered, out: Any) -> None:
    later = date(today().year + 1, 3, 1)
    texts = [later, later.isoformat(), f"{later.year}年3月1日", f"{later.year}/3/1"]
    for _ in texts:
        answered.said(None)
    sheet = out()
    for line, text in enumerate(texts, 2):
        sheet.fill(line, degree="planned", reason="列入明年的计划。", review_date=text)
    trial = look(answered, sheet.save())
    assert [one.draft.review_date for one in trial.proposals] == [later] * 4, trial.problems
