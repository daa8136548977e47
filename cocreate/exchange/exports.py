"""Taking a call out: one row a contribution, streamed in batches, so that memory stays flat; names are masked."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from cocreate.ballots import queries as ballots
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.exchange.harmless import XLSX_CELL, harmless
from cocreate.outcomes import queries as outcomes
from cocreate.text.names import mask_name

BATCH = 500
COLUMNS = (
    "number kind state validity channel clause author title body received_at is_listed supporters imported_likes "
    "imported_dislikes degree reason measure reference answered_at"
).split()


def rows(call: Call) -> Iterator[dict[str, Any]]:
    """All contributions of a call, comments left out, in order of arrival, by column."""
    clauses = {clause.id: clause.label for clause in calls.clauses(call.id)}
    after: int | None = None
    while True:
        page = contributions.of_call(call.id, after=after, limit=BATCH)
        ids = [row.id for row in page.items]
        votes = ballots.tallies(call.id, ids)
        answers = outcomes.dispositions(call.id, ids, published_only=False)
        for row in page.items:
            yield _row(row, clauses, votes.get(row.id, 0), answers.get(row.id))
        if page.next_key is None:
            return
        after = page.items[-1].id
        db.session.expunge_all()  # what was written out need not stay in memory


def _row(row: Contribution, clauses: dict[int, str], votes: int, answer: Any) -> dict[str, Any]:
    name = row.author.name if row.author is not None else row.author_name
    return {
        "number": row.number,
        "kind": row.kind.value,
        "state": row.state.value,
        "validity": row.validity.value if row.validity else None,
        "channel": row.channel.value,
        "clause": clauses.get(row.clause_id) if row.clause_id else None,
        "author": mask_name(name),
        "title": row.title,
        "body": row.body,
        "received_at": row.received_at.isoformat(),
        "is_listed": row.is_listed,
        "supporters": votes,
        "imported_likes": row.imported_likes,
        "imported_dislikes": row.imported_dislikes,
        "degree": answer.degree if answer else None,
        "reason": answer.reason if answer else None,
        "measure": answer.measure if answer else None,
        "reference": answer.reference if answer else None,
        "answered_at": _iso(answer.published_at) if answer else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def write_json(call: Call, out: Path) -> int:
    """One JSON document, written row by row; returns how many rows."""
    count = 0
    with out.open("w", encoding="utf-8") as file:
        head = {"slug": call.slug, "title": call.title, "stage": call.stage.value}
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "contributions": [')
        for count, row in enumerate(rows(call), 1):
            file.write((",\n" if count > 1 else "\n") + json.dumps(row, ensure_ascii=False))
        file.write("\n]}\n")
    return count


def write_csv(call: Call, out: Path) -> int:
    """CSV in UTF-8 with a byte order mark, which Chinese spreadsheet programs need; returns how many rows."""
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for count, row in enumerate(rows(call), 1):
            writer.writerow({name: harmless(value) for name, value in row.items()})
    return count


def write_xlsx(call: Call, out: Path) -> int:
    """A workbook of one sheet, texts as texts; returns how many rows."""
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        sheet = book.add_worksheet(call.slug[:31])
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for count, row in enumerate(rows(call), 1):
            for place, name in enumerate(COLUMNS):
                value = row[name]
                sheet.write(count, place, value[:XLSX_CELL] if isinstance(value, str) else value)
    return count


WRITERS: dict[str, Callable[[Call, Path], int]] = {"json": write_json, "csv": write_csv, "xlsx": write_xlsx}
