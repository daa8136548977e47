"""Gathers the page of the table 意见采纳情况表: the note, one page of lines, the reader's own on top, and the files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import url_for

from cocreate.calls.models import Call
from cocreate.contributions.channels import CHANNEL_NAMES
from cocreate.core.i18n import Sentence, _l
from cocreate.core.paging import int_key
from cocreate.exchange import downloads, queries
from cocreate.exchange.covering import Note, note, official_lines, paragraphs
from cocreate.exchange.files import Format
from cocreate.exchange.layouts import COLUMNS, LAYOUT_NAMES, Layout, group_cells
from cocreate.http.actor import actor
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes.queries import Line
from cocreate.search import queries as search
from cocreate.search.models import EntryKind
from cocreate.web.adoptionrows import Shown, shown, shown_in_full
from cocreate.web.callcards import words
from cocreate.web.outcomes.desk import counter

ROWS = 50
FOUND = 100
NUMBER = re.compile(r"\d{4}-\d{4,9}")
FORMAT_NAMES: dict[Format, Sentence] = {
    Format.XLSX: _l("Spreadsheet"),
    Format.DOCX: _l("Word document"),
    Format.PDF: _l("PDF to print"),
    Format.CSV: _l("Plain table"),
    Format.JSON: _l("For programs"),
    Format.HTML: _l("Web page to keep"),
}


@dataclass(frozen=True)
class Download:
    """One format: its address where it is written at once, none where it is made in the background."""

    kind: Format
    name: Sentence
    url: str | None


def layout_of(args: Mapping[str, str]) -> Layout:
    """The layout that an address asks for; the standard one when it names none."""
    return Layout(args["layout"]) if args.get("layout") in set(Layout) else Layout.STANDARD


def showing(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; at most twelve statements with those of the frame."""
    outcome = outcomes.find(call.id)
    told = note(call, outcome)
    layout = layout_of(args)
    q = (args.get("q") or "").strip()[:100] if layout is not Layout.GROUPED else ""
    total = table_length(call, told)
    lines = _lines(call, told, layout, q, int_key(args.get("after")))
    return {
        "call": call,
        "words": words(call),
        "note": told,
        "paragraphs": paragraphs(told),
        "particulars": official_lines(told),
        "layout": layout,
        "layouts": LAYOUT_NAMES,
        "tabs_of": [(name, _of(call, one), one is layout, None) for one, name in LAYOUT_NAMES.items()],
        "channels": CHANNEL_NAMES,
        "columns": COLUMNS[layout],
        "q": q,
        "total": total,
        "has_table": told.is_published or total > 0,
        "downloads": offered(call, layout, total),
        **lines,
    }


def entering(call: Call, form: Any) -> dict[str, Any]:
    """The context of the page on which the particulars are entered, with the note as it reads now."""
    outcome = outcomes.find(call.id)
    told = note(call, outcome, is_internal=True)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "form": form,
        "note": told,
        "particulars": official_lines(told),
        "agency": told.agency,
    }


def table_length(call: Call, told: Note) -> int:
    """How many lines the table has: known from the figures once the outcome is published."""
    if told.is_published:
        return sum(told.groups.values())
    return outcomes.adoption_count(call.id, is_published=False)


def offered(call: Call, layout: Layout, total: int) -> list[Download]:
    """The formats in which the table can be had."""
    return [
        Download(kind, name, _address(call, layout, kind) if downloads.is_at_once(kind, total) else None)
        for kind, name in FORMAT_NAMES.items()
    ]


def _address(call: Call, layout: Layout, kind: Format) -> str:
    return url_for("adoption.download", slug=call.slug, layout=layout.value, kind=kind.value)


def _of(call: Call, layout: Layout) -> str:
    return url_for("adoption.show", slug=call.slug, layout=layout.value, _anchor="table")


def _lines(call: Call, told: Note, layout: Layout, q: str, after: int | None) -> dict[str, Any]:
    if layout is Layout.GROUPED:
        return _groups(call, told, after)
    lines, next_key = _page(call, told, q, after)
    own = _own(call, told) if after is None and not q else []
    next_url = (
        url_for("adoption.show", slug=call.slug, layout=layout.value, after=next_key) if next_key else None
    )
    both = _shown(call, told, layout, [*own, *lines])
    return {"rows": both[len(own) :], "own": both[: len(own)], "next_url": next_url}


def _shown(call: Call, told: Note, layout: Layout, lines: Sequence[Line]) -> list[Shown]:
    if layout is Layout.STANDARD:
        return shown_in_full(call, lines, 400, is_published=told.is_published)
    return shown(call, lines, 400)


def _groups(call: Call, told: Note, after: int | None) -> dict[str, Any]:
    asked = queries.same_answers(call.id, is_published=told.is_published, after=after, limit=ROWS + 1)
    found = list(islice(asked, ROWS + 1))
    groups = group_cells(call.id, found[:ROWS])
    following = str(found[ROWS - 1].first_id) if len(found) > ROWS else None
    next_url = (
        url_for("adoption.show", slug=call.slug, layout="grouped", after=following) if following else None
    )
    return {"groups": groups, "rows": [], "own": [], "next_url": next_url}


def _page(call: Call, told: Note, q: str, after: int | None) -> tuple[Sequence[Line], str | None]:
    if not q:
        page = outcomes.adoption_table(call.id, is_published=told.is_published, after=after, limit=ROWS)
        return page.items, page.next_key
    ids = _matching(call, q)
    if not ids:
        return [], None
    found = outcomes.adoption_table(call.id, is_published=told.is_published, ids=ids, limit=FOUND)
    return found.items, None


def _matching(call: Call, q: str) -> list[int]:
    """Ids of contributions with this number or these words."""
    if NUMBER.fullmatch(q):
        return [row.id for row in outcomes.by_numbers(call.id, [q])]
    found = search.find(q, kind=EntryKind.CONTRIBUTION, call_id=call.id, limit=FOUND)
    return [hit.contribution.id for hit in found.hits if hit.contribution is not None]


def _own(call: Call, told: Note) -> Sequence[Line]:
    person = actor().user_id
    if person is None:
        return []
    return outcomes.adoption_table(call.id, is_published=told.is_published, author_id=person).items
