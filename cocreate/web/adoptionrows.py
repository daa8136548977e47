"""How lines of the table 意见采纳情况表 are shown on pages; what they may hold is decided in exchange/adoption.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from cocreate.calls.models import Call
from cocreate.exchange import adoption
from cocreate.exchange.adoption import Around, Row, Surroundings, View
from cocreate.http.actor import actor
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.queries import Line
from cocreate.text.excerpt import excerpt


@dataclass(frozen=True)
class Shown:
    """One line of the table on a page: `text` holds its first words, `url` leads to all of them where they are public."""

    row: Row
    answer: Disposition
    url: str | None
    text: str

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What the answer says, as (name, text)."""
        return list(self.row.parts.values())


def shown(call: Call, lines: Iterable[Line], limit: int = 160) -> list[Shown]:
    """Lines as the person reading may see them; one statement more where there are any."""
    found = list(lines)
    around = Around(adoption.clause_labels(call) if found else {}, adoption.office_of(call))
    return with_answers(found, around, limit)


def shown_in_full(call: Call, lines: Iterable[Line], limit: int, *, is_published: bool) -> list[Shown]:
    """The same with who handled each, and where its words stand in the outcome; four statements more at most."""
    found = list(lines)
    if not found:
        return []
    return with_answers(found, Surroundings(call, is_told=is_published).around(found), limit)


def with_answers(lines: Iterable[Line], around: Around, limit: int) -> list[Shown]:
    """Those of these lines that have an answer."""
    view = View(actor().user_id)
    rows = (adoption.row_of(line, view, around) for line in lines)
    return [_shown(row, row.answer, limit) for row in rows if row.answer is not None]


def _shown(row: Row, answer: Disposition, limit: int) -> Shown:
    url = url_for("contributions.show", number=row.number) if row.is_shown else None
    return Shown(row, answer, url, excerpt(row.body, limit))
