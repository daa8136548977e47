"""What agencies do with calls: write, release, and move from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.calendars import queries as calendars
from cocreate.calls import queries, rules
from cocreate.calls.events import CallReleased, CallRevised, StageMoved
from cocreate.calls.models import Call, Clause, Download, DownloadKind, Participation, Stage, Visibility
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.localtime import end_of, last_day, local_day, start_of
from cocreate.core.policy import require, why_not
from cocreate.documents import queries as documents
from cocreate.media import service as media


@dataclass(frozen=True)
class CallDraft:
    """What an editor writes of a call; days are local, both counted."""

    slug: str
    title: str
    summary: str = ""
    promise: str = ""
    title_en: str = ""
    summary_en: str = ""
    promise_en: str = ""
    language: str = "zh"
    topic: str = ""
    legal_kind: str = "none"
    short_period_reason: str = ""
    visibility: Visibility = Visibility.AFTER_REVIEW
    participation: Participation = Participation.STANDARD
    contacts: dict[str, str] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    votes_until_day: date | None = None
    answers_by_day: date | None = None
    document_id: int | None = None


PLAIN = (
    "slug title summary promise title_en summary_en promise_en language topic legal_kind short_period_reason "
    "visibility participation contacts document_id"
).split()


def create(actor: Actor, agency: Agency, draft: CallDraft) -> Call:
    """A new call of the agency, seen by its editors only until it is released."""
    require(actor, "call.create", agency)
    _check(draft)
    if queries.is_taken(draft.slug):
        raise Invalid(_l("Another call has this address already."), "slug")
    call = Call(agency_id=agency.id, agency=agency, created_by_id=actor.user_id)
    _check_at_once(actor, agency, None, draft)
    _write(call, draft)
    db.session.add(call)
    db.session.flush()
    return call


def revise(actor: Actor, call: Call, draft: CallDraft) -> Call:
    """Write the draft over the call; a released call keeps its address and can't be closed earlier than said."""
    require(actor, "call.revise", call)
    lock(call)
    _check(draft)
    _check_at_once(actor, call.agency, call.visibility, draft)
    if call.is_released:
        _check_kept(call, draft)
    elif draft.slug != call.slug and queries.is_taken(draft.slug):
        raise Invalid(_l("Another call has this address already."), "slug")
    _write(call, draft)
    db.session.flush()
    if call.is_released:
        _show_files(call)
        emit(CallRevised(call.id))
    return call


