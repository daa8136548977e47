"""Rows that people have judged: files of labelled texts, for training and for measuring."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cocreate.core.errors import CocreateError
from cocreate.core.i18n import _l
from cocreate.screening.findings import Kind

YES = {"1", "spam", "offensive", "abuse", "abusive", "true", "yes"}
NO = {"0", "ham", "normal", "ok", "false", "no", "none"}
LONGEST = 100_000


@dataclass(frozen=True)
class Row:
    """A text, whether it is of the kind in question, and the group (topic, form) it comes from."""

    text: str
    is_positive: bool
    group: str = ""
    sort: str = ""


def read(file: Path, kind: Kind) -> list[Row]:
    """The rows of a CSV (gzip too): label, text (and topic) for spam and abuse; kind, form, text for personal data.

    CocreateError when the file can't be read, lacks a column, or has a label that says neither yes nor no."""
    columns = {"kind", "text"} if kind is Kind.PERSONAL_DATA else {"label", "text"}
    rows = list(_rows(file, columns))
    if kind is Kind.PERSONAL_DATA:
        found = [Row(row["text"], row["kind"] != "none", row.get("form") or "", row["kind"]) for row in rows]
    else:
        found = [Row(row["text"], _judged(file, row["label"]), row.get("topic") or "") for row in rows]
    if not found:
        raise CocreateError(_l("%(file)s has no rows.", file=str(file)))
    return found


def _judged(file: Path, label: str) -> bool:
    said = label.strip().lower()
    if said not in YES | NO:
        raise CocreateError(
            _l(
                "%(file)s has the label “%(label)s”; a label is 1 or 0, spam or ham.",
                file=str(file),
                label=label[:40],
            )
        )
    return said in YES


def _rows(file: Path, columns: set[str]) -> Iterator[dict[str, str]]:
    try:
        with (gzip.open if file.suffix == ".gz" else open)(
            file, "rt", encoding="utf-8-sig", newline=""
        ) as lines:
            reader = csv.DictReader(lines)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise CocreateError(
                    _l(
                        "%(file)s has no column %(columns)s.",
                        file=str(file),
                        columns=", ".join(sorted(missing)),
                    )
                )
            for row in reader:
                yield {name: (value or "")[:LONGEST] for name, value in row.items() if isinstance(name, str)}
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as error:
        raise CocreateError(
            _l("%(file)s can't be read as CSV: %(error)s.", file=str(file), error=str(error))
        ) from error
