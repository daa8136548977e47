"""Writes a table as a document that stands by itself: HTML, and the PDF that is made of the same page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from flask import current_app

from cocreate.core.errors import Conflict
from cocreate.core.i18n import _, _l, language
from cocreate.core.loader import resolve
from cocreate.exchange.covering import nothing, official_lines, paragraphs
from cocreate.exchange.layouts import LAYOUT_NAMES, Cells
from cocreate.exchange.tables import Table

TEMPLATE = "adoption/_document.html"
PAPER_ROWS = 10_000  # lines that a document to be printed takes
CHUNK = 250  # lines of one HTML table: a layout engine's time grows with the square of its length


def write_html(table: Table, out: Path) -> int:
    """One HTML file with its style in it, written piece by piece; returns how many lines."""
    counted = Counted(table.lines)
    with out.open("w", encoding="utf-8") as file:
        for piece in pieces(table, counted, for_screen=True):
            file.write(piece)
    return counted.count


def write_pdf(table: Table, out: Path) -> int:
    """A tagged PDF with its fonts in it. Conflict above PAPER_ROWS lines, or where Pango or a Chinese font is missing."""
    check_length(table)
    counted = Counted(table.lines)
    text = "".join(pieces(table, counted))
    try:
        render = resolve("cocreate.exchange.pdf:render")
    except OSError as error:
        raise Conflict(
            _l(
                "A PDF can't be made here, because a library is missing. On Debian: apt-get install "
                "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
            )
        ) from error
    render(text, out)
    return counted.count


def check_length(table: Table) -> None:
    """Conflict when the table is too long to be a document that is printed."""
    if table.total > PAPER_ROWS:
        raise Conflict(
            _l(
                "This table has %(count)s lines; PDF and DOCX take up to %(limit)s. Take XLSX, CSV or JSON, "
                "which have no limit.",
                count=table.total,
                limit=PAPER_ROWS,
            )
        )


class Counted:
    """Lines in chunks, with how many there were."""

    def __init__(self, lines: Iterator[Cells]) -> None:
        self.count = 0
        self._lines = lines

    def __iter__(self) -> Iterator[list[Cells]]:
        while chunk := list(islice(self._lines, CHUNK)):
            self.count += len(chunk)
            yield chunk


def pieces(table: Table, chunks: Counted, *, for_screen: bool = False) -> Iterator[str]:
    """The document, piece by piece."""
    template = current_app.jinja_env.get_template(TEMPLATE)
    stream = template.stream(**_context(table), chunks=chunks, for_screen=for_screen)
    stream.enable_buffering(200)
    yield from stream


def _context(table: Table) -> dict[str, Any]:
    return {
        "note": table.note,
        "lang": "en" if language() == "en" else "zh-Hans",
        "particulars": official_lines(table.note),
        "paragraphs": paragraphs(table.note),
        "layout": table.layout.value,
        "table_title": title(table),
        "columns": table.columns,
        "nothing": nothing(table.note),
        "is_internal": table.is_internal,
    }


def title(table: Table) -> str:
    """The heading above the table."""
    return _(
        "Table of contributions and how they were adopted (%(layout)s)", layout=LAYOUT_NAMES[table.layout]
    )
