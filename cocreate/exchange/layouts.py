"""The three layouts of the table 意见采纳情况表: their columns, and what stands in each cell."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.channels import CHANNEL_NAMES
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import Sentence, _, _l
from cocreate.exchange import adoption, queries
from cocreate.exchange.adoption import Row, View, explanation
from cocreate.exchange.queries import SameAnswer
from cocreate.outcomes import schemes
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
        Column(*NUMBER, 10),
        Column(*CHANNEL, 6),
        Column("by", _l("Sent by (name masked)"), 8),
        Column(*CLAUSE, 7),
        Column(*WORDS, 25),
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
            "reference": "\n".join(filter(None, (row.parts.get("reference", ("", ""))[1], row.passage))),
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
        yield from group_cells(call.id, batch)


def group_cells(call_id: int, groups: Sequence[SameAnswer]) -> list[Cells]:
    """Groups as lines of the grouped table; one statement. A group that may not be quoted says nothing but its degree."""
    wanted = [one.quoted_id for one in groups if one.quoted_id is not None and not one.title]
    quoted = contributions.by_ids(call_id, wanted) if wanted else {}
    return [_group(one, quoted.get(one.quoted_id or 0)) for one in groups]


def _group(group: SameAnswer, first: Contribution | None) -> Cells:
    is_shown = group.quoted_id is not None
    parts = named_parts(group.answer) if is_shown else {}
    words = group.title if is_shown else _("The words are not public.")
    if first is not None:
        words = first.title
        if group.count > 1:
            more = group.count - 1
            words = _("%(title)s, and %(count)s more that got the same answer", title=words, count=more)
    texts: dict[str, str | int] = {
        "words": words,
        "count": group.count,
        "degree": degree_name(group.answer.degree),
        "explanation": explanation(parts),
    }
    return Cells(texts, group.answer.degree, is_shown, {name: text for name, (_name, text) in parts.items()})
