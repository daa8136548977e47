"""The formats of the table 意见采纳情况表, and files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable, Iterator
from pathlib import Path

from cocreate.core.errors import CocreateError
from cocreate.core.i18n import _l
from cocreate.core.loader import resolve
from cocreate.exchange import papers, streams
from cocreate.exchange.tables import Table


class Format(enum.StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


CONTENT_TYPES: dict[Format, str] = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.HTML: "text/html; charset=utf-8",
}


def write_docx(table: Table, out: Path) -> int:
    """A Word document. Conflict when the table is too long for one."""
    papers.check_length(table)
    made: int = resolve("cocreate.exchange.docx:render")(table, papers.title(table), out)
    return made


WRITERS: dict[Format, Callable[[Table, Path], int]] = {
    Format.XLSX: streams.write_xlsx,
    Format.DOCX: write_docx,
    Format.PDF: papers.write_pdf,
    Format.CSV: streams.write_csv,
    Format.JSON: streams.write_json,
    Format.HTML: papers.write_html,
}


def write(table: Table, kind: Format, out: Path) -> int:
    """Write the table to `out`; returns how many lines. What was there stays as it was when something goes wrong."""
    with whole(out) as part:
        return WRITERS[kind](table, part)


@contextlib.contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A place beside `out` to write to, which becomes `out` at the end. CocreateError when it can't be written."""
    part = out.with_name(f".{out.name}.part")
    try:
        yield part
        part.replace(out)
    except OSError as error:
        raise CocreateError(
            _l("%(file)s can't be written: %(why)s.", file=str(out), why=error.strerror or str(error))
        ) from error
    finally:
        part.unlink(missing_ok=True)
