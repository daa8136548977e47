"""Answers as a spreadsheet: out from the workbench, back with every line checked, both sides shown where both changed."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cocreate.contributions.models import State
from cocreate.contributions.service import move
from cocreate.core.db import db
from cocreate.exchange import answer_sheets, sheet_desk
from cocreate.exchange.answer_columns import COLUMNS
from cocreate.exchange.models import AnswerSheet, SheetLine
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import scheme_changes, service
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import AnswerDraft
from tests.exchange.conftest import ADOPTED, Answered, answered
from tests.factories import actor_of, make_member, make_user

__all__ = ["answered"]
KEYS = [one.key for one in COLUMNS]
IDEA = AnswerDraft("taken_as_idea", reason="留作参考，明年再看。")
DESK = "/desk/calls/lifts/sheets"


class Away:
    """A sheet in an editor's hands."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.sheet = self.book.worksheets[0]

    def fill(self, row: int, **cells: Any) -> Away:
        for key, value in cells.items():
            self.sheet.cell(row, KEYS.index(key) + 1).value = value
        return self

    def content(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


@pytest.fixture
def desk(client: Any, answered: Answered) -> Any:
    db.session.commit()
    client.sign_in(answered.editor)
    return client


def take(desk: Any, kind: str = "xlsx", **query: str) -> Away:
    return Away(desk.get(f"{DESK}/answers.{kind}", query_string=query).data)


def send(desk: Any, content: bytes, name: str = "答复.xlsx") -> Any:
    return desk.post(DESK, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def bring(desk: Any, away: Away) -> str:
    """Send a sheet in; the address at which it waits."""
    answer = send(desk, away.content())
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def current(answered: Answered, *rows: Any) -> list[str | None]:
    db.session.expire_all()
    found = outcomes.dispositions(answered.call.id, [row.id for row in rows], published_only=False)
    return [found[row.id].degree if row.id in found else None for row in rows]


def test_answers_go_out_come_back_and_can_be_undone(desk: Any, answered: Answered) -> None:
    rows = [answered.said(None), answered.said(), answered.said(None)]
    db.session.commit()
    away = take(desk).fill(2, degree="采纳", measure="写入第九条。")
    away.fill(3, degree="未采纳", measure=None, reason="这条路归省里管。")
    address = bring(desk, away)
    page = desk.get(address).text
    assert "写入第九条" not in page  # what changes an answer is looked at first
    assert "这条路归省里管" in page
    assert "写入第九条" in desk.get(address, query_string={"part": "new"}).text
    assert current(answered, *rows) == [None, "adopted", None]
    desk.post(address, data={"then": "apply"})
    assert current(answered, *rows) == ["adopted", "not_adopted", None]
    applied = desk.get(address).text
    assert "答复.xlsx" in applied
    assert desk.get("/desk/calls/lifts/acts").text.count("答复.xlsx") == 1
    undo = re.search(r"/desk/calls/lifts/acts/\d+/undo", applied)
    assert undo is not None
    desk.post(undo.group())
    assert current(answered, *rows) == [None, "adopted", None]
    assert db.session.query(SheetLine).count() == 0


def test_both_sides_changed_nothing_is_overwritten_until_somebody_chooses(
    desk: Any, answered: Answered
) -> None:
    rows = [answered.said(), answered.said(), answered.said(None)]
    db.session.commit()
    away = take(desk)
    for line in (2, 3):
        away.fill(line, degree="未采纳", measure=None, reason="这条路归省里管。")
    away.fill(4, degree="采纳", measure="写入第七条。")
    colleague = actor_of(make_member(answered.call.agency, "editor"))
    for row in rows[:2]:
        service.answer(colleague, row, answered.call, IDEA)
    db.session.commit()
    address = bring(desk, away)
    page = desk.get(address).text
    assert page.count('class="clash"') == 2
    assert page.count("留作参考，明年再看。") == 2
    assert page.count("这条路归省里管。") == 2
    refused = desk.post(
        address, data={"then": "apply", f"choice-{rows[0].number}": "file", f"looked-{rows[0].number}": 2}
    )
    assert refused.status_code == 422
    assert rows[1].number in refused.text
    assert re.search(rf'choice-{rows[0].number}" value="file" checked', refused.text)
    assert current(answered, *rows) == ["taken_as_idea", "taken_as_idea", None]
    chosen = {f"choice-{rows[0].number}": "file", f"choice-{rows[1].number}": "site"}
    looked = {f"looked-{row.number}": 2 for row in rows[:2]}
    assert desk.post(address, data={"then": "apply", **chosen, **looked}).status_code == 303
    assert current(answered, *rows) == ["not_adopted", "taken_as_idea", "adopted"]


def test_a_choice_holds_only_for_what_was_looked_at(desk: Any, answered: Answered) -> None:
    one = answered.said()
    db.session.commit()
    away = take(desk).fill(2, degree="未采纳", measure=None, reason="这条路归省里管。")
    service.answer(answered.hand, one, answered.call, IDEA)
    db.session.commit()
    address = bring(desk, away)
    data = {f"choice-{one.number}": "file", f"looked-{one.number}": 2, "then": "choose"}
    desk.post(address, data=data)
    service.answer(answered.hand, one, answered.call, AnswerDraft("not_adopted", reason="又有新的情况。"))
    db.session.commit()
    assert desk.post(address, data={"then": "apply"}).status_code == 422
    assert desk.post(address, data=data | {"then": "apply"}).status_code == 422
    assert "又有新的情况。" in desk.get(address).text
    assert current(answered, one) == ["not_adopted"]
    desk.post(address, data={"then": "rest"})
    assert desk.post(address, data={"then": "apply"}).status_code == 303
    kept = outcomes.disposition(answered.call.id, one.id, published_only=False)
    assert kept is not None
    assert kept.reason == "又有新的情况。"


def test_every_bad_line_is_named_and_nothing_is_taken(desk: Any, answered: Answered) -> None:
    rows = [answered.said(None) for _ in range(5)]
    db.session.commit()
    away = take(desk).fill(2, degree="采纳", measure="写入第七条。")
    away.fill(3, degree="未采纳").fill(4, number="2026-999999").fill(5, measure="=A1&B1")
    away.fill(6, degree="列入计划", reason="列入明年计划。", review_date="2020-01-01")
    address = bring(desk, away)
    page = desk.get(address).text
    whys = re.findall(r'<td role="cell" class="number"><span.*?</span>(\d+)</td>', page)
    assert whys[:1] == ["3"]
    assert set(whys) == {"3", "4", "5", "6"}
    assert "apply" not in page
    assert desk.post(address, data={"then": "apply"}).status_code == 422
    assert current(answered, *rows) == [None] * 5


def test_page_and_command_give_the_same_reasons(desk: Any, answered: Answered, tmp_path: Path) -> None:
    answered.said(None)
    answered.said(None)
    db.session.commit()
    away = take(desk).fill(2, degree="也许").fill(3, degree="未采纳", reason="无")
    path = tmp_path / "bad.xlsx"
    path.write_bytes(away.content())
    told = answer_sheets.look_over(answered.hand, answered.call, path).problems
    page = desk.get(bring(desk, away), headers={"Accept-Language": "zh"}).text
    lines = list(db.session.query(SheetLine).order_by(SheetLine.place))
    assert [(one.line, one.field) for one in lines] == [(one.line, one.column) for one in told]
    for one in lines:
        assert one.why in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "old.xls"),
        (b"%PDF-1.7 not a sheet \0\0", "letter.pdf"),
        (b"PK\x03\x04 broken", "broken.xlsx"),
        (b"a,b,c\n1,2,3\n", "other.xlsx"),
        (b"\xff\xfe\xff", "odd.csv"),
    ],
)
def test_what_is_no_sheet_is_refused_beside_the_field(
    desk: Any, answered: Answered, content: bytes, name: str
) -> None:
    answer = send(desk, content, name)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert db.session.query(AnswerSheet).count() == 0


