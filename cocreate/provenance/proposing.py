"""Proposals: what the system finds in the newest version of a text, written down for a person to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.jobs import enqueue
from cocreate.core.policy import require
from cocreate.documents import queries as documents
from cocreate.documents.models import DocumentVersion
from cocreate.provenance import queries, service
from cocreate.provenance.blame import Trace
from cocreate.provenance.events import TracesProposed
from cocreate.provenance.finding import Match, find
from cocreate.provenance.models import Derivation, Origin, TraceBook
from cocreate.provenance.queries import Source

MOST = 3_000  # proposals of one run, the surest; nobody reads more
BATCH = 500
NOT_WRITTEN = _l("Write the text of the outcome first. Then its passages can be looked for.")


def ask(actor: Actor, call: Call) -> None:
    """Let a job look for passages in the newest version. NotFound while no text was written."""
    require(actor, "trace.propose", call)
    book = queries.book(call.id)
    if book is None:
        raise NotFound(NOT_WRITTEN)
    enqueue("cocreate.provenance.proposing:propose_newest", call_id=call.id, version=book.version)


def propose_newest(call_id: int, version: int, document_id: int | None = None) -> None:
    """The job: propose for this version unless a newer one was kept meanwhile, or the text lies with the approvers."""
    book = queries.book(call_id)
    if book is not None and book.version == version and not book.is_closed:
        propose(call_id)


def propose(call_id: int) -> list[Derivation]:
    """Look for passages in the newest version, write down those that nobody has judged or proposed yet, and return them.

    What was dismissed is not proposed again. Everything slow happens before the first statement that writes. NotFound
    while no text was written."""
    newest = queries.version(call_id)
    if newest is None:
        raise NotFound(NOT_WRITTEN)
    sources = queries.sources(call_id)
    found = find(newest.plain, [source.body for source in sources], _common(calls.get_by_id(call_id)))
    book = service.opened(call_id, newest.document_id, newest.number)
    if book.version != newest.number:
        return []
    book.boilerplate = [list(span) for span in found.boilerplate]
    book.proposed_version = newest.number
    surest = sorted(found.matches, key=lambda match: -match.weight)
    known = queries.everything(call_id)
    new = [match for match in surest if not _is_known(match, sources, known)][:MOST]
    made = _written(book, newest, sorted(new, key=lambda match: match.target), sources)
    emit(TracesProposed(call_id, newest.number, len(made)))
    return made


def _common(call: Call) -> list[str]:
    """The call's own texts: who repeats them has not written them."""
    draft = documents.latest(call.document_id)
    clauses = [clause.text for clause in calls.clauses(call.id)]
    return [call.title, call.summary, call.promise, draft.plain if draft else "", *clauses]


def _is_known(match: Match, sources: Sequence[Source], known: Sequence[Trace]) -> bool:
    """Whether a trace of the same contribution lies over half of the passage already, whatever became of it."""
    contribution_id = sources[match.owner].contribution_id
    covered = sum(
        max(0, min(end, match.target.end) - max(start, match.target.start))
        for trace in known
        if trace.contribution_id == contribution_id
        for start, end in trace.ranges
    )
    return 2 * covered >= match.target.size


def _written(
    book: TraceBook, newest: DocumentVersion, matches: Sequence[Match], sources: Sequence[Source]
) -> list[Derivation]:
    made = []
    for at in range(0, len(matches), BATCH):
        batch = matches[at : at + BATCH]
        rows = contributions.by_ids(book.call_id, {sources[match.owner].contribution_id for match in batch})
        for match in batch:
            source = sources[match.owner]
            found = service.Finding(
                match.target, match.source, match.kind, match.score, revision_number=source.revision_number
            )
            made.append(service.add(book, rows[source.contribution_id], newest, found, Origin.PROPOSAL))
    db.session.flush()
    return made
