"""What people and acts do with traces: make, confirm, dismiss, withdraw, mend; ask for proposals; close and open the book."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.documents import queries as documents
from cocreate.documents.models import DocumentVersion
from cocreate.provenance import queries, rules
from cocreate.provenance.events import TraceDecided, TraceMade, TraceMended
from cocreate.provenance.mapping import mapping
from cocreate.provenance.models import Derivation, Kind, Origin, Placement, State, TraceBook
from cocreate.provenance.spans import Span, quote, text_digest


@dataclass(frozen=True)
class Finding:
    """A passage of a text and the passage of a contribution it came from; without `source` the whole of it."""

    target: Span
    source: Span | None
    kind: Kind
    score: float | None = None
    credits_support: bool = False
    note: str = ""
    revision_number: int | None = None  # the present one unless told


def opened(call_id: int, document_id: int, version: int) -> TraceBook:
    """The book of a call's traces, begun with this version if there is none, and kept from changing meanwhile."""
    fields = {"document_id": document_id, "version": version, "is_closed": False, "last_number": 0}
    new = insert(db.session, TraceBook).values(call_id=call_id, **fields)
    db.session.execute(new.on_conflict_do_nothing(index_elements=["call_id"]))
    chosen = sa.select(TraceBook).where(TraceBook.call_id == call_id).with_for_update()
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one()


def trace(
    actor: Actor, call: Call, contribution: Contribution, version: DocumentVersion, found: Finding
) -> Derivation:
    """Tie a passage of a version to a contribution by hand; it is confirmed at once.

    A passage chosen in an older version is looked for in the newest. Invalid, beside "target" or "source", when it does
    not stand there; Conflict while the text lies with the approvers."""
    require(actor, "trace.make", call)
    book = _open_book(call, version)
    return _made(actor, book, contribution, _present(book, version, found), Origin.HAND)


def record(
    actor: Actor, call: Call, contribution: Contribution, version: DocumentVersion, found: Finding
) -> Derivation:
    """A trace that came by an act, such as an amendment accepted as it is; rooms above call this when their act did it."""
    require(actor, "trace.record", call)
    book = _open_book(call, version)
    return _made(actor, book, contribution, _present(book, version, found), Origin.ACT)


def confirm(actor: Actor, call: Call, derivation: Derivation) -> Derivation:
    """Say that a proposal is right, or that one dismissed before was right after all."""
    require(actor, "trace.decide", call)
    _check_open(call.id)
    lock(derivation)
    if queries.is_lost(derivation):
        raise Conflict(
            _l("The passage of this trace no longer stands in the text. Choose where it stands now.")
        )
    return _decided(actor, derivation, State.CONFIRMED)


def dismiss(actor: Actor, call: Call, derivation: Derivation, note: str = "") -> Derivation:
    """Say that a proposal is wrong; it is not proposed again."""
    return _put_away(actor, call, derivation, State.PROPOSED, note)


def withdraw(actor: Actor, call: Call, derivation: Derivation, note: str = "") -> Derivation:
    """Take back a confirmed or broken trace. The row stays, with who took it back and why."""
    return _put_away(actor, call, derivation, None, note)


def mend(
    actor: Actor, call: Call, derivation: Derivation, version: DocumentVersion, target: Span
) -> Derivation:
    """Choose anew where a trace stands: its passage was lost in an edit, or was chosen too wide or too narrow."""
    require(actor, "trace.decide", call)
    book = _open_book(call, version)
    lock(derivation)
    if derivation.state is State.DISMISSED:
        raise Conflict(_l("This trace has changed meanwhile. Look at it again before you decide."))
    source = None
    found = _present(book, version, Finding(target, source, derivation.kind))
    newest = documents.get_version(book.document_id, book.version)
    passage = rules.passage(newest.plain, found.target, "target")
    derivation.anchor_version = newest.number
    derivation.origin = Origin.HAND
    db.session.merge(placement_of(derivation, newest, (passage,)))
    if derivation.state is not State.CONFIRMED:
        _decided(actor, derivation, State.CONFIRMED, mends=True)
    db.session.flush()
    emit(TraceMended(call.id, derivation.id, derivation.contribution_id))
    return derivation


def close(call_id: int) -> None:
    """Keep the traces as they are: the text lies with the approvers. Rooms above call this when it does."""
    _set_closed(call_id, True)


def reopen(call_id: int) -> None:
    """Let the traces be changed again: the text came back."""
    _set_closed(call_id, False)


def _set_closed(call_id: int, is_closed: bool) -> None:
    book = queries.book(call_id)
    if book is not None:
        lock(book)
        book.is_closed = is_closed
        db.session.flush()