def set_clauses(actor: Actor, call: Call, clauses: list[tuple[str, str, str]]) -> list[Clause]:
    """Give the call's draft its clauses as (label, heading, text); only before it is released, since people pin to them."""
    require(actor, "call.revise", call)
    lock(call)
    if call.is_released:
        raise Conflict(
            _l("The clauses can't be changed any more, because people may have written about them.")
        )
    db.session.execute(sa.delete(Clause).where(Clause.call_id == call.id))
    rows = [
        Clause(call_id=call.id, position=place, label=label, heading=heading, text=text)
        for place, (label, heading, text) in enumerate(clauses, 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def add_download(actor: Actor, call: Call, kind: DownloadKind, title: str, media_id: int) -> Download:
    """Put a stored file beside the call."""
    require(actor, "call.revise", call)
    if not title.strip():
        raise Invalid(_l("Please give the file a title."), "title")
    row = Download(call_id=call.id, kind=kind, title=title.strip()[:200], media_id=media_id)
    db.session.add(row)
    db.session.flush()
    if call.is_released:
        _show_files(call)
    return row


def remove_download(actor: Actor, call: Call, download_id: int) -> None:
    """Take a file away from the call; the stored file itself stays."""
    require(actor, "call.revise", call)
    db.session.execute(sa.delete(Download).where(Download.call_id == call.id, Download.id == download_id))


def release(actor: Actor, call: Call) -> Call:
    """Let the public see the call; it collects from its first day on, at once when that has come."""
    require(actor, "call.release", call)
    lock(call)
    require(actor, "call.release", call)
    rules.check_releasable(call.title, call.summary, call.promise, call.closes_at)
    if call.closes_at is not None and call.closes_at <= now():
        raise Invalid(_l("The last day has passed already."), "last_day")
    call.released_at = now()
    db.session.flush()
    _show_files(call)
    emit(CallReleased(call.id))
    move_by_clock(call)
    return call


def move_by_clock(call: Call) -> None:
    """Put the call into the stage that its dates say."""
    after = rules.stage_at(
        call.stage,
        now(),
        released_at=call.released_at,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        votes_until=call.votes_until,
    )
    if after is not call.stage:
        move(call, after)


def move(call: Call, after: Stage) -> None:
    """Put the call into another stage and say so; rooms above call this when their act closes a call."""
    before, call.stage = call.stage, after
    if after in (Stage.VOTING, Stage.ANSWERING) and call.closed_at is None:
        call.closed_at = now()
    if after is Stage.PUBLISHED:
        call.published_at = now()
    db.session.flush()
    emit(StageMoved(call.id, before.value, after.value))


def postpone(call: Call, before: date, until: date) -> None:
    """Promise the answers for a later day; rooms above call this once that is approved. The first promise is kept."""
    call.answers_first_by = call.answers_first_by or end_of(before)
    call.answers_by = end_of(until)
    db.session.flush()


def move_due() -> int:
    """Move all calls whose time has come; returns how many. The worker calls this every few seconds."""
    calls = queries.due_to_move(now())
    for call in calls:
        lock(call)
        move_by_clock(call)
    return len(calls)


def _show_files(call: Call) -> None:
    """Whatever a released call shows or offers can be seen by everyone."""
    shown = documents.media_ids(documents.latest(call.document_id))
    media.make_public(shown | {row.media_id for row in queries.downloads(call.id)})


def _check(draft: CallDraft) -> None:
    found: dict[str, Any] = rules.check_words(draft.title, draft.slug, draft.summary)
    if draft.legal_kind not in rules.LEGAL_KINDS:
        found["legal_kind"] = _l("Please choose one of the legal kinds.")
    elif draft.first_day and draft.last_day:
        kind = rules.LEGAL_KINDS[draft.legal_kind]
        period = rules.Period(draft.first_day, draft.last_day, calendars.current())
        found |= rules.check_period(period, kind, draft.short_period_reason)
    if draft.votes_until_day and draft.last_day and draft.votes_until_day <= draft.last_day:
        found["votes_until_day"] = _l("Voting must end after the last day for contributions.")
    if draft.answers_by_day and draft.last_day and draft.answers_by_day <= draft.last_day:
        found["answers_by_day"] = _l("The day of the answers must be after the last day for contributions.")
    if found:
        raise Invalid.of(found)


def _check_at_once(actor: Actor, agency: Agency, before: Visibility | None, draft: CallDraft) -> None:
    """Showing before review is for administrators to allow; calls that do it already may go on."""
    if draft.visibility is Visibility.AT_ONCE and before is not Visibility.AT_ONCE:
        why = why_not(actor, "call.show_at_once", agency)
        if why is not None:
            raise Invalid(why, "visibility")


def _check_kept(call: Call, draft: CallDraft) -> None:
    if draft.slug != call.slug:
        raise Invalid(_l("The address of a published call can't be changed, because people have it."), "slug")
    if draft.visibility is not call.visibility:
        raise Invalid(
            _l("Who sees what people send can't be changed any more, because they were told."), "visibility"
        )
    if call.closes_at and (draft.last_day is None or draft.last_day < last_day(call.closes_at)):
        raise Invalid(_l("A published call can be extended, but not shortened."), "last_day")
    if call.answers_by and (draft.answers_by_day is None or draft.answers_by_day > last_day(call.answers_by)):
        raise Invalid(
            _l(
                "The day of the answers was promised. To move it, ask for an extension on the desk of the call."
            ),
            "answers_by_day",
        )
    if call.opens_at and call.stage is not Stage.DRAFT and draft.first_day != local_day(call.opens_at):
        raise Invalid(_l("The first day of a call that is open can't be changed."), "first_day")


def _write(call: Call, draft: CallDraft) -> None:
    for name in PLAIN:
        setattr(call, name, getattr(draft, name))
    call.opens_at = start_of(draft.first_day) if draft.first_day else None
    call.closes_at = end_of(draft.last_day) if draft.last_day else None
    call.votes_until = end_of(draft.votes_until_day) if draft.votes_until_day else None
    call.answers_by = end_of(draft.answers_by_day) if draft.answers_by_day else None
