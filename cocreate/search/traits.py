"""Which tokens of a contribution say most about it: chosen when it comes in, and anew as the site grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.core.jobs import enqueue
from cocreate.search import queries, rules
from cocreate.search.models import GramCount, SearchEntry, Trait
from cocreate.search.queries import GROWN, SAMPLE, Entry

BATCH = 200
SAMPLED = 3000  # entries by which it is judged which tokens are rare


def refresh() -> None:
    """Judge anew which tokens are rare once there are twice as many entries as when it was last done."""
    total = queries.total()
    if total and total >= 2 * queries.total_when_sampled():
        resample()
        enqueue("cocreate.search.traits:weigh_anew")


def resample() -> None:
    """Count in how many entries of a sample each token stands."""
    total = queries.total()
    sample = queries.sample(max(1, total // SAMPLED))
    grams = [rules.count(entry.title_grams, entry.body_grams) for entry in sample]
    entries_with = Counter(token for counts in grams for token in counts)
    rows = [{"gram": token, "entries": times} for token, times in entries_with.items() if times > 1]
    rows += [{"gram": SAMPLE, "entries": len(sample)}, {"gram": GROWN, "entries": total}]
    db.session.execute(sa.delete(GramCount))
    db.session.execute(sa.insert(GramCount), rows)


def weigh_anew(after: int = 0) -> None:
    """Find the traits of all entries by the present weights, one batch a job."""
    last = weigh_batch(after)
    if last is not None:
        enqueue("cocreate.search.traits:weigh_anew", after=last)


def weigh_batch(after: int) -> int | None:
    """Weigh the entries that follow this id; returns the last one's id, or None when there are none left."""
    entries = queries.entries(after, BATCH)
    if not entries:
        return None
    vectors = vectors_of(entries)
    norms = [{"id": entry_id, "norm": rules.norm(vector)} for entry_id, vector in vectors.items()]
    db.session.execute(sa.update(SearchEntry), norms)
    put([(entry.call_id, entry.id) for entry in entries], vectors)
    return entries[-1].id


def vectors_of(entries: Sequence[Entry]) -> dict[int, rules.Vector]:
    """Entries' weighed tokens by id."""
    counts = {entry.id: rules.count(entry.title_grams, entry.body_grams) for entry in entries}
    rarities = queries.rarities({token for one in counts.values() for token in one})
    return {entry_id: rules.weigh(one, rarities) for entry_id, one in counts.items()}


def put(keys: Sequence[tuple[int, int]], vectors: Mapping[int, rules.Vector]) -> None:
    """Write the traits of entries, by (call id, entry id), in place of those they had."""
    ids = [entry_id for _call_id, entry_id in keys]
    db.session.execute(sa.delete(Trait).where(Trait.entry_id.in_(ids)))
    rows = [
        {"call_id": call_id, "gram": token, "entry_id": entry_id, "weight": weight}
        for call_id, entry_id in keys
        for token, weight in rules.traits(rules.unit(vectors[entry_id])).items()
    ]
    if rows:
        db.session.execute(sa.insert(Trait), rows)
