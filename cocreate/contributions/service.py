"""What happens to a contribution: submit, comment, revise, withdraw, move, assess."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Visibility
from cocreate.contributions import queries, rules
from cocreate.contributions.events import (
    ContributionMoved,
    ContributionRevised,
    ContributionSubmitted,
    ListingChanged,
    ListingOpened,
    ValidityAssessed,
)
from cocreate.contributions.figures import add, recounted
from cocreate.contributions.models import (
    Channel,
    Contribution,
    Kind,
    NumberCounter,
    Revision,
    State,
    Validity,
)
from cocreate.core.actor import Actor
from cocreate.core.clock import now, today
from cocreate.core.db import db, lock
from cocreate.core.dialect import built, one_at_a_time
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l, language
from cocreate.core.ids import new_id
from cocreate.core.policy import require


@dataclass(frozen=True)
class Words:
    """What someone typed, already cleaned: NFC, without control characters."""

    body: str
    title: str = ""
    clause_id: int | None = None
    is_private: bool = False


def submit(
    actor: Actor, call: Call, words: Words, *, key: str | None = None, channel: Channel = Channel.WEB
) -> Contribution:
    """Send a suggestion to a call. `key` belongs to one form: sent twice, it gives the first contribution again."""
    require(actor, "contribution.submit", call)
    again = _sent_before(actor, call.id, key)
    if again is not None:
        return again
    title = words.title or rules.title_from(words.body)
    rules.check_words(Kind.SUGGESTION, words.title, words.body)
    _check_clause(call, words.clause_id)
    row = Contribution(
        kind=Kind.SUGGESTION,
        clause_id=words.clause_id,
        is_private=words.is_private,
        channel=channel,
        submission_key=key,
    )
    return _receive(actor, call, row, title, words.body)


def comment(
    actor: Actor,
    contribution: Contribution,
    call: Call,
    body: str,
    *,
    parent: Contribution | None = None,
    key: str | None = None,
) -> Contribution:
    """Comment on a contribution, or answer another comment under it."""
    require(actor, "contribution.comment", (contribution, call))
    again = _sent_before(actor, call.id, key)
    if again is not None:
        return again
    rules.check_words(Kind.COMMENT, "", body)
    if parent is not None and parent.root_id != contribution.id:
        raise Invalid(_l("The comment you answer is not under this contribution."), "body")
    row = Contribution(
        kind=Kind.COMMENT,
        root_id=contribution.id,
        parent_id=parent.id if parent else None,
        submission_key=key,
    )
    return _receive(actor, call, row, "", body)


def revise(actor: Actor, contribution: Contribution, call: Call, words: Words) -> Contribution:
    """Put other words in place of one's own; they are reviewed again and the earlier ones are kept."""
    require(actor, "contribution.revise", (contribution, call))
    lock(contribution)
    require(actor, "contribution.revise", (contribution, call))
    rules.check_words(contribution.kind, words.title, words.body)
    title = "" if contribution.is_comment else words.title or rules.title_from(words.body)
    with recounted(contribution):
        contribution.revision_number += 1
        contribution.digest = rules.digest(contribution.salt, contribution.number, title, words.body)
        db.session.add(_revision(contribution, title, words.body, actor.user_id))
        before, contribution.state = contribution.state, State.IN_REVIEW
    db.session.expire(contribution, ["revision"])
    emit(ContributionRevised(contribution.call_id, contribution.id))
    if before is not State.IN_REVIEW:
        emit(ContributionMoved(contribution.call_id, contribution.id, before.value, State.IN_REVIEW.value))
    return contribution


def withdraw(actor: Actor, contribution: Contribution, call: Call) -> Contribution:
    """Take one's contribution back: nobody sees it any more, and no answer is owed. The record that it came stays."""
    require(actor, "contribution.withdraw", (contribution, call))
    return move(contribution, call, State.WITHDRAWN)


def move(contribution: Contribution, call: Call, after: State) -> Contribution:
    """Put a contribution into another state; rooms above call this when their act decides it. Conflict when it can't go there."""
    if call.visibility is Visibility.AT_CLOSE:
        # Held until the end, so that what is decided while the call closes is shown with all the others.
        db.session.refresh(call, with_for_update={"read": True, "of": Call})
    lock(contribution)
    before = contribution.state
    if not rules.may_move(before, after):
        raise Conflict(_l("This contribution has changed meanwhile. Look at it again before you decide."))
    was_listed = contribution.is_listed
    with recounted(contribution):
        contribution.state = after
        if before is State.IN_REVIEW:
            contribution.reviewed_at = now()
        contribution.is_listed = rules.is_listed(after, contribution.is_private, call.visibility, call.stage)
    emit(ContributionMoved(contribution.call_id, contribution.id, before.value, after.value))
    if contribution.is_listed != was_listed:
        emit(ListingChanged(contribution.call_id, contribution.id, contribution.is_listed))
    return contribution