def test_no_file_at_all(desk: Any, answered: Answered) -> None:
    assert desk.post(DESK, data={}).status_code == 422


def test_a_csv_with_the_name_of_a_workbook_is_read_as_what_it_is(desk: Any, answered: Answered) -> None:
    answered.said(None)
    db.session.commit()
    text = desk.get(f"{DESK}/answers.csv").data.decode("utf-8-sig")
    answer = send(desk, text.encode("gb18030"), "renamed.xlsx")
    assert answer.status_code == 303
    assert db.session.query(AnswerSheet).one().unchanged == 1


def test_another_calls_sheet_and_another_persons(desk: Any, answered: Answered) -> None:
    answered.said(None)
    db.session.commit()
    address = bring(desk, take(desk).fill(2, degree="采纳", measure="写入第七条。"))
    desk.sign_in(make_member(answered.call.agency, "editor"))
    assert desk.get(address).status_code == 403
    assert desk.post(address, data={"then": "apply"}).status_code == 403
    desk.sign_in(make_user())
    assert desk.get(DESK).status_code == 403
    assert desk.get(f"{DESK}/answers.xlsx").status_code == 403
    desk.sign_in(answered.editor)
    assert desk.get("/desk/calls/lifts/sheets/999").status_code == 404
    assert desk.get(f"{DESK}/answers.docx").status_code == 404


