"""Gathers what the public page of an outcome shows, in as few statements as it can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from cocreate.calls.models import Call
from cocreate.contributions.bylines import shown_name
from cocreate.core.localtime import local_day
from cocreate.core.paging import int_key
from cocreate.documents import queries as documents
from cocreate.exchange.covering import note, paragraphs
from cocreate.outcomes import erratum_queries, queries, schemes
from cocreate.outcomes.erratum_models import Erratum, Settled
from cocreate.outcomes.models import Outcome
from cocreate.provenance import queries as provenance
from cocreate.web.adoptionrows import shown
from cocreate.web.callcards import words
from cocreate.web.milestones import beside
from cocreate.web.outcomes.answers import segments
from cocreate.web.traces.whose import Whose, whose

ROWS = 30


def reading(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; `args` may hold a degree and the key that the page of the table starts after."""
    outcome = queries.find(call.id)
    is_published = outcome is not None and outcome.is_published
    degree = args["degree"] if schemes.degree(args.get("degree", "")) else None
    after = int_key(args.get("after"))
    table = queries.adoption_table(call.id, is_published=is_published, degree=degree, after=after, limit=ROWS)
    told = note(call, outcome)
    is_whole = is_published and after is None and degree is None
    return {
        "call": call,
        "words": words(call),
        "agency": told.agency,
        "outcome": outcome if is_published else None,
        "whose": _whose(call, outcome) if is_whole else None,
        "note": told,
        "corrections": _corrections(call) if is_whole else [],
        "paragraphs": paragraphs,
        "published_on": local_day(outcome.published_at) if outcome and outcome.published_at else None,
        "segments": segments(told.by_degree, told.valid, lambda key: _address(call, key))
        if is_published
        else [],
        "degree": degree,
        "rows": shown(call, table.items),
        "is_first": after is None,
        "next_url": _address(call, degree, table.next_key) if table.next_key else None,
        **(beside.claims(call) if is_whole else beside.nothing()),
    }


def _whose(call: Call, outcome: Outcome | None) -> Whose | None:
    """The text in the version that was approved, with whose words stand in it."""
    if outcome is None or outcome.document_id is None or outcome.document_version is None:
        return None
    newest = provenance.newest(call.id)
    if newest is not None and newest[0].version == outcome.document_version:
        return whose(call, newest[1], newest[0].boilerplate or ())
    return whose(call, documents.get_version(outcome.document_id, outcome.document_version))


def _corrections(call: Call) -> list[tuple[Erratum, str]]:
    """What of the text reads otherwise by now, each with the name of whoever pointed it out."""
    return [(one, shown_name(one.reporter)) for one in erratum_queries.of_call(call.id, Settled.CORRECTED)]


def _address(call: Call, degree: str | None, after: str | None = None) -> str:
    return url_for("outcomes.show", slug=call.slug, degree=degree, after=after, _anchor="table")
