"""Reads a spreadsheet that somebody sent, XLSX or CSV, line by line and with limits; what it holds is not trusted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024  # of all parts of a workbook
MOST_HELD = 64 * 1024 * 1024  # of a part that is read into memory whole, such as the shared texts
MOST_OF_A_LINE = 4 * 1024 * 1024  # bytes of one line
MOST_EMPTY = 5_000  # empty lines on end
COLUMNS_READ = 60
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
ROW = (b"<row", b"<x:row")
CHUNK = 1 << 20


@dataclass(frozen=True)
class Formula:
    """Stands where a cell holds a formula: what it would give is not known here."""


Value = str | int | float | bool | date | datetime | Formula | None


@dataclass(frozen=True)
class Sheet:
    """The lines of a spreadsheet as (line, values), counted from 1, and the areas of cells that are merged, by line."""

    lines: Iterator[tuple[int, list[Value]]]
    merged: list[tuple[int, int, str]]


def refused(why: Sentence) -> Invalid:
    """A refusal of the file as a whole."""
    return Invalid(why, "file")


def too_large() -> Invalid:
    """The refusal of a file of too many bytes."""
    return refused(_l("The file is larger than %(limit)s MB.", limit=MOST_BYTES // CHUNK))


def sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a file. Invalid (field "file") when it is too large, damaged, or no spreadsheet that can be read."""
    if path.stat().st_size > MOST_BYTES:
        raise too_large()
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(OLD_EXCEL):
        raise refused(
            _l("This is an old .xls file, or one with a password. Save it as .xlsx without a password.")
        )
    if start.startswith(b"PK\x03\x04"):
        yield from _workbook(path)
        return
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise refused(_l("The file is empty."))
    yield Sheet(_csv_lines(path), [])


def _workbook(path: Path) -> Iterator[Sheet]:
    # Opened here, since the library goes by the name of a file and not by what it holds.
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                _check_parts(archive)
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        except Invalid:
            raise
        except Exception as error:  # the library fails in many ways on what is no workbook
            raise unreadable() from error
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                yield Sheet(_book_lines(sheet), _merged(path, sheet))
        finally:
            book.close()


def unreadable() -> Invalid:
    """The refusal of what is no spreadsheet."""
    return refused(_l("This is not a spreadsheet that can be read. Save it as .xlsx or .csv."))


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise unreadable()
    held = [part.file_size for part in parts if not part.filename.startswith("xl/worksheets/")]
    if (
        len(parts) > 2000
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or max(held, default=0) > MOST_HELD
    ):
        raise far_too_large()
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(2048):
                    raise odd_instructions()


def far_too_large() -> Invalid:
    """The refusal of a file that grows beyond measure when it is unpacked."""
    return refused(_l("Unpacked, this file would be far too large, so it is not opened."))


def odd_instructions() -> Invalid:
    """The refusal of markup that a spreadsheet program never writes."""
    return refused(_l("This file holds instructions that no spreadsheet needs, so it is not opened."))


def _book_lines(sheet: Any) -> Iterator[tuple[int, list[Value]]]:
    empty = 0
    try:
        for line, cells in enumerate(sheet.iter_rows(max_col=COLUMNS_READ), 1):
            values = [_value(cell) for cell in cells]
            if any(value is not None for value in values):
                empty = 0
                yield line, values
                continue
            empty += 1
            if empty > MOST_EMPTY:
                raise refused(
                    _l("More than %(count)s empty lines follow each other. Delete them.", count=MOST_EMPTY)
                )
    except Invalid:
        raise
    except Exception as error:
        raise unreadable() from error


def _value(cell: Any) -> Value:
    if cell.data_type == "f":
        return Formula()
    value = cell.value
    if isinstance(value, str):
        return value if value.strip() else None
    return value if isinstance(value, int | float | bool | date | datetime) else None


def _merged(path: Path, sheet: Any) -> list[tuple[int, int, str]]:
    """The merged areas of a sheet as (first line, last line, name), found in its bytes: the reader does not tell them.

    On the way it is seen that no line is so long that reading it would fill the memory."""
    found: list[tuple[int, int, str]] = []
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as stream:
        rest, since = b"", 0
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            begins = max(text.rfind(sign) for sign in ROW)
            since = len(text) - begins if begins >= 0 else since + len(chunk)
            if since > MOST_OF_A_LINE:
                raise far_too_large()
            if b"<!" in text:
                raise odd_instructions()
            end = 0
            for match in MERGED.finditer(text):
                left, top, right, bottom = (part.decode() for part in match.groups())
                found.append((int(top), int(bottom), f"{left}{top}:{right}{bottom}"))
                end = match.end()
            rest = text[max(end, len(text) - 200) :]
    return found


def _csv_lines(path: Path) -> Iterator[tuple[int, list[Value]]]:
    text = _text(path.read_bytes())
    head = text[: text.find("\n") if "\n" in text else None]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        line = 1
        for cells in reader:
            values: list[Value] = [value if value.strip() else None for value in cells[:COLUMNS_READ]]
            if any(value is not None for value in values):
                yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(_l("Line %(line)s is not CSV: %(why)s.", line=line, why=str(error))) from error


def _text(data: bytes) -> str:
    """The text of a CSV file in UTF-8, UTF-16 with its mark, or GB18030, which Chinese Excel writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:4096]:
        raise unreadable()
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(_l("The text of this file is neither UTF-8 nor GB18030. Save it as UTF-8."))
