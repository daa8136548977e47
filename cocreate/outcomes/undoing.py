"""Undoing a bulk act: exactly what was before is put back, or nothing when something has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import User
from cocreate.calls.models import Call
from cocreate.contributions import bulk as of_contributions
from cocreate.contributions.models import Contribution, Validity
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, NotFound
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.outcomes import bulk, keeping, rules, standing
from cocreate.outcomes.desk_models import BulkAct, BulkItem, BulkKind
from cocreate.outcomes.events import BulkActUndone
from cocreate.outcomes.models import OutcomeState
from cocreate.outcomes.publishing import begun

ANSWERS = (BulkKind.ANSWER, BulkKind.SHEET, BulkKind.REMOVE)
VALIDITIES = (BulkKind.ASSESS, BulkKind.CLOSE)


def undo(actor: Actor, call: Call, act: BulkAct) -> BulkAct:
    """Put back what was before. Conflict, naming the first ones, when a contribution has changed since."""
    require(actor, "outcome.answer", call)
    rules.check_state(begun(call, shared=True).state, OutcomeState.WRITING)
    items = {item.contribution_id: item for item in items_of(act)}
    locked = of_contributions.lock_all(call.id, items)
    lock(act)
    if act.undone_at is not None:
        raise Conflict(_l("This has been undone already."))
    _check_unchanged(locked, _standing(act.kind, call.id, locked), items)
    _put_back(actor, call, act.kind, locked, {key: item.before["is"] for key, item in items.items()})
    act.undone_at, act.undone_by_id = now(), actor.user_id
    db.session.flush()
    emit(BulkActUndone(call.id, act.id))
    return act


def get(call_id: int, act_id: int) -> BulkAct:
    """A bulk act of a call. NotFound when there is none."""
    found = db.session.get(BulkAct, (call_id, act_id))
    if found is None:
        raise NotFound(_l("There is no such act."))
    return found


def items_of(act: BulkAct) -> Sequence[BulkItem]:
    """What a bulk act was done to, in order of id."""
    mine = sa.and_(BulkItem.call_id == act.call_id, BulkItem.act_id == act.id)
    return db.session.scalars(sa.select(BulkItem).where(mine).order_by(BulkItem.contribution_id)).all()


def latest(call_id: int, limit: int = 1) -> list[tuple[BulkAct, str]]:
    """The latest bulk acts on a call with the names of those who did them, the newest first."""
    asked = sa.select(BulkAct, sa.func.coalesce(User.name, "")).outerjoin(User, User.id == BulkAct.by_id)
    mine = asked.where(BulkAct.call_id == call_id).order_by(BulkAct.id.desc()).limit(limit)
    return [(act, name) for act, name in db.session.execute(mine)]


def _standing(kind: BulkKind, call_id: int, locked: Sequence[Contribution]) -> Mapping[int, Any]:
    ids = [one.id for one in locked]
    if kind in ANSWERS:
        return standing.answers(call_id, ids)
    return standing.validities(locked) if kind in VALIDITIES else standing.topics(call_id, ids)


def _check_unchanged(
    locked: Sequence[Contribution], found: Mapping[int, Any], items: Mapping[int, BulkItem]
) -> None:
    changed = [one.number for one in locked if found.get(one.id) != items[one.id].after["is"]]
    if changed:
        raise Conflict(
            _l(
                "This can't be undone any more, because something has changed since: %(numbers)s.",
                numbers=", ".join(changed[: rules.TOLD]) + (" …" if len(changed) > rules.TOLD else ""),
            )
        )


def _put_back(
    actor: Actor, call: Call, kind: BulkKind, locked: Sequence[Contribution], before: Mapping[int, Any]
) -> None:
    if kind in ANSWERS:
        keeping.take_away(call.id, list(before), actor.user_id)
        numbers = {key: value for key, value in before.items() if value is not None}
        keeping.restore([one for one in locked if one.id in numbers], numbers)
    elif kind in VALIDITIES:
        for value in sorted({value or "" for value in before.values()}):
            rows = [one for one in locked if (before[one.id] or "") == value]
            of_contributions.assess(actor, call, rows, Validity(value) if value else None)
    else:
        bulk.put_topics(call.id, before, actor.user_id)


def rule_of(call_id: Any, contribution_id: Any) -> sa.ScalarSelect[str]:
    """The stated rule by which a contribution was closed, given its two columns: of the latest closing not undone."""
    is_its = sa.and_(BulkAct.call_id == BulkItem.call_id, BulkAct.id == BulkItem.act_id)
    asked = sa.select(BulkAct.rule).join(BulkItem, is_its)
    mine = asked.where(BulkItem.call_id == call_id, BulkItem.contribution_id == contribution_id, _stands())
    return mine.order_by(BulkAct.id.desc()).limit(1).scalar_subquery()


def rules_of(call_id: int) -> Sequence[BulkAct]:
    """The closings of a call by a stated rule that were not undone, in order."""
    asked = sa.select(BulkAct).where(BulkAct.call_id == call_id, _stands()).order_by(BulkAct.id)
    return db.session.scalars(asked).all()


def _stands() -> sa.ColumnElement[bool]:
    return sa.and_(BulkAct.kind == BulkKind.CLOSE, BulkAct.undone_at.is_(None))
