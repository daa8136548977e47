"""Gathers what the public page of an outcome shows, in as few statements as it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.core.clock import now
from cocreate.core.i18n import _
from cocreate.core.localtime import last_day, local_day
from cocreate.core.paging import int_key
from cocreate.documents import queries as documents
from cocreate.http.actor import actor
from cocreate.outcomes import queries
from cocreate.outcomes.models import Disposition, Outcome
from cocreate.outcomes.queries import Line
from cocreate.outcomes.rules import DEGREES
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import agency_name, words
from cocreate.web.contributionrows import byline
from cocreate.web.outcomes.answers import parts, segments, totals
from cocreate.web.rich_text import for_reader

ROWS = 30


@dataclass(frozen=True)
class Row:
    """One line of the table 意见采纳情况表. What the author keeps from the public has neither words nor reasons here."""

    number: str
    url: str | None
    by: str
    clause: str
    text: str
    lang: str
    answer: Disposition
    parts: list[tuple[str, str]]
    is_own: bool


def reading(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; `args` may hold a degree and the key that the page of the table starts after."""
    outcome = queries.find(call.id)
    is_published = outcome is not None and outcome.is_published
    degree = args["degree"] if args.get("degree") in DEGREES else None
    after = int_key(args.get("after"))
    table = queries.adoption_table(call.id, is_published=is_published, degree=degree, after=after, limit=ROWS)
    by_degree = queries.by_degree([call.id])[call.id] if is_published else {}
    figures = contributions.figures([call.id])[call.id]
    return {
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "outcome": outcome if is_published else None,
        "html": _html(outcome) if is_published else None,
        "period": _period(call),
        "signed_on": local_day(outcome.published_at) if outcome and outcome.published_at else None,
        "received": figures.received,
        "valid": figures.due,
        "segments": segments(by_degree, figures.due, lambda key: _address(call, key)) if is_published else [],
        "totals": totals(by_degree),
        "degree": degree,
        "rows": _rows(call, table.items),
        "is_first": after is None,
        "next_url": _address(call, degree, table.next_key) if table.next_key else None,
    }


def _html(outcome: Outcome | None) -> Markup | None:
    """The text in the version that was approved."""
    if outcome is None or outcome.document_id is None or outcome.document_version is None:
        return None
    return for_reader(documents.get_version(outcome.document_id, outcome.document_version).html)


def _period(call: Call) -> tuple[Any, Any] | None:
    """First and last day on which contributions were taken, when both have come."""
    if call.opens_at is None or call.closes_at is None or call.closes_at > now():
        return None
    return local_day(call.opens_at), last_day(call.closes_at)


def _address(call: Call, degree: str | None, after: str | None = None) -> str:
    return url_for("outcomes.show", slug=call.slug, degree=degree, after=after, _anchor="table")


def _rows(call: Call, lines: list[Line]) -> list[Row]:
    labels = {one.id: one.label for one in calls.clauses(call.id)} if lines else {}
    return [_row(line, line.disposition, labels) for line in lines if line.disposition is not None]


def _row(line: Line, answer: Disposition, labels: Mapping[int, str]) -> Row:
    one = line.contribution
    is_own = one.author_id is not None and one.author_id == actor().user_id
    is_shown = one.is_listed or is_own
    if is_shown:
        by, text = byline(one), excerpt(one.body, 160)
    else:
        by = "—"
        text = (
            _("Not shown, as the author asked.")
            if one.is_private
            else _("The words are not public in this call.")
        )
    return Row(
        number=one.number,
        url=url_for("contributions.show", number=one.number) if is_shown else None,
        by=by,
        clause=labels.get(one.clause_id or 0, ""),
        text=text,
        lang="en" if one.revision.language == "en" else "zh-Hans",
        answer=answer,
        parts=parts(answer) if is_shown else [],
        is_own=is_own,
    )
