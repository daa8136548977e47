"""Traces when a new version of their text is saved: each is carried to it, and what can't be is marked, never dropped."""

from __future__ import annotations

from collections.abc import Iterable

from cocreate.core.db import db
from cocreate.core.events import emit
from cocreate.documents import queries as documents
from cocreate.documents.models import DocumentVersion
from cocreate.provenance import queries
from cocreate.provenance.blame import Trace
from cocreate.provenance.events import TracesCarried
from cocreate.provenance.mapping import Mapping, mapping
from cocreate.provenance.models import Placement, State, TraceBook
from cocreate.provenance.rules import Standing, standing
from cocreate.provenance.service import opened, placement_of
from cocreate.provenance.spans import Span, merged, snapped


def carry(call_id: int, document_id: int, version: int) -> None:
    """Carry a call's traces to this version of its text; the first version begins the book. Does nothing when done before.

    Rooms above call this whenever they keep a new version of a text that is traced."""
    book = opened(call_id, document_id, version)
    if book.document_id != document_id or book.version >= version:
        return
    old, new = _both(book, version)
    steps = mapping(old.plain, new.plain)
    traces = queries.everything(call_id)
    anchors = queries.anchors(call_id, [trace.derivation.id for trace in traces])
    origins = _Origins(document_id, new.plain)
    for trace in traces:
        found = _carried(trace, anchors[trace.derivation.id], steps, origins)
        _place(trace, new, found)
    if book.boilerplate is not None:
        book.boilerplate = [list(span) for span in steps.images(book.boilerplate)]
    book.version = version
    db.session.flush()
    broken = sum(trace.derivation.state is State.BROKEN for trace in traces)
    emit(TracesCarried(call_id, version, len(traces) - broken, broken))


def _both(book: TraceBook, version: int) -> tuple[DocumentVersion, DocumentVersion]:
    old = documents.get_version(book.document_id, book.version)
    return old, documents.get_version(book.document_id, version)


class _Origins:
    """Where the characters of earlier versions stand in the new text; each version is compared once, when asked for."""

    def __init__(self, document_id: int, text: str) -> None:
        self.document_id, self.text = document_id, text
        self._known: dict[int, Mapping] = {}

    def images(self, anchor: Placement) -> list[Span]:
        if anchor.version not in self._known:
            earlier = documents.get_version(self.document_id, anchor.version)
            self._known[anchor.version] = mapping(earlier.plain, self.text)
        return self._known[anchor.version].images(Span(*one) for one in anchor.ranges)


def _carried(trace: Trace, anchor: Placement, steps: Mapping, origins: _Origins) -> Standing:
    """What stands of a trace: its characters of the last version; when some were lost, those of its first one too, so that
    text which comes back gets its trace back."""
    size = sum(end - start for start, end in anchor.ranges)
    images = steps.images(trace.ranges)
    found = standing(_whole(origins.text, images), size)
    if found.kept < 1 and anchor.version != trace.placement.version:
        again = standing(_whole(origins.text, origins.images(anchor)), size)
        return max(found, again, key=lambda one: one.kept)
    return found


def _whole(text: str, spans: Iterable[Span]) -> list[Span]:
    return merged(snapped(text, span) for span in spans)


def _place(trace: Trace, new: DocumentVersion, found: Standing) -> None:
    derivation = trace.derivation
    placement = placement_of(derivation, new, found.ranges, min(found.kept, 1.0))
    placement.is_broken = found.is_broken
    db.session.add(placement)
    if found.is_broken and derivation.state is State.CONFIRMED:
        derivation.state = State.BROKEN
    elif not found.is_broken and derivation.state is State.BROKEN:
        derivation.state = State.CONFIRMED
