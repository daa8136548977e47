"""Writes the contributions of a call with their answers to a spreadsheet that an editor fills in elsewhere."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from cocreate.calls.models import Call
from cocreate.contributions.bylines import byline
from cocreate.contributions.channels import CHANNEL_NAMES
from cocreate.core.actor import Actor
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _, _l
from cocreate.core.localtime import local_day
from cocreate.core.policy import require
from cocreate.exchange import adoption
from cocreate.exchange.adoption import INTERNAL, Around, row_of
from cocreate.exchange.answer_columns import COLUMNS, MOST_LINES, seal
from cocreate.exchange.downloads import folder
from cocreate.exchange.files import whole
from cocreate.exchange.harmless import harmless
from cocreate.exchange.layouts import degree_name
from cocreate.exchange.streams import CONSTANT, HIGHEST, cut, height
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import schemes, workbench
from cocreate.outcomes.queries import Line
from cocreate.outcomes.workbench import Filter

KINDS = (".xlsx", ".csv")
Cell = str | int


def export_answers(actor: Actor, call: Call, out: Path, chosen: Filter | None = None) -> int:
    """Write the lines to an XLSX or CSV file, whichever its name says; returns how many.

    Conflict, and no file, when there are more than MOST_LINES."""
    require(actor, "outcome.work", call)
    if out.suffix.lower() not in KINDS:
        raise Invalid(_l("The name of the file must end in .xlsx or .csv."), "file")
    lines = _limited(_lines(call, chosen or Filter()))
    degrees = [str(one.name) for one in schemes.of_call(call, outcomes.find(call.id)).values()]
    with whole(out) as part:
        return _write_csv(lines, part) if out.suffix.lower() == ".csv" else _write_xlsx(lines, degrees, part)


def content(actor: Actor, call: Call, kind: str, chosen: Filter) -> bytes:
    """The bytes of such a file, "xlsx" or "csv"."""
    with tempfile.TemporaryDirectory(dir=folder()) as place:
        out = Path(place) / f"answers.{kind}"
        export_answers(actor, call, out, chosen)
        return out.read_bytes()


def _limited(lines: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    for count, line in enumerate(lines, 1):
        if count > MOST_LINES:
            raise Conflict(
                _l(
                    "There are more than %(limit)s lines, which is as many as a sheet of answers takes. "
                    "Choose fewer, for example those that are unanswered.",
                    limit=MOST_LINES,
                )
            )
        yield line


def _lines(call: Call, chosen: Filter) -> Iterator[list[Cell]]:
    labels = adoption.clause_labels(call)
    after: str | None = None
    while True:
        page = workbench.page(call.id, chosen, after=after, limit=adoption.BATCH)
        for line in page.items:
            values = _values(call, line, labels)
            yield [values[column.key] for column in COLUMNS]
        if page.next_key is None:
            return
        after = page.next_key


def _values(call: Call, line: Line, labels: dict[int, str]) -> dict[str, Cell]:
    one, answer = line.contribution, line.disposition
    version = answer.number if answer is not None else 0
    given: dict[str, Cell] = dict.fromkeys(("degree", "measure", "reason", "reference", "since"), "")
    given |= {"passed_to": "", "review_date": ""}
    if answer is not None:
        given = {name: getattr(answer, name) or "" for name in given}
        given["degree"] = degree_name(answer.degree)
        given["review_date"] = answer.review_date.isoformat() if answer.review_date else ""
    return {
        "number": one.number,
        "received": local_day(one.received_at).isoformat(),
        "channel": str(CHANNEL_NAMES[one.channel]),
        "by": byline(one),
        "clause": labels.get(one.clause_id or 0, ""),
        "words": row_of(line, INTERNAL, Around(labels)).words,
        **given,
        "call": call.slug,
        "version": version,
        "seal": seal(call.id, one.number, version),
    }


def _write_csv(lines: Iterator[list[Cell]], out: Path) -> int:
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([str(one.name) for one in COLUMNS])
        for count, line in enumerate(lines, 1):
            writer.writerow([harmless(value) for value in line])
    return count


def _write_xlsx(lines: Iterator[list[Cell]], degrees: list[str], out: Path) -> int:
    """Everything but the answer is locked; degrees are chosen from a list; call, version and seal stand in hidden columns."""
    count = 0
    with xlsxwriter.Workbook(str(out), CONSTANT) as book:
        sheet = book.add_worksheet(_("Answers"))
        formats = _formats(book)
        _prepare(sheet, formats)
        for count, line in enumerate(lines, 1):
            shown = [
                (str(value), one.width) for one, value in zip(COLUMNS, line, strict=True) if not one.is_hidden
            ]
            sheet.set_row(count, height(shown, highest=HIGHEST / 2))
            for place, (column, value) in enumerate(zip(COLUMNS, line, strict=True)):
                style = formats["open" if column.is_open else "locked"]
                if isinstance(value, int):
                    sheet.write_number(count, place, value, style)
                else:
                    sheet.write_string(count, place, cut(value), style)
        _offer_degrees(book, sheet, degrees, count)
        _explain(book)
    return count


def _formats(book: Any) -> dict[str, Any]:
    base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CDD2", "num_format": "@"}
    return {
        "locked": book.add_format(base | {"bg_color": "#F4F4F1", "font_color": "#3C4650"}),
        "open": book.add_format(base | {"locked": False}),
        "head": book.add_format(base | {"bold": True, "bg_color": "#E4ECEB", "align": "center"}),
    }


def _prepare(sheet: Any, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
    sheet.write_row(0, 0, [str(one.name) for one in COLUMNS], formats["head"])
    allowed = ("format_columns", "format_rows", "sort", "autofilter", "select_locked_cells")
    sheet.protect("", dict.fromkeys((*allowed, "select_unlocked_cells"), True))


def _offer_degrees(book: Any, sheet: Any, degrees: list[str], lines: int) -> None:
    """The choices lie in a hidden sheet: written into the cells' rule itself they could be too long for it."""
    choices = book.add_worksheet("degrees")
    choices.hide()
    choices.write_column(0, 0, degrees)
    place = [one.key for one in COLUMNS].index("degree")
    sheet.autofilter(0, 0, max(lines, 1), len(COLUMNS) - 1)
    sheet.data_validation(
        *(1, place, max(lines, 1), place),
        {
            "validate": "list",
            "source": f"=degrees!$A$1:$A${len(degrees)}",
            "error_title": _("Adoption"),
            "error_message": _("Please choose how far this is adopted."),
        },
    )


def _explain(book: Any) -> None:
    sheet = book.add_worksheet(_("How to fill this in"))
    sheet.set_column(0, 0, 100)
    texts = (
        _("Write in the white columns only: how far each is adopted, and what that needs."),
        _("A date is written as 2027-03-01. Leave what does not apply empty."),
        _("Lines may be sorted, filtered and left out; nothing happens to what is left out."),
        _("When you bring the file back, each line is checked first, and nothing that changed meanwhile is overwritten."),
    )  # fmt: skip
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
