"""Exports: every row once, names masked, nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

from cocreate.exchange import exports
from cocreate.exchange.harmless import FORMULA
from tests.factories import make_call, make_contribution, make_user

pytestmark = pytest.mark.usefixtures("db_session")
FORMULAS = ["=1+1", "+cmd|'/C calc'!A0", "-2", "@SUM(1)", "\t=1"]


def read(kind: str, path) -> list[dict]:
    if kind == "json":
        return json.loads(path.read_text(encoding="utf-8"))["contributions"]
    if kind == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    sheet = openpyxl.load_workbook(path).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_every_row_once_with_masked_names(tmp_path, monkeypatch, kind) -> None:
    monkeypatch.setattr(exports, "BATCH", 3)
    call = make_call()
    author = make_user("张祥瑞")
    numbers = [make_contribution(call, author=author, body=f"第{n}条").number for n in range(7)]
    make_contribution(make_call(), body="别的征集")
    out = tmp_path / f"out.{kind}"
    assert exports.WRITERS[kind](call, out) == 7
    rows = read(kind, out)
    assert [row["number"] for row in rows] == numbers
    assert {row["author"] for row in rows} == {"张**"}
    assert [row["body"] for row in rows] == [f"第{n}条" for n in range(7)]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(tmp_path, text) -> None:
    call = make_call()
    make_contribution(call, title="题", body=f"{text} 好")
    csv_out, xlsx_out = tmp_path / "a.csv", tmp_path / "a.xlsx"
    exports.write_csv(call, csv_out)
    exports.write_xlsx(call, xlsx_out)
    assert not read("csv", csv_out)[0]["body"].startswith(FORMULA)
    cells = [cell for row in openpyxl.load_workbook(xlsx_out).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
