"""What a line of a spreadsheet of answers says: its columns found by their headings, its values read, what is wrong named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.core.unicode import clean_line, clean_text
from cocreate.exchange.answer_columns import COLUMNS, FIELDS, NEEDED, folded, known_headings, names_of
from cocreate.exchange.harmless import FORMULA
from cocreate.exchange.sheet_reading import Formula, Sheet, Value
from cocreate.outcomes.rules import LIMITS, AnswerDraft

HEAD_LINES = 10  # among the first so many the heading is looked for
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
ESCAPED_RETURN = "_x000D_"
NO_FORMULA = _l("This cell holds a formula. Put in the value itself (copy, then paste as values).")
SOME_TEXT = 40_000  # characters that are looked at before the rules say what fits


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line of the file; `column` is a key, or "" for the whole line."""

    line: int
    column: str
    why: Any
    number: str = ""


@dataclass(frozen=True)
class Said:
    """One line as it was read. `draft` has no degree where the line gives no answer."""

    line: int
    number: str
    call: str
    version: int | None
    seal: str
    draft: AnswerDraft
    problems: tuple[Problem, ...] = ()


@dataclass
class Heading:
    """Where the columns are: key → place."""

    line: int
    places: dict[str, int] = field(default_factory=dict)


def said(sheets: Iterable[Sheet], degrees: Mapping[str, str]) -> Iterator[Said]:
    """The lines of the first sheet that has the needed columns. Invalid (field "file") when none has.

    `degrees` are keys by folded name."""
    known = known_headings()
    first: set[str] | None = None
    for sheet in sheets:
        lines = iter(sheet.lines)
        heading, seen = _heading(lines, known)
        if heading is not None:
            merged = {
                line: name
                for top, bottom, name in sheet.merged
                for line in range(top, min(bottom, top + 50_000) + 1)
            }
            yield from (_said(line, values, heading, degrees, merged.get(line)) for line, values in lines)
            return
        first = seen if first is None else first
    missing = [key for key in NEEDED if key not in (first or set())]
    raise Invalid(
        _l(
            "These columns are missing: %(names)s. Headings must stay as they were exported; the order doesn't matter.",
            names=names_of(missing),
        ),
        "file",
    )


def _heading(
    lines: Iterator[tuple[int, list[Value]]], known: Mapping[str, str]
) -> tuple[Heading | None, set[str]]:
    best: set[str] = set()
    for _count, (line, values) in zip(range(HEAD_LINES), lines, strict=False):
        places: dict[str, int] = {}
        for place, value in enumerate(values):
            key = known.get(folded(value)) if isinstance(value, str) else None
            if key is not None:
                places.setdefault(key, place)
        best = max(best, set(places), key=len)
        if all(key in places for key in NEEDED):
            return Heading(line, places), best
        if len(best) > len(NEEDED) // 2:
            break
    return None, best


def _said(
    line: int, values: list[Value], heading: Heading, degrees: Mapping[str, str], merged: str | None
) -> Said:
    cells = {key: values[place] if place < len(values) else None for key, place in heading.places.items()}
    number = _word(cells["number"])
    problems: list[Problem] = []
    if merged is not None:
        why = _l(
            "The cells %(cells)s are merged. Take the merge apart, so that each line has its own.",
            cells=merged,
        )
        problems.append(Problem(line, "", why, number))
    formulas = [key for key in NEEDED if isinstance(cells[key], Formula)]
    problems += [Problem(line, key, NO_FORMULA, number) for key in formulas]
    draft, wrong = _draft({key: None if key in formulas else cells[key] for key in FIELDS}, degrees)
    problems += [Problem(line, key, why, number) for key, why in wrong.items()]
    version = _word(cells["version"])
    return Said(
        line=line,
        number=number,
        call=_word(cells["call"]),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None,
        seal=_word(cells["seal"]),
        draft=draft,
        problems=tuple(problems),
    )


def _draft(cells: Mapping[str, Value], degrees: Mapping[str, str]) -> tuple[AnswerDraft, dict[str, Sentence]]:
    wrong: dict[str, Any] = {}
    given: dict[str, Any] = {"review_date": None}
    for key in FIELDS:
        try:
            given[key] = _read(key, cells[key], degrees)
        except Invalid as refusal:
            wrong[key] = refusal.why
            given[key] = None if key == "review_date" else ""
    return AnswerDraft(**given), wrong


def _read(key: str, value: Value, degrees: Mapping[str, str]) -> Any:
    if key == "review_date":
        return _day(value)
    text = _word(value)
    if key == "degree":
        found = degrees.get(folded(text), "")
        if text and not found:
            raise Invalid(_l("There is no such choice: %(text)s.", text=text[:40]))
        return found
    text = text.replace(ESCAPED_RETURN, "")
    clean = clean_text if key in ("measure", "reason") else clean_line
    return clean(text, max(LIMITS[key], SOME_TEXT)).text


def _word(value: Value) -> str:
    """A value as people typed it: whole numbers without a point, a text without the mark that keeps it from being a formula."""
    if value is None or isinstance(value, Formula):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    found = DAY.fullmatch(_word(value))
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Invalid(_l("Please give a day as year-month-day, such as 2026-12-31."))


COLUMN_NAMES = {one.key: one.name for one in COLUMNS}
