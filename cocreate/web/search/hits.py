"""How something that was found is shown: its title and the words around the match, with the match marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.search.queries import Hit
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import STAGE_NAMES, TONES, Words, agency_name, words
from cocreate.web.contributionrows import byline

BEFORE, LENGTH = 40, 150
Piece = tuple[str, bool]  # some text, and whether it is what was looked for


@dataclass(frozen=True)
class Found:
    """One line of results: a call, or a contribution with its call."""

    call: Call
    words: Words
    contribution: Contribution | None
    title: list[Piece]
    text: list[Piece]
    by: str
    at: datetime
    stage: object
    tone: str


def shown(hits: Sequence[Hit], query: str) -> list[Found]:
    """Hits as lines of results; no statement."""
    return [_found(hit, query) for hit in hits]


def _found(hit: Hit, query: str) -> Found:
    of_call = words(hit.call)
    one = hit.contribution
    title, text = (of_call.title, of_call.summary) if one is None else (one.title, one.body)
    return Found(
        call=hit.call,
        words=of_call,
        contribution=one,
        title=marked(title, query),
        text=marked(around(text, query), query),
        by=agency_name(hit.call.agency) if one is None else byline(one),
        at=(hit.call.released_at or hit.call.created_at) if one is None else one.received_at,
        stage=STAGE_NAMES[hit.call.stage],
        tone=TONES.get(hit.call.stage, ""),
    )


def _pattern(query: str) -> re.Pattern[str] | None:
    parts = sorted({part for part in query.split() if part}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, parts)), re.IGNORECASE) if parts else None


def around(text: str, query: str) -> str:
    """The part of a text that holds the first match, or its beginning."""
    pattern = _pattern(query)
    found = pattern.search(text) if pattern else None
    start = max(0, found.start() - BEFORE) if found else 0
    return ("…" if start else "") + excerpt(text[start:], LENGTH)


def marked(text: str, query: str) -> list[Piece]:
    """The text in pieces, those that were looked for marked."""
    pattern = _pattern(query)
    if pattern is None:
        return [(text, False)]
    pieces: list[Piece] = []
    last = 0
    for found in pattern.finditer(text):
        pieces += [(text[last : found.start()], False), (found[0], True)]
        last = found.end()
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]
