"""Reads contributions that were taken in elsewhere from CSV or XLSX: rows with their lines, headings in Chinese or English."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl

from cocreate.contributions.models import Channel
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.core.unicode import clean_line, clean_text

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "编号", "序号", "工单号"),
    "channel": ("channel", "渠道", "来源渠道"),
    "received": ("received", "收到日期", "日期"),
    "text": ("text", "内容", "意见内容"),
    "title": ("title", "标题"),
    "name": ("name", "姓名", "反馈人"),
    "phone": ("phone", "电话", "联系电话"),
    "place": ("place", "地点"),
    "clause": ("clause", "条款", "涉及条款"),
    "private": ("private", "不公开"),
}
NEEDED = ("id", "channel", "received", "text")
CHANNELS = {
    **{channel.value: channel for channel in (Channel.HALL, Channel.HOTLINE, Channel.MEETING, Channel.MAIL)},
    **dict.fromkeys(("大厅", "窗口", "政务大厅"), Channel.HALL),
    **dict.fromkeys(("热线", "12345", "电话"), Channel.HOTLINE),
    **dict.fromkeys(("会议", "座谈会", "听证会"), Channel.MEETING),
    **dict.fromkeys(("信函", "来信", "邮寄"), Channel.MAIL),
}
YES = {"yes", "y", "1", "true", "是", "√"}
MOST_ROWS = 20_000
LARGEST = 20 * 1024 * 1024  # bytes
LIMITS = {"id": 80, "title": 200, "name": 200, "phone": 100, "place": 200, "clause": 60}
UNREADABLE = _l("This is neither a CSV file in UTF-8 nor an XLSX file that can be read.")


@dataclass(frozen=True)
class Line:
    """One row as the file tells it; `number` counts lines from 1 with the heading."""

    number: int
    cells: dict[str, object]

    def text(self, name: str) -> str:
        """A cell as one cleaned line of text, "" when it is empty. Invalid when it holds a formula."""
        value = self.cells.get(name)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        told = clean_text(str(value), 100_000).text if name == "text" else clean_line(str(value), 10_000).text
        if told.startswith("=") and name != "text":
            raise Invalid(_l("“%(text)s” is a formula. Put its value there.", text=told[:40]))
        limit = LIMITS.get(name)
        if limit is not None and len(told) > limit:
            raise Invalid(
                _l("“%(text)s” is too long: at most %(limit)s characters.", text=told[:20] + "…", limit=limit)
            )
        return told

    def day(self) -> date:
        """The day of receipt. Invalid when it is none."""
        value = self.cells.get("received")
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        told = self.text("received").replace("/", "-").replace(".", "-")
        try:
            year, month, day = (int(part) for part in told.split(" ")[0].split("-"))
            return date(year, month, day)
        except ValueError:
            raise Invalid(_l("“%(text)s” is not a day like 2026-05-03.", text=told[:40])) from None

    def channel(self) -> Channel:
        """By which way it came. Invalid when that is none of the four."""
        told = self.text("channel")
        found = CHANNELS.get(told.lower())
        if found is None:
            raise Invalid(
                _l("“%(text)s” is no channel: write hall, hotline, meeting or mail.", text=told[:40])
            )
        return found

    def is_private(self) -> bool:
        """Whether its author wants it kept from the public."""
        return self.text("private").lower() in YES


def read(content: bytes) -> list[Line]:
    """The rows of a file, empty ones left out. Invalid when it can't be read, lacks a column, or has too many rows."""
    if len(content) > LARGEST:
        raise Invalid(_l("This file is too large: at most 20 MB. Please make it smaller."), "file")
    rows = _xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    try:
        heading = next(rows, (1, ()))[1]
        names = _names(heading)
        found = [
            Line(number, dict(zip(names, cells, strict=False)))
            for number, cells in rows
            if any(map(_holds, cells))
        ]
    except csv.Error as error:
        raise Invalid(_l("This is not a CSV file: %(why)s.", why=str(error)), "file") from error
    return found


def _holds(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _names(heading: tuple[object, ...]) -> list[str]:
    """The columns by our names; unknown ones are left out under names that nobody asks for."""
    by_heading = {word: name for name, words in HEADINGS.items() for word in words}
    names = [
        by_heading.get(str(cell or "").strip().lower(), f"?{place}") for place, cell in enumerate(heading)
    ]
    missing = [f"{name} ({HEADINGS[name][1]})" for name in NEEDED if name not in names]
    if missing:
        raise Invalid(_l("These columns are missing: %(names)s.", names=", ".join(missing)), "file")
    return names


def _csv(content: bytes) -> Iterator[tuple[int, tuple[object, ...]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid(UNREADABLE, "file")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for count, row in enumerate(reader):
        _refuse_many(count)
        yield begins, tuple(row)
        begins = reader.line_num + 1


def _xlsx(content: bytes) -> Iterator[tuple[int, tuple[object, ...]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise Invalid(UNREADABLE, "file") from error
    for count, row in enumerate(sheet.iter_rows(values_only=True)):
        _refuse_many(count)
        yield count + 1, tuple(row)


def _refuse_many(count: int) -> None:
    if count > MOST_ROWS:
        why = _l("This file has more than %(count)s rows. Please divide it.", count=MOST_ROWS)
        raise Invalid(why, "file")