def assess(actor: Actor, contribution: Contribution, call: Call, validity: Validity) -> Contribution:
    """Record whether a contribution counts as valid, and so whether the gate wants an answer for it."""
    require(actor, "contribution.assess", (contribution, call))
    lock(contribution)
    with recounted(contribution):
        contribution.validity = validity
    emit(ValidityAssessed(contribution.call_id, contribution.id, validity.value))
    return contribution


def list_at_close(call_id: int) -> None:
    """Show all that was kept back until the call closed; does nothing for calls with another rule."""
    call = calls.get_by_id(call_id)
    if call.visibility is not Visibility.AT_CLOSE or not rules.is_listed(
        State.PUBLIC, False, call.visibility, call.stage
    ):
        return
    hidden = sa.and_(
        Contribution.call_id == call_id,
        Contribution.state == State.PUBLIC,
        Contribution.is_private.is_(False),
        Contribution.is_listed.is_(False),
    )
    shown = {}
    for figure, test in (
        ("listed", Contribution.kind != Kind.COMMENT),
        ("comments", Contribution.kind == Kind.COMMENT),
    ):
        shown[figure] = (
            db.session.scalar(sa.select(sa.func.count()).select_from(Contribution).where(hidden, test)) or 0
        )
    statement = sa.update(Contribution).where(hidden).values(is_listed=True)
    db.session.execute(statement, execution_options={"synchronize_session": "fetch"})
    add(call_id, {name: count for name, count in shown.items() if count})
    emit(ListingOpened(call_id))


def next_numbers(count: int = 1) -> list[str]:
    """The next public numbers, like "2026-000123": unique, in order, never given out twice."""
    year = today().year
    last = db.session.scalar(_counted_on(db.session), {"year": year, "last": count}) or count
    return [f"{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


@built
def _counted_on(insert: Any) -> Any:
    table = NumberCounter.__table__
    new = insert(table)
    grown = new.on_conflict_do_update(
        index_elements=["year"], set_={"last": table.c.last + new.excluded.last}
    )
    return grown.returning(table.c.last)


def _sent_before(actor: Actor, call_id: int, key: str | None) -> Contribution | None:
    if key is None or actor.user_id is None:
        return None
    # A double click comes twice at the same moment: the second waits here until the first can be found.
    one_at_a_time(db.session, f"submission/{call_id}/{actor.user_id}")
    return queries.find_submission(call_id, actor.user_id, key)


def _check_clause(call: Call, clause_id: int | None) -> None:
    if clause_id is not None and clause_id not in {clause.id for clause in calls.clauses(call.id)}:
        raise Invalid(_l("Please choose a clause of this draft."), "clause_id")


def _receive(actor: Actor, call: Call, row: Contribution, title: str, body: str) -> Contribution:
    row.id = new_id()
    row.call_id = call.id
    row.author_id = actor.user_id
    row.number = next_numbers()[0]
    row.salt = rules.new_salt(secrets.token_bytes(16))
    row.digest = rules.digest(row.salt, row.number, title, body)
    row.revision_number = 1
    row.received_at = now()
    row.state = rules.first_state(call.visibility)
    row.is_private = bool(row.is_private)
    row.is_listed = rules.is_listed(row.state, row.is_private, call.visibility, call.stage)
    with recounted(row, is_new=True):
        db.session.add(row)
        db.session.flush()
        revision = _revision(row, title, body, actor.user_id, row.received_at)
        db.session.add(revision)
        set_committed_value(row, "revision", revision)  # or whoever reads it next would ask the database
    emit(ContributionSubmitted(call.id, row.id, row.kind.value, row.state.value, row.root_id))
    if row.is_listed:
        emit(ListingChanged(call.id, row.id, True))
    return row


def _revision(
    row: Contribution, title: str, body: str, changed_by: int | None, at: datetime | None = None
) -> Revision:
    return Revision(
        call_id=row.call_id,
        contribution_id=row.id,
        number=row.revision_number,
        title=title,
        body=body,
        language=language(),
        changed_by_id=changed_by,
        created_at=at or now(),
    )
