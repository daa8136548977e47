"""A scorecard as a file: a line for the whole and one for each part, with the names of the columns in the reader's language."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import xlsxwriter

from cocreate.core.errors import NotFound
from cocreate.core.i18n import Sentence, _, _l
from cocreate.exchange.harmless import harmless
from cocreate.insights import plain
from cocreate.insights.cards import Card

COLUMNS: dict[str, Sentence] = {
    "agency": _l("Short name"),
    "name": _l("Agency"),
    "without_below": _l("Without those below it"),
    "received": _l("Received"),
    "valid": _l("Valid"),
    "answered": _l("Answered"),
    "in_time": _l("Answered in time"),
    "in_time_share": _l("Share in time"),
    "median_working_days": _l("Median working days to the answer"),
    "adopted": _l("Adopted"),
    "adopted_in_part": _l("Adopted in part"),
    "not_adopted": _l("Not adopted"),
    "answered_elsewhere": _l("Replies taken over from elsewhere"),
    "asked_and_answered": _l("People who said whether promises were kept"),
    "kept": _l("Kept"),
    "partly_kept": _l("Partly kept"),
    "not_kept": _l("Not kept"),
    "satisfaction": _l("Satisfaction from 1 to 5"),
    "reopened": _l("Opened again after a justified complaint"),
    "reopened_share": _l("Share opened again"),
    "waiting": _l("Still open"),
    "overdue": _l("Open past their day"),
    "longest_waiting_days": _l("Longest wait in days"),
    "longest_waiting_since": _l("Waiting since"),
}


def content(card: Card, kind: str) -> tuple[bytes, str]:
    """The file and its content type. NotFound for a kind that there is not."""
    if kind not in WRITERS:
        raise NotFound(_l("There is no such file."))
    write, content_type = WRITERS[kind]
    return write(card), content_type


def _table(card: Card) -> list[list[Any]]:
    whole = plain.scorecard(card)
    lines = [whole["figures"], *whole["parts"]]
    yes = {True: _("yes"), False: ""}
    return [
        [str(name) for name in COLUMNS.values()],
        *([yes[line[key]] if key == "without_below" else line[key] for key in COLUMNS] for line in lines),
    ]


def _csv(card: Card) -> bytes:
    """In UTF-8 with a byte order mark, which Chinese spreadsheet programs need."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(value) for value in line] for line in _table(card))
    return out.getvalue().encode("utf-8-sig")


def _json(card: Card) -> bytes:
    return json.dumps(plain.scorecard(card), ensure_ascii=False, indent=1).encode()


def _xlsx(card: Card) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Scorecard"))
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF1F0"})
        percent = book.add_format({"num_format": "0.0%"})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(COLUMNS), 14)
        sheet.set_column(1, 1, 28)
        names, *lines = _table(card)
        sheet.write_row(0, 0, names, head)
        for number, line in enumerate(lines, 1):
            for place, (key, value) in enumerate(zip(COLUMNS, line, strict=True)):
                sheet.write(number, place, value, percent if key.endswith("_share") else None)
    return out.getvalue()


WRITERS: dict[str, tuple[Callable[[Card], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "json": (_json, "application/json"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