def _check_open(call_id: int) -> TraceBook | None:
    book = queries.book(call_id)
    if book is not None:
        lock(book)
        if book.is_closed:
            raise Conflict(_l("The text lies with the approvers. Take it back before you change its traces."))
    return book


def _open_book(call: Call, version: DocumentVersion) -> TraceBook:
    opened(call.id, version.document_id, version.number)
    book = _check_open(call.id)
    if book is None or book.document_id != version.document_id:
        raise Invalid(_l("The traces of this call belong to another text."), "target")
    return book


def _present(book: TraceBook, version: DocumentVersion, found: Finding) -> Finding:
    """The finding as it stands in the newest version. Invalid when its passage does not."""
    target = rules.passage(version.plain, found.target, "target")
    if version.number != book.version:
        newest = documents.get_version(book.document_id, book.version)
        images = mapping(version.plain, newest.plain).images([target])
        standing = rules.standing(images, target.size)
        if standing.is_broken:
            raise Invalid(
                _l("The text has changed meanwhile, and this passage no longer stands in it."), "target"
            )
        target = Span(standing.ranges[0].start, standing.ranges[-1].end)
    return Finding(
        target,
        found.source,
        found.kind,
        found.score,
        found.credits_support,
        found.note,
        found.revision_number,
    )


def _made(
    actor: Actor, book: TraceBook, contribution: Contribution, found: Finding, origin: Origin
) -> Derivation:
    if contribution.call_id != book.call_id or contribution.state in queries.GONE:
        raise Invalid(
            _l("Choose a contribution of this call that was not withdrawn or withheld."), "contribution"
        )
    newest = documents.get_version(book.document_id, book.version)
    derivation = add(book, contribution, newest, found, origin)
    derivation.state = State.CONFIRMED
    derivation.made_by_id = derivation.decided_by_id = actor.user_id
    derivation.decided_at = now()
    db.session.flush()
    emit(TraceMade(book.call_id, derivation.id, contribution.id, found.kind.value, origin.value))
    return derivation


def add(
    book: TraceBook, contribution: Contribution, newest: DocumentVersion, found: Finding, origin: Origin
) -> Derivation:
    """Write a proposed derivation with its place in the newest version; the caller holds the book. Invalid for bad spans."""
    rules.check_source(found.kind, found.source, found.note)
    number = found.revision_number or contribution.revision_number
    body = contribution.body
    if number != contribution.revision_number:
        body = next((one.body for one in contributions.revisions(contribution) if one.number == number), "")
    source = rules.passage(body, found.source, "source") if found.source else None
    target = rules.passage(newest.plain, found.target, "target")
    book.last_number += 1
    derivation = Derivation(
        call_id=book.call_id,
        number=book.last_number,
        contribution_id=contribution.id,
        revision_number=number,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        source_quote=quote(body, source) if source else {},
        source_digest=text_digest(body),
        document_id=newest.document_id,
        anchor_version=newest.number,
        kind=found.kind,
        origin=origin,
        score=found.score,
        credits_support=found.credits_support,
        note=found.note,
    )
    db.session.add(derivation)
    db.session.flush()
    db.session.add(placement_of(derivation, newest, (target,)))
    return derivation


def placement_of(
    derivation: Derivation, version: DocumentVersion, ranges: tuple[Span, ...], kept: float = 1.0
) -> Placement:
    """Where the passage stands in this version."""
    hull = Span(ranges[0].start, ranges[-1].end) if ranges else Span(0, 0)
    return Placement(
        call_id=derivation.call_id,
        derivation_id=derivation.id,
        version=version.number,
        document_id=version.document_id,
        ranges=[list(span) for span in ranges],
        kept=kept,
        is_broken=False,
        quote=quote(version.plain, hull) if ranges else {},
        digest=version.digest,
    )


def _put_away(actor: Actor, call: Call, derivation: Derivation, only: State | None, note: str) -> Derivation:
    require(actor, "trace.decide", call)
    _check_open(call.id)
    lock(derivation)
    if only is not None and derivation.state is not only:
        raise Conflict(_l("This trace has changed meanwhile. Look at it again before you decide."))
    rules.check_source(Kind.IDEA, None, note)
    derivation.note = note.strip() or derivation.note
    return _decided(actor, derivation, State.DISMISSED)


def _decided(actor: Actor, derivation: Derivation, after: State, mends: bool = False) -> Derivation:
    before = derivation.state
    if not mends:
        rules.check_move(before, after)
    derivation.state = after
    derivation.decided_by_id = actor.user_id
    derivation.decided_at = now()
    db.session.flush()
    emit(
        TraceDecided(derivation.call_id, derivation.id, derivation.contribution_id, before.value, after.value)
    )
    return derivation
