"""What moderators do: cases open by themselves, are claimed, released, and closed by a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from cocreate.accounts import queries as accounts
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions import service as spine
from cocreate.contributions.events import ContributionMoved, ContributionRevised, ContributionSubmitted
from cocreate.contributions.models import Contribution, State
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.moderation import community_rules, conflicts, queries, rules
from cocreate.moderation.events import CaseOpened, DecisionMade
from cocreate.moderation.models import Act, Case, Decision


@dataclass(frozen=True)
class Verdict:
    """What a moderator decides, of the case as it was at `version`; `text` goes to the author, `note` to colleagues."""

    act: Act
    version: int
    rule_key: str = ""
    text: str = ""
    note: str = ""


NEW = sa.insert(cast(sa.Table, Case.__table__))


def open_case(event: ContributionSubmitted | ContributionRevised) -> None:
    """Let what was just sent wait for a moderator; what is public at once is looked at afterwards."""
    contribution = contributions.at_hand(event.call_id, event.contribution_id)
    is_edit = isinstance(event, ContributionRevised)
    case = queries.find_open(event.call_id, contribution.id) if is_edit else None
    if case is None:
        _open(contribution, calls.get_by_id(event.call_id).agency_path, is_edit)
        return
    case.revision_number = contribution.revision_number
    case.language = contribution.revision.language
    db.session.flush()


def open_cases(call: Call, arrived: Iterable[Contribution]) -> int:
    """Open a case for each of many that arrived without an event of their own, as an import brings them; how many."""
    opened = list(arrived)
    for contribution in opened:
        _open(contribution, call.agency_path, False)
    return len(opened)


def close_case(event: ContributionMoved) -> None:
    """Nothing waits any more when the author has withdrawn the contribution."""
    if event.after != State.WITHDRAWN.value:
        return
    case = queries.find_open(event.call_id, event.contribution_id)
    if case is not None:
        case.closed_at = now()
        db.session.flush()


def claim(actor: Actor, case: Case | None, contribution: Contribution, call: Call) -> Case:
    """Hold the case for a quarter of an hour, or a quarter more. CaseConflict when a colleague holds it or it is closed."""
    require(actor, "case.claim", (contribution, call))
    if case is None:
        raise conflicts.decided(contribution)
    mine = Case.claimed_by_id == actor.user_id
    free = sa.or_(Case.claimed_until.is_(None), Case.claimed_until <= now(), mine)
    if not _set_claim(case, free, claimed_by_id=actor.user_id, claimed_until=now() + rules.LEASE):
        raise conflicts.decided(contribution) if case.closed_at else _taken(case, contribution)
    return case


def release(actor: Actor, case: Case | None, contribution: Contribution, call: Call) -> None:
    """Give the case back to the queue; without a claim of one's own nothing changes."""
    require(actor, "case.release", (contribution, call))
    if case is not None:
        _set_claim(case, Case.claimed_by_id == actor.user_id, claimed_by_id=None, claimed_until=None)


def decide(
    actor: Actor, case: Case | None, contribution: Contribution, call: Call, verdict: Verdict
) -> Decision:
    """Close the case with a decision that stands on record. CaseConflict when it isn't as the moderator saw it."""
    require(actor, "case.decide", (contribution, call))
    rules.check_decision(
        verdict.act, verdict.rule_key, verdict.text, verdict.note, community_rules.in_force()
    )
    if case is None:
        raise conflicts.decided(contribution)
    # The contribution first, as its author's own acts do, so that nobody waits for each other.
    lock(contribution)
    lock(case)
    _check_unchanged(actor, case, contribution, verdict.version)
    before, after = contribution.state, rules.LEADS_TO[verdict.act]
    if after is not before:
        spine.move(contribution, call, after)
    case.closed_at = now()
    decision = _record(actor, case, contribution, verdict, before)
    emit(DecisionMade(call.id, contribution.id, decision.id, decision.act.value))
    return decision


def publish_all(actor: Actor, picked: dict[str, int]) -> Sequence[Decision]:
    """Publish several in one act, all or none: version by number of the contribution."""
    require(actor, "case.list")
    if not picked or len(picked) > rules.MOST_AT_ONCE:
        raise Invalid(_l("Please choose between 1 and %(count)s cases.", count=rules.MOST_AT_ONCE))
    found = queries.open_items(picked)
    for number in picked.keys() - found.keys():
        raise conflicts.decided(queries.matter(number)[0])
    # Always in the same order, and all of them before any count is changed, so that nobody waits for each other.
    items = sorted(found.values(), key=lambda item: item.contribution.id)
    for item in items:
        lock(item.contribution)
    return [
        decide(
            actor,
            item.case,
            item.contribution,
            item.call,
            Verdict(Act.PUBLISH, picked[item.contribution.number]),
        )
        for item in items
    ]


def _open(contribution: Contribution, agency_path: str, is_edit: bool) -> None:
    reason = rules.reason_of(contribution.is_comment, is_edit)
    opened_at = now()
    case_id = new_id()
    case = {
        "call_id": contribution.call_id,
        "id": case_id,
        "contribution_id": contribution.id,
        "revision_number": contribution.revision_number,
        "reason": reason,
        "agency_path": agency_path,
        "language": contribution.revision.language,
        "opened_at": opened_at,
        "due_at": rules.due_at(reason, contribution.state, opened_at),
    }
    db.session.execute(NEW, case)
    emit(CaseOpened(contribution.call_id, case_id, contribution.id, reason.value))


def _set_claim(case: Case, test: sa.ColumnElement[bool], **values: Any) -> bool:
    """Write the lease in one statement that decides who comes first; the version stays: what is to be decided is the same."""
    mine = sa.and_(Case.call_id == case.call_id, Case.id == case.id, Case.closed_at.is_(None), test)
    statement = sa.update(Case).where(mine).values(**values).execution_options(synchronize_session=False)
    won = cast(sa.CursorResult[Any], db.session.execute(statement)).rowcount == 1
    db.session.refresh(case)
    return won


def _check_unchanged(actor: Actor, case: Case, contribution: Contribution, version: int) -> None:
    if case.closed_at is not None:
        raise conflicts.decided(contribution)
    if case.version != version:
        raise conflicts.changed(contribution)
    if case.is_taken_from(actor.user_id, now()):
        raise _taken(case, contribution)


def _taken(case: Case, contribution: Contribution) -> conflicts.CaseConflict:
    return conflicts.taken(contribution, accounts.get_user(case.claimed_by_id or 0).name)


def _record(
    actor: Actor, case: Case, contribution: Contribution, verdict: Verdict, before: State
) -> Decision:
    rule = community_rules.find(verdict.rule_key) if verdict.act is not Act.PUBLISH else None
    decision = Decision(
        call_id=case.call_id,
        case_id=case.id,
        contribution_id=contribution.id,
        revision_number=case.revision_number,
        act=verdict.act,
        rule_key=rule.key if rule else "",
        rule_version=rule.version if rule else "",
        text=verdict.text if rule else "",
        note=verdict.note,
        decided_by_id=actor.user_id,
        role="system" if actor.is_system else "moderator",
        before_state=before,
        after_state=contribution.state,
        decided_at=now(),
    )
    db.session.add(decision)
    db.session.flush()
    return decision
