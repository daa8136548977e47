"""What people are asked about: promises come due, contributors say whether they were kept, and the agency may reply."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now, today
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, Denied
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.milestones import promise_queries, rules
from cocreate.milestones.events import PromiseConfirmed, PromiseDue, PromiseReplied
from cocreate.milestones.models import NONE, Confirmation, Kept, Milestone, Promise
from cocreate.milestones.rules import Word
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import question_queries
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.question_models import Standing

BATCH = 500


def gather(call_id: int) -> int:
    """Write down the promise of each planned answer that is public; returns how many. A second time adds none."""
    after, count = 0, 0
    while rows := question_queries.planned(call_id, after=after, limit=BATCH):
        values = [_row(call_id, row.contribution_id, row.review_date) for row in rows]
        new = insert(db.session, Promise).values(values)
        db.session.execute(
            new.on_conflict_do_nothing(index_elements=["call_id", "milestone_id", "contribution_id"])
        )
        after, count = rows[-1].contribution_id, count + len(rows)
    return count


def _row(call_id: int, contribution_id: int, due_on: date | None) -> dict[str, object]:
    return {
        "call_id": call_id,
        "id": new_id(),
        "milestone_id": NONE,
        "contribution_id": contribution_id,
        "due_on": due_on,
        "is_void": False,
        "round": 0,
        "reply": "",
    }


def renew(call_id: int, contribution_id: int) -> None:
    """The public answer to a contribution has changed: its promise follows, or is none any more."""
    answer = outcomes.disposition(call_id, contribution_id)
    promise = promise_queries.find(call_id, contribution_id=contribution_id)
    is_planned = answer is not None and answer.review_date is not None
    if promise is None and is_planned:
        promise = Promise(call_id=call_id, contribution_id=contribution_id)
        db.session.add(promise)
    if promise is not None:
        _move(promise, _review_date(answer) if is_planned else None)


def _review_date(answer: Disposition | None) -> date | None:
    return answer.review_date if answer is not None else None


def follow(milestone: Milestone, due_on: date | None) -> Promise:
    """Let the promise of a milestone come due on this day, or on none when it was dropped."""
    promise = promise_queries.find(milestone.call_id, milestone_id=milestone.id)
    if promise is None:
        promise = Promise(call_id=milestone.call_id, milestone_id=milestone.id)
        db.session.add(promise)
    _move(promise, due_on)
    return promise


def _move(promise: Promise, due_on: date | None) -> None:
    """Another day asks again; the same day, or an earlier one after people were asked, does not."""
    was_asked = promise.asked_at is not None and promise.due_on is not None
    if due_on is not None and (not was_asked or promise.due_on is None or due_on > promise.due_on):
        promise.asked_at = None
        promise.due_on = due_on
    promise.is_void = due_on is None
    db.session.flush()


def ask_due(limit: int = 100) -> int:
    """Ask about the promises whose day has come; returns how many. The worker calls this now and then."""
    found = promise_queries.due(today(settings().timezone), limit)
    for promise in found:
        lock(promise)
        if promise.asked_at is None:
            promise.asked_at, promise.round = now(), promise.round + 1
            db.session.flush()
            emit(PromiseDue(promise.call_id, promise.id, promise.round))
    return len(found)


def confirm(actor: Actor, promise: Promise, call: Call, word: Word) -> Confirmation:
    """Say whether a promise was kept and how satisfied one is; a second time replaces the first.

    Denied for people who neither wrote nor supported what it is about; Conflict before its day. A new comment is
    shown when a moderator has read it."""
    require(actor, "promise.confirm", call)
    word = rules.checked_word(word)
    if not promise_queries.is_asked(promise, actor.user_id):
        raise Denied(
            _l("Only those who sent or supported what this promise is about can say whether it was kept.")
        )
    if promise.round == 0:
        raise Conflict(_l("You can say whether this was kept when its day has come."))
    row = _begun(promise, actor.user_id or 0, word)
    if row.comment != word.comment:
        row.words_number += 1
        row.standing, row.rule_key, row.review_text = Standing.WAITING, "", ""
    row.kept, row.rating, row.comment = Kept(word.kept), word.rating or 0, word.comment
    row.changed_at = now()
    db.session.flush()
    emit(PromiseConfirmed(promise.call_id, promise.id))
    return row


def _begun(promise: Promise, user_id: int, word: Word) -> Confirmation:
    """The person's one answer, begun if need be; a double click finds the first."""
    key = {"call_id": promise.call_id, "promise_id": promise.id, "user_id": user_id}
    first = {"kept": Kept(word.kept), "rating": word.rating, "comment": "", "words_number": 0}
    plain = {"standing": Standing.WAITING, "rule_key": "", "review_text": ""}
    new = insert(db.session, Confirmation).values(**key, **first, **plain, given_at=now(), changed_at=now())
    db.session.execute(new.on_conflict_do_nothing(index_elements=list(key)))
    wanted = sa.select(Confirmation).filter_by(**key).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def reply(actor: Actor, promise: Promise, call: Call, text: str) -> Promise:
    """The agency's word on what people say of a promise; it stands beside the results once they are shown."""
    require(actor, "promise.reply", call)
    text = rules.checked_reply(text)
    lock(promise)
    promise.reply, promise.replied_by_id, promise.replied_at = text, actor.user_id, now()
    db.session.flush()
    emit(PromiseReplied(promise.call_id, promise.id))
    return promise
