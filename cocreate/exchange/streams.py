"""Writes a table as CSV, JSON or XLSX, line by line, so that memory stays flat whatever its length."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter

from cocreate.core.i18n import _, day
from cocreate.exchange.adoption import labelled
from cocreate.exchange.covering import Note, nothing, official_lines, paragraphs
from cocreate.exchange.harmless import XLSX_CELL, harmless
from cocreate.exchange.layouts import LAYOUT_NAMES, Cells, Column
from cocreate.exchange.tables import Table
from cocreate.outcomes import schemes

SHEET_ROWS = 1_048_575  # of one sheet, below its heading
HIGHEST = 409.0  # points; no program shows a row that is higher
MEASURED = 4000  # characters after which a row is as high as it can be anyway
NOTE_WIDTH = 72
CONSTANT = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_csv(table: Table, out: Path) -> int:
    """CSV in UTF-8 with a byte order mark, which Chinese spreadsheet programs need; returns how many lines.

    It has no place for a covering note, so each line ends with the official particulars that are known."""
    count = 0
    names, particulars = zip(*official_lines(table.note), strict=True)
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(str(one.name) for one in table.columns), *names])
        for count, line in enumerate(table.lines, 1):
            writer.writerow(
                [*(harmless(line.texts[one.key]) for one in table.columns), *map(harmless, particulars)]
            )
    return count


def write_json(table: Table, out: Path) -> int:
    """One JSON document, as docs/adoption-table.md describes it; returns how many lines."""
    count = 0
    head: dict[str, Any] = {"slug": table.slug, "layout": table.layout.value, "internal": table.is_internal}
    head |= {"note": note_as_json(table.note), "columns": {one.key: str(one.name) for one in table.columns}}
    with out.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        for count, line in enumerate(table.lines, 1):
            file.write((",\n" if count > 1 else "\n") + json.dumps(_as_json(line), ensure_ascii=False))
        file.write("\n]}\n")
    return count


def _as_json(line: Cells) -> dict[str, Any]:
    degree = schemes.degree(line.degree)
    group = degree.group if degree else None
    return {
        **line.texts,
        **line.details,
        "degree": line.degree or None,
        "degree_name": line.texts["degree"],
        "group": group.value if group else None,
        "shown": line.is_shown,
    }


def note_as_json(note: Note) -> dict[str, Any]:
    """The covering note with machine-readable keys."""
    return {
        "title": note.title,
        "call": note.call_title,
        "agency": note.agency,
        "issuer": note.issuer,
        "signature": note.signature,
        "index_number": note.index_number or None,
        "written_on": note.written_on.isoformat() if note.written_on else None,
        "period": [one.isoformat() for one in note.period] if note.period else None,
        "channels": {key: count for key, _name, count in note.channels},
        "closed_without_answer": {key: count for key, _name, count in note.closed},
        "received": note.received,
        "valid": note.valid,
        "adopted": {(one.value if one else "answered"): count for one, count in note.groups.items()},
        "next_steps": note.next_steps,
        "published": note.is_published,
        "as_of": note.as_of.isoformat(),
    }


def write_xlsx(table: Table, out: Path) -> int:
    """A workbook: the table, and the covering note beside it; texts as texts. Returns how many lines."""
    with xlsxwriter.Workbook(str(out), CONSTANT) as book:
        book.set_properties({"title": table.note.title, "author": table.note.issuer})
        formats = _formats(book)
        count, sheet, number = 0, None, 0
        for count, line in enumerate(table.lines, 1):
            if sheet is None or number == SHEET_ROWS:
                sheet, number = _sheet(book, table, formats), 0
            number += 1
            sheet.set_row(number, height([(str(line.texts[one.key]), _width(one)) for one in table.columns]))
            forget_row(sheet, number - 2)
            for place, one in enumerate(table.columns):
                _put(sheet, number, place, line.texts[one.key], formats)
        if sheet is None:
            _sheet(book, table, formats).write_string(1, 0, nothing(table.note), formats["text"])
        _note_sheet(book, table.note, formats)
    return count


def _formats(book: Any) -> dict[str, Any]:
    body = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#8A8F98", "font_size": 10.5}
    font = {"font_name": "宋体"}
    head = {"bold": True, "valign": "vcenter", "align": "center", "bg_color": "#EEF1F0"}
    return {
        "text": book.add_format(body | font),
        "middle": book.add_format(body | font | {"align": "center"}),
        "head": book.add_format(body | {"font_name": "黑体"} | head),
        "title": book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}
        ),
        "words": book.add_format(font | {"font_size": 12, "text_wrap": True, "valign": "top"}),
        "signed": book.add_format(font | {"font_size": 12, "align": "right"}),
    }


def _width(column: Column) -> float:
    """How wide a column is, in characters of the Latin script."""
    return max(5, column.width * 1.6)


def height(cells: Iterable[tuple[str, float]], line: float = 14.5, highest: float = HIGHEST) -> float:
    """How high a row must be, in points, for texts in columns of these widths: not every program finds that out itself."""
    lines = max(
        sum(max(1, ceil(_room(part) / (width - 1))) for part in text.split("\n")) for text, width in cells
    )
    return min(highest, lines * line + 4)


def forget_row(sheet: Any, row: int) -> None:
    """Let go of the height of a row that is in the file already: the library would keep it to the end."""
    for kept in (sheet.row_info, sheet.row_sizes):
        kept.pop(row, None)


def _room(text: str) -> float:
    """The width of a text, where a Chinese character takes twice the place of a Latin one."""
    measured = text[:MEASURED]
    return 1.1 * len(measured) + (len(measured.encode("utf-8", "replace")) - len(measured)) / 2


def _put(sheet: Any, row: int, place: int, value: str | int, formats: dict[str, Any]) -> None:
    if isinstance(value, int):
        sheet.write_number(row, place, value, formats["middle"])
    else:
        sheet.write_string(row, place, cut(value), formats["text"])


def cut(text: str) -> str:
    """A text as long as a cell can hold; one that is longer says that it goes on elsewhere."""
    if len(text) <= XLSX_CELL:
        return text
    return text[: XLSX_CELL - 60] + _(" … (the rest does not fit into a cell; read it on the site)")


def _sheet(book: Any, table: Table, formats: dict[str, Any]) -> Any:
    """A sheet with its heading: repeated on each printed page, which is A4 across and as wide as the table."""
    number = len(book.worksheets()) + 1
    name = str(LAYOUT_NAMES[table.layout])
    sheet = book.add_worksheet(name[:28] if number == 1 else f"{name[:24]} {number}")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&C&14" + table.note.title.replace("&", "&&")[:200])
    sheet.set_footer("&C— &P —")
    for place, one in enumerate(table.columns):
        sheet.set_column(place, place, _width(one))
    sheet.set_row(0, 32)
    sheet.write_row(0, 0, [str(one.name) for one in table.columns], formats["head"])
    return sheet


def _note_sheet(book: Any, note: Note, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_("Covering note"))
    sheet.set_column(0, 0, NOTE_WIDTH)
    sheet.set_paper(9)
    sheet.print_area(0, 0, 40, 0)
    sheet.set_margins(left=0.8, right=0.8, top=1.0, bottom=0.9)
    sheet.set_print_scale(90)
    sheet.hide_gridlines(2)
    texts = [(note.title, "title"), *((labelled(*one), "words") for one in official_lines(note))]
    texts += [(one, "words") for one in paragraphs(note)]
    if note.next_steps:
        texts += [(_("What happens next"), "words"), (note.next_steps, "words")]
    texts.append((note.signature, "signed"))
    if note.written_on:
        texts.append((day(note.written_on), "signed"))
    texts.append((_("(place of the seal)"), "signed"))
    for row, (text, name) in enumerate(texts):
        sheet.set_row(row, 60 if name == "title" else height([(cut(text), NOTE_WIDTH * 0.85)], 19))
        sheet.write_string(row, 0, cut(text), formats[name])
