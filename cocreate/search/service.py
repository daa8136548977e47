"""Keeps the index equal to what the public may see: puts entries in, takes them out, weighs them anew as they grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.events import CallReleased, CallRevised
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.events import ListingChanged, ListingOpened
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.core.jobs import enqueue
from cocreate.documents import queries as documents
from cocreate.search import queries, rules, traits
from cocreate.search.models import EntryKind, SearchEntry, Trait
from cocreate.search.queries import Entry
from cocreate.text.grams import tokens

BATCH = 200
ONE_IN = 16  # entries that come in makes us look whether the sample is still a fair one


@dataclass(frozen=True)
class Text:
    """What is to be found: the id of a call or contribution, and its words."""

    id: int
    title: str
    body: str


def index_call(fact: CallReleased | CallRevised) -> None:
    """Let a released call be found by what it says now."""
    call = calls.get_by_id(fact.call_id)
    if call.is_released:
        _write(call.id, EntryKind.CALL, [_entry(_text_of(call))], {})


def index_contribution(fact: ListingChanged) -> None:
    """Let a contribution be found from now on, or no longer. Comments are read under what they are about."""
    if not fact.is_listed:
        remove(fact.call_id, [fact.contribution_id])
        return
    row = contributions.get_by_id(fact.call_id, fact.contribution_id)
    if not row.is_comment:
        put(fact.call_id, [Text(row.id, row.title, row.body)])


def open_listing(fact: ListingOpened) -> None:
    """Leave it to a job to index all that has come to light at once."""
    enqueue("cocreate.search.service:index_listed", call_id=fact.call_id)


def index_listed(call_id: int, after: int = 0) -> None:
    """Index all listed contributions of a call, one batch a job; a second run changes nothing."""
    rows = queries.listed(call_id, after, BATCH)
    put(call_id, [Text(row.id, row.title, row.body) for row in rows])
    if len(rows) == BATCH:
        enqueue("cocreate.search.service:index_listed", call_id=call_id, after=rows[-1].id)
    else:
        enqueue("cocreate.search.traits:refresh")


def put(call_id: int, texts: Sequence[Text]) -> None:
    """Let contributions of a call be found, and be met by like ones."""
    for start in range(0, len(texts), BATCH):
        entries = [_entry(text) for text in texts[start : start + BATCH]]
        vectors = traits.vectors_of(entries)
        _write(call_id, EntryKind.CONTRIBUTION, entries, vectors)
        traits.put([(call_id, entry.id) for entry in entries], vectors)
    if any(text.id % ONE_IN == 0 for text in texts):
        enqueue("cocreate.search.traits:refresh")


def remove(call_id: int, ids: Sequence[int]) -> None:
    """Let these not be found any more; what was not there is no error."""
    db.session.execute(sa.delete(Trait).where(Trait.entry_id.in_(ids)))
    db.session.execute(sa.delete(SearchEntry).where(SearchEntry.id.in_(ids)))


def _text_of(call: Call) -> Text:
    """Everything a released call says, in both languages."""
    version = documents.latest(call.document_id)
    parts = [call.summary, call.summary_en, call.promise, call.promise_en]
    parts += [call.agency.name, call.agency.name_en]
    parts += [f"{clause.label} {clause.heading}\n{clause.text}" for clause in calls.clauses(call.id)]
    parts.append(version.plain if version else "")
    return Text(call.id, f"{call.title}\n{call.title_en}", "\n".join(parts))


def _entry(text: Text, call_id: int = 0) -> Entry:
    body = tokens(text.body)[: rules.LONGEST]
    return Entry(text.id, call_id, " ".join(tokens(text.title)), " ".join(body))


def _write(
    call_id: int, kind: EntryKind, entries: Sequence[Entry], vectors: Mapping[int, rules.Vector]
) -> None:
    if not entries:
        return
    rows = [
        {
            "id": entry.id,
            "call_id": call_id,
            "kind": kind,
            "title_grams": entry.title_grams,
            "body_grams": entry.body_grams,
            "norm": rules.norm(vectors.get(entry.id, {})),
            "created_at": now(),
        }
        for entry in entries
    ]
    new = insert(db.session, SearchEntry).values(rows)
    changed = {name: new.excluded[name] for name in ("title_grams", "body_grams", "norm")}
    db.session.execute(new.on_conflict_do_update(index_elements=["id"], set_=changed))