def test_a_sheet_is_applied_once_or_put_away(desk: Any, answered: Answered) -> None:
    one = answered.said(None)
    db.session.commit()
    away = take(desk).fill(2, degree="采纳", measure="写入第七条。")
    gone, kept = bring(desk, away), bring(desk, away)
    desk.post(gone, data={"then": "discard"})
    assert desk.get(gone).status_code == 404
    desk.post(kept, data={"then": "apply"})
    assert desk.post(kept, data={"then": "apply"}).status_code == 409
    assert current(answered, one) == ["adopted"]
    assert len(list(outcomes.versions(answered.call.id, one.id))) == 1


def test_what_the_workbench_shows_can_be_taken_along(desk: Any, answered: Answered) -> None:
    answered.said()
    mine = answered.said(None, body="只要这一条。")
    db.session.commit()
    page = desk.get("/desk/calls/lifts/answers?show=unanswered").text
    assert f"{DESK}?show=unanswered" in page
    away = take(desk, show="unanswered")
    assert [row[0].value for row in away.sheet.iter_rows(min_row=2)] == [mine.number]
    assert "show=unanswered" in desk.get(f"{DESK}?show=unanswered&q=只要").text


def test_the_degrees_are_those_of_the_calls_own_scheme(desk: Any, answered: Answered) -> None:
    root = actor_of(make_member(answered.call.agency, "system_admin"))
    degrees = [
        {"key": "a", "name": "A类（已办结）", "group": "adopted", "needs": ["measure"]},
        {"key": "c", "name": "C类（暂不具备条件）", "group": "not_adopted", "needs": ["reason"]},
    ]
    given = {"slug": "people", "name": "人民建议", "degrees": degrees}
    scheme = scheme_changes.save(root, answered.call.agency, given)
    scheme_changes.make_default(root, answered.call.agency, scheme)
    rows = [answered.said(None), answered.said(None)]
    db.session.commit()
    away = take(desk)
    offered = [cell.value for cell in away.book["degrees"]["A"]]
    assert offered == ["A类（已办结）", "C类（暂不具备条件）"]
    away.fill(2, degree="A类（已办结）", measure="已经修好。").fill(3, degree="采纳", measure="已经修好。")
    assert [one["line"] for one in bad(desk, away)] == [3]
    desk.post(
        bring(desk, away.fill(3, degree="c类(暂不具备条件)", measure=None, reason="管线不通。")),
        data={"then": "apply"},
    )
    assert current(answered, *rows) == ["people:a", "people:c"]
    again = take(desk)
    assert again.sheet.cell(2, KEYS.index("degree") + 1).value == "A类（已办结）"
    bring(desk, again)
    assert db.session.query(AnswerSheet).order_by(AnswerSheet.id.desc()).first().unchanged == 2


def bad(desk: Any, away: Away) -> list[dict[str, Any]]:
    bring(desk, away)
    return [{"line": one.line, "why": one.why} for one in db.session.query(SheetLine) if one.why]


def test_what_was_withheld_meanwhile_stops_the_whole_sheet(desk: Any, answered: Answered) -> None:
    rows = [answered.said(None), answered.said(None)]
    db.session.commit()
    away = take(desk)
    for line in (2, 3):
        away.fill(line, degree="采纳", measure="写入第七条。")
    address = bring(desk, away)
    move(rows[0], answered.call, State.WITHHELD)
    db.session.commit()
    answer = desk.post(address, data={"then": "apply"})
    assert answer.status_code == 409
    assert rows[0].number in answer.text
    assert current(answered, *rows) == [None, None]


def test_the_pages_cost_the_same_whatever_their_length(
    desk: Any, answered: Answered, statements: Any
) -> None:
    counts = []
    for size in (2, 20):
        for _ in range(size):
            service.answer(answered.hand, answered.said(), answered.call, IDEA)
        db.session.commit()
        away = take(desk)
        for line in range(2, 2 + size):
            away.fill(line, degree="未采纳", measure=None, reason="这条路归省里管。")
        address = bring(desk, away)
        for row in db.session.query(Disposition).filter_by(is_current=True).all()[: size // 2]:
            pair = next(
                one for one in db.session.query(SheetLine) if one.contribution_id == row.contribution_id
            )
            pair.seen = 1
        db.session.commit()
        for part in ("", "?part=changed"):
            with statements() as found:
                assert desk.get(address + part).status_code == 200
            counts.append(len(found))
        with statements() as found:
            desk.get(DESK + "?show=unanswered")
        counts.append(len(found))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 12, counts


def test_a_sheet_that_was_forgotten_goes_away(
    desk: Any, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered.said(None)
    db.session.commit()
    away = take(desk).fill(2, degree="采纳", measure=ADOPTED.measure)
    first = bring(desk, away)
    monkeypatch.setattr(sheet_desk, "KEPT", sheet_desk.KEPT * 0)
    bring(desk, away)
    assert desk.get(first).status_code == 404
