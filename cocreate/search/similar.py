"""Finds contributions that say something like a text, fast enough to be asked while it is being written."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.search import queries, rules
from cocreate.search.models import SearchEntry, Trait
from cocreate.text.grams import tokens

COMPARED = 40  # candidates that are compared word by word
MOST_READ = (
    10_000  # rows of the index by which candidates are chosen: bounds the time where everybody says the same
)
LEAST = 0.15  # measured on real messages: most above it are about one matter, most below it share a place or a word


def find(
    call_id: int,
    text: str,
    title: str = "",
    *,
    limit: int = 5,
    min_score: float = LEAST,
    leave_out: int | None = None,
) -> list[tuple[int, float]]:
    """Public contributions of the call that are most like the text, as (contribution id, score from 0 to 1), best first.

    `leave_out` is the id of one that is not to be found, such as the text's own. Two statements."""
    counts = rules.count(" ".join(tokens(title)), " ".join(tokens(text)))
    if not counts:
        return []
    rarities, entries = queries.rarities_and_total(counts)
    vector = rules.unit(rules.weigh(counts, rarities))
    asked = rules.affordable(rules.traits(vector), rarities, entries, MOST_READ)
    found = [
        (row.id, rules.likeness(vector, rarities, rules.count(row.title_grams, row.body_grams), row.norm))
        for row in _candidates(call_id, asked, leave_out)
    ]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    return [pair for pair in found[:limit] if pair[1] >= min_score]


def _candidates(
    call_id: int, traits: list[str], leave_out: int | None
) -> Sequence[sa.Row[int, str, str, float]]:
    shared = (
        sa.select(Trait.entry_id)
        .where(Trait.call_id == call_id, Trait.gram.in_(traits), Trait.entry_id != (leave_out or 0))
        .group_by(Trait.entry_id)
        .order_by(sa.func.sum(Trait.weight).desc(), Trait.entry_id)
        .limit(COMPARED)
        .subquery()
    )
    columns = (SearchEntry.id, SearchEntry.title_grams, SearchEntry.body_grams, SearchEntry.norm)
    return db.session.execute(sa.select(*columns).join(shared, shared.c.entry_id == SearchEntry.id)).all()
