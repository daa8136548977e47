"""Reads a list of days as people paste it or keep it in a CSV file, and says by line what can't be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cocreate.calendars.rules import FIRST_YEAR, LAST_YEAR
from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l

LONGEST = 2000  # lines
TOLD = 10  # lines named in a refusal
KINDS = {
    **dict.fromkeys(("holiday", "off", "休", "假", "放假", "休息", "节假日"), False),
    **dict.fromkeys(("workday", "work", "班", "上班", "补班", "调休上班", "工作日"), True),
}
HEADS = {"date", "day", "日期"}
WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
NAME_LIMIT, SOURCE_LIMIT = 60, 200


@dataclass(frozen=True)
class Line:
    """One day as it was written down."""

    day: date
    is_workday: bool
    name: str = ""
    source: str = ""


class BadList(Invalid):
    """Nothing of the list was taken; `lines` says of each bad line what is wrong with it."""

    def __init__(self, lines: list[Sentence]) -> None:
        super().__init__(lines[0], "days")
        self.lines = lines
        more = len(lines) - TOLD
        shown: list[Sentence] = lines[:TOLD]
        if more > 0:
            shown.append(_l("%(count)s more lines can't be read.", count=more))
        self.why = "\n".join(map(str, shown))
        self.fields = {"days": self.why}


def decoded(raw: bytes) -> str:
    """A file's text: UTF-8, or the encodings in which Chinese offices save CSV. Invalid when it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_l("This file is not text. Please save it as CSV."), "days")


def read(text: str) -> list[Line]:
    """The days of a list: date, kind (holiday or workday), name, source; a first line of headings is passed over.

    BadList names every line that can't be read, also a day that stands there twice."""
    rows = list(_rows(text))
    if not rows:
        raise BadList([_l("There is no day in this list.")])
    if len(rows) > LONGEST:
        raise BadList([_l("A list has at most %(count)s lines.", count=LONGEST)])
    found: dict[date, Line] = {}
    wrong: list[Sentence] = []
    for number, cells in rows:
        try:
            line = _line(cells)
            if line.day in found:
                raise ValueError(_l("this day stands in the list twice"))
            found[line.day] = line
        except ValueError as error:
            wrong.append(_l("Line %(number)s: %(why)s.", number=number, why=error.args[0]))
    if wrong:
        raise BadList(wrong)
    return list(found.values())


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with their numbers as a text editor counts them."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        marked = line.replace("，", ",")
        cells = [
            cell.strip() for cell in next(csv.reader([marked], delimiter="\t" if "\t" in line else ","), [])
        ]
        is_head = number == 1 and bool(cells) and cells[0].lower() in HEADS
        if any(cells) and not is_head:
            yield number, cells


def _line(cells: list[str]) -> Line:
    """ValueError, with a lazy sentence, when the cells say no day."""
    if len(cells) < 2:
        raise ValueError(_l("a line needs a date and “holiday” or “workday”, with a comma between them"))
    written = WRITTEN.fullmatch(cells[0])
    if written is None:
        raise ValueError(_l("“%(text)s” is not a date such as 2027-02-05", text=cells[0][:20]))
    try:
        day = date(*map(int, written.groups()))
    except ValueError:
        raise ValueError(_l("there is no day %(text)s", text=cells[0])) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(_l("the year %(year)s is out of range", year=str(day.year)))
    if cells[1].lower() not in KINDS:
        raise ValueError(_l("“%(text)s” is neither “holiday” nor “workday”", text=cells[1][:20]))
    name, source = (*cells[2:4], "", "")[:2]
    if len(name) > NAME_LIMIT or len(source) > SOURCE_LIMIT:
        raise ValueError(_l("the name or the source is too long"))
    return Line(day, KINDS[cells[1].lower()], name, source)
