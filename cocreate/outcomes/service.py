"""What editors do with the answers of a call: answer, assess, and take in replies that were given elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.contributions import bulk as bulk_of_contributions
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Validity
from cocreate.contributions.queries import DUE_STATES
from cocreate.core.actor import Actor
from cocreate.core.clock import now, today
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.outcomes import drafts, figures, filling, keeping, queries, rules, schemes, waiting
from cocreate.outcomes.conflicts import Overtaken
from cocreate.outcomes.events import AnswerPrepared, RepliesImported
from cocreate.outcomes.models import Disposition, OutcomeState
from cocreate.outcomes.publishing import begun
from cocreate.outcomes.rules import ANSWERED, AnswerDraft, Degree
from cocreate.provenance import queries as provenance

BATCH = 500


def answer(
    actor: Actor, contribution: Contribution, call: Call, draft: AnswerDraft, *, seen: int | None = None
) -> Disposition:
    """Prepare the answer to a contribution; earlier versions are kept.

    `seen` is the number of the version the editor had before them, 0 for none: Overtaken when a colleague was faster.
    Invalid, by field, when the degree needs more."""
    require(actor, "outcome.answer", call)
    outcome = begun(call, shared=True)
    rules.check_state(outcome.state, OutcomeState.WRITING)
    is_traced = bool(provenance.traced(call.id, [contribution.id]))
    kept = prepared(draft, contribution, call, schemes.of_call(call, outcome), is_traced=is_traced)
    lock(contribution)
    if not can_be_answered(contribution):
        raise Conflict(_l("Only what is public or waits for review can be answered."))
    before = queries.disposition(call.id, contribution.id, published_only=False)
    if before is not None and not before.imported and says_the_same(before, kept):
        drafts.drop(call.id, [contribution.id], actor.user_id)
        return before
    if seen is not None and seen != (before.number if before else 0):
        raise Overtaken(before)
    number = keeping.put([contribution], {contribution.id: kept}, actor.user_id)[contribution.id]
    drafts.drop(call.id, [contribution.id], actor.user_id)
    emit(AnswerPrepared(call.id, contribution.id, number, kept.degree))
    return queries.version(call.id, contribution.id, number)


def prepared(
    draft: AnswerDraft,
    contribution: Contribution,
    call: Call,
    choices: Mapping[str, Degree],
    *,
    is_traced: bool = False,
    values: Mapping[str, str] | None = None,
) -> AnswerDraft:
    """The answer as it will stand: placeholders filled, and only what its degree can hold. Invalid, by field.

    `is_traced` says that words of the contribution stand in the outcome by a confirmed trace; `values` are what
    `filling` knows of it, looked up when they are not given and the answer names one."""
    if values is None and (names := filling.named(draft)):
        values = filling.values(call, [contribution], names)[contribution.id]
    filled = rules.filled(draft, values or {})
    return rules.checked(filled, today(settings().timezone), choices, is_traced=is_traced)


def can_be_answered(contribution: Contribution) -> bool:
    """Whether it is something that answers are given to, and was neither withheld nor withdrawn."""
    return not contribution.is_comment and contribution.state in DUE_STATES


def says_the_same(row: Disposition, draft: AnswerDraft) -> bool:
    """Whether a version holds exactly this answer."""
    return all(getattr(row, name) == value for name, value in asdict(draft).items())


def assess(actor: Actor, chosen: Sequence[Contribution], call: Call, validity: Validity) -> int:
    """Record one validity for several contributions, and say how many it changed. Comments have none."""
    require(actor, "contribution.assess", (chosen[0], call) if chosen else (None, call))
    rules.check_state(begun(call, shared=True).state, OutcomeState.WRITING)
    locked = bulk_of_contributions.lock_all(call.id, [one.id for one in chosen])
    return len(bulk_of_contributions.assess(actor, call, locked, validity))


@dataclass(frozen=True)
class Reply:
    """An official reply that was given elsewhere; `source` says who gave it, where that is known."""

    contribution_id: int
    text: str
    at: datetime
    source: str = ""


def import_replies(actor: Actor, call_id: int, replies: Iterable[Reply]) -> int:
    """Take in replies as answers that are public at once; returns how many. Those that have an answer keep it."""
    require(actor, "outcome.import", None)
    count = 0
    rest = iter(replies)
    while batch := list(islice(rest, BATCH)):
        count += _import_batch(call_id, batch)
    if count:
        emit(RepliesImported(call_id, count))
    return count


def import_reply(actor: Actor, contribution: Contribution, text: str, at: datetime, source: str = "") -> int:
    """Take in one reply; see `import_replies`."""
    return import_replies(actor, contribution.call_id, [Reply(contribution.id, text, at, source)])


def _import_batch(call_id: int, batch: Sequence[Reply]) -> int:
    found = contributions.by_ids(call_id, [reply.contribution_id for reply in batch])
    answered = queries.dispositions(call_id, found, published_only=False)
    by_id = {reply.contribution_id: reply for reply in batch}
    rows = list(_rows(reply for key, reply in by_id.items() if key in found and key not in answered))
    for row in rows:
        row["call_id"], row["counts"] = call_id, figures.counts(found[row["contribution_id"]])
    if rows:
        db.session.execute(sa.insert(Disposition), rows)
        figures.add(call_id, {ANSWERED: sum(row["counts"] for row in rows)})
        waiting.answered(call_id, [row["contribution_id"] for row in rows])
    return len(rows)


def _rows(replies: Iterable[Reply]) -> Iterator[dict[str, Any]]:
    for reply in replies:
        yield {
            "contribution_id": reply.contribution_id,
            "number": 1,
            "degree": ANSWERED,
            "reason": reply.text,
            "imported": True,
            "source": reply.source[:120],
            "prepared_at": now(),
            "published_at": reply.at,
        }
