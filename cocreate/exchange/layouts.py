"""The three layouts of the table 意见采纳情况表: their columns, and what stands in each cell."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from cocreate.calls.models import Call
from cocreate.contributions.channels import CHANNEL_NAMES
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import Sentence, _, _l
from cocreate.exchange import adoption, queries
from cocreate.exchange.adoption import Row, View, explanation
from cocreate.outcomes import schemes
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.parts import named_parts


class Layout(enum.StrEnum):
    """简表, 标准表, 归并表."""

    SHORT = "short"
    STANDARD = "standard"
    GROUPED = "grouped"


LAYOUT_NAMES: dict[Layout, Sentence] = {
    Layout.STANDARD: _l("Standard table"),
    Layout.SHORT: _l("Short table"),
    Layout.GROUPED: _l("Grouped table"),
}


@dataclass(frozen=True)
class Column:
    """A column: the key of its values, its heading, and its share of the width in percent."""

    key: str
    name: Sentence
    width: int


PLACE, NUMBER = ("place", _l("No.")), ("number", _l("Contribution number"))
CHANNEL, CLAUSE = ("channel", _l("Channel")), ("clause", _l("Clause it is about"))
WORDS, DEGREE = ("words", _l("Contribution")), ("degree", _l("Adoption"))
COLUMNS: dict[Layout, tuple[Column, ...]] = {
    Layout.SHORT: (
        Column(*PLACE, 6),
        Column("by", _l("Sent by"), 10),
        Column(*WORDS, 42),
        Column("degree", _l("Adopted or not"), 11),
        Column("explanation", _l("Reason for it"), 31),
    ),
    Layout.STANDARD: (
        Column(*PLACE, 4),
        Column(*NUMBER, 9),
        Column(*CHANNEL, 6),
        Column("by", _l("Sent by (name masked)"), 8),
        Column(*CLAUSE, 7),
        Column(*WORDS, 26),
        Column(*DEGREE, 7),
        Column("explanation", _l("How it was adopted, or why not"), 18),
        Column("reference", _l("Corresponding passage"), 8),
        Column("office", _l("Handled by"), 7),
    ),
    Layout.GROUPED: (
        Column("words", _l("What was said, in short"), 42),
        Column("count", _l("How many contributions"), 9),
        Column(*DEGREE, 12),
        Column("explanation", _l("Reason given"), 37),
    ),
}
INTERNAL_COLUMNS = (
    Column("state", _l("State"), 5),
    Column("validity", _l("Validity"), 5),
    Column("version", _l("Version of the answer"), 4),
)


@dataclass(frozen=True)
class Cells:
    """One line as it is written: texts by column, the key of its degree, and whether its words are shown."""

    texts: Mapping[str, str | int]
    degree: str
    is_shown: bool
    details: Mapping[str, Any] = field(default_factory=dict)


def columns(layout: Layout, view: View) -> tuple[Column, ...]:
    """The columns of a layout; staff see three more where lines are single contributions."""
    more = INTERNAL_COLUMNS if view.is_internal and layout is not Layout.GROUPED else ()
    return COLUMNS[layout] + more


def lines(call: Call, layout: Layout, view: View, *, is_published: bool) -> Iterator[Cells]:
    """The lines of the table in this layout, streamed."""
    if layout is Layout.GROUPED:
        yield from _grouped(call, view, is_published)
        return
    for place, row in enumerate(adoption.rows(call, view, is_published=is_published), 1):
        yield cells(row, place, layout, view)


def cells(row: Row, place: int, layout: Layout, view: View) -> Cells:
    """One contribution as a line of the short or the standard table."""
    degree = row.answer.degree if row.answer is not None else ""
    texts: dict[str, str | int] = {
        "place": place,
        "by": row.by,
        "words": row.words,
        "degree": degree_name(degree),
        "explanation": explanation(row.parts),
    }
    if layout is Layout.STANDARD:
        texts |= {
            "number": row.number,
            "channel": str(CHANNEL_NAMES[row.contribution.channel]),
            "clause": row.clause,
            "explanation": explanation(row.parts, without=["reference"]),
            "reference": row.parts["reference"][1] if "reference" in row.parts else "",
            "office": row.office,
        }
    if view.is_internal:
        texts |= _internal(row)
    return Cells(texts, degree, row.is_shown, _details(row))


def _internal(row: Row) -> dict[str, str | int]:
    one = row.contribution
    return {
        "state": one.state.value,
        "validity": one.validity.value if one.validity else "",
        "version": row.answer.number if row.answer is not None else 0,
    }


def _details(row: Row) -> dict[str, Any]:
    """What programs want to know beside the texts."""
    return {
        "number": row.number,
        "channel": row.contribution.channel.value,
        "received_on": row.contribution.received_at.isoformat(),
    } | {name: text for name, (_name, text) in row.parts.items()}


def degree_name(key: str) -> str:
    """A degree in words; "Not answered yet" for none."""
    found = schemes.degree(key)
    return str(found.name) if found else key or _("Not answered yet")


def _grouped(call: Call, view: View, is_published: bool) -> Iterator[Cells]:
    found = queries.same_answers(call.id, is_published=is_published, everything=view.is_internal)
    while batch := list(islice(found, adoption.BATCH)):
        wanted = [one.quoted_id for one in batch if one.quoted_id is not None]
        quoted = queries.quoted(call.id, wanted) if wanted else {}
        for group in batch:
            first = quoted.get(group.quoted_id) if group.quoted_id is not None else None
            yield _group(first, group.count, group.answer)


def _group(first: Contribution | None, count: int, answer: Disposition) -> Cells:
    parts = named_parts(answer) if first is not None else {}
    words = first.title if first is not None else _("The words are not public.")
    if first is not None and count > 1:
        words = _("%(title)s, and %(count)s more that got the same answer", title=words, count=count - 1)
    texts: dict[str, str | int] = {
        "words": words,
        "count": count,
        "degree": degree_name(answer.degree),
        "explanation": explanation(parts),
    }
    details = {name: text for name, (_name, text) in parts.items()}
    return Cells(texts, answer.degree, first is not None, details)
