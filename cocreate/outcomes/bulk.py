"""One act on many contributions: answer, assess, close by a stated rule, remove answers, sort; each recorded as it was before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.contributions import bulk as of_contributions
from cocreate.contributions.models import Contribution, Validity
from cocreate.core.actor import Actor
from cocreate.core.batches import pieces
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l, number
from cocreate.core.policy import require
from cocreate.outcomes import drafts, filling, keeping, queries, rules, schemes, standing
from cocreate.outcomes.desk_models import BulkAct, BulkItem, BulkKind, Sorting
from cocreate.outcomes.events import AnswersPrepared
from cocreate.outcomes.models import Outcome, OutcomeState
from cocreate.outcomes.publishing import begun
from cocreate.outcomes.rules import AnswerDraft
from cocreate.outcomes.service import can_be_answered, prepared
from cocreate.provenance import queries as provenance

MOST = 20_000
State = Mapping[int, Any]  # by contribution id


def answer(
    actor: Actor, call: Call, ids: Collection[int], draft: AnswerDraft, *, replace: bool = False
) -> BulkAct:
    """Give one answer to many, its placeholders filled for each. Those that have an answer keep it unless `replace`;
    what was withheld or withdrawn meanwhile is left out. Invalid, by field, when the degree needs more."""
    outcome, locked = _begin(actor, call, ids)
    choices = schemes.of_call(call, outcome)
    before = standing.answers(call.id, ids)
    rows = [one for one in locked if can_be_answered(one) and (replace or before.get(one.id) is None)]
    traced = _traced(call, rows)
    values = _filled(draft, call, rows)
    texts = {
        one.id: prepared(draft, one, call, choices, is_traced=one.id in traced, values=values.get(one.id, {}))
        for one in rows
    }
    _check_any(rows, _l("All of these have an answer already, or can't be answered any more."))
    after = keeping.put(rows, texts, actor.user_id)
    drafts.drop(call.id, list(after), actor.user_id)
    what = {name: str(value) for name, value in asdict(draft).items() if value}
    act = _record(actor, call, BulkKind.ANSWER, what, before, after)
    emit(AnswersPrepared(call.id, act.id, len(rows), draft.degree))
    return act


def answer_each(
    actor: Actor, call: Call, texts: Mapping[int, AnswerDraft], seen: Mapping[int, int], source: str
) -> BulkAct:
    """Give each of these its own answer, all of them or none; `source` names the file that they come from.

    `seen` are the versions that the editor had before them, 0 for none: Conflict, naming them, where a colleague was
    faster. Invalid, by field, when a degree needs more."""
    outcome, locked = _begin(actor, call, texts)
    choices = schemes.of_call(call, outcome)
    before = standing.answers(call.id, texts)
    changed = [one for one in locked if before.get(one.id, 0) != seen[one.id] or not can_be_answered(one)]
    if changed:
        raise Conflict(
            _l(
                "Nothing was taken over, because these have changed meanwhile: %(numbers)s.",
                numbers=_named(changed),
            )
        )
    traced = _traced(call, locked)
    names = {name for draft in texts.values() for name in filling.named(draft)}
    values = filling.values(call, locked, names) if names else {}
    kept = {
        one.id: prepared(
            texts[one.id], one, call, choices, is_traced=one.id in traced, values=values.get(one.id, {})
        )
        for one in locked
    }
    after = keeping.put(locked, kept, actor.user_id)
    drafts.drop(call.id, list(after), actor.user_id)
    act = _record(actor, call, BulkKind.SHEET, {"file": source}, before, after)
    emit(AnswersPrepared(call.id, act.id, len(locked), ""))
    return act


def _filled(draft: AnswerDraft, call: Call, rows: Sequence[Contribution]) -> Mapping[int, Mapping[str, str]]:
    """What each answer puts in the places the text leaves open. Invalid, by field, when it names one nobody knows."""
    wrong = {name: why for name in rules.LIMITS if (why := filling.problem(getattr(draft, name)))}
    if wrong:
        raise Invalid.of(wrong)
    names = filling.named(draft)
    return filling.values(call, rows, names) if names else {}


def assess(actor: Actor, call: Call, ids: Collection[int], validity: Validity) -> BulkAct:
    """Record one validity for many. Comments have none."""
    return _assess(actor, call, ids, validity, BulkKind.ASSESS, "")


def close(actor: Actor, call: Call, ids: Collection[int], validity: Validity, rule: str) -> BulkAct:
    """Close many without answers of their own by one rule, which everybody concerned can read. Invalid without it."""
    if validity is Validity.VALID:
        raise Invalid(_l("What is valid is answered, not closed."), "validity")
    if sum(map(str.isalnum, rule)) < rules.LEAST_LETTERS:
        raise Invalid(
            _l("Please state the rule in a full sentence. Those whose contributions it closes will read it."),
            "rule",
        )
    if len(rule) > rules.NOTE_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=rules.NOTE_LIMIT), "rule")
    return _assess(actor, call, ids, validity, BulkKind.CLOSE, rule.strip())


def remove(actor: Actor, call: Call, ids: Collection[int]) -> BulkAct:
    """Take answers away that are not public yet; what they said is kept with who removed them and when."""
    _, locked = _begin(actor, call, ids)
    current = queries.dispositions(call.id, [one.id for one in locked], published_only=False)
    before = {one.contribution_id: one.number for one in current.values() if one.published_at is None}
    _check_any(before, _l("None of these has an answer that could be removed."))
    keeping.take_away(call.id, list(before), actor.user_id)
    return _record(actor, call, BulkKind.REMOVE, {}, before, dict.fromkeys(before))


def sort(actor: Actor, call: Call, ids: Collection[int], topic: str) -> BulkAct:
    """Put many under one topic of the desk, or with "" under none."""
    name = " ".join(topic.split())
    if len(name) > Sorting.topic.type.length:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=Sorting.topic.type.length), "topic")
    _, locked = _begin(actor, call, ids)
    before = standing.topics(call.id, [one.id for one in locked])
    after = {one.id: name or None for one in locked if before.get(one.id) != (name or None)}
    _check_any(after, _l("All of these are under this topic already."))
    put_topics(call.id, after, actor.user_id)
    return _record(actor, call, BulkKind.SORT, {"topic": name}, before, after)


def put_topics(call_id: int, topics: Mapping[int, str | None], by: int | None) -> None:
    """Let each contribution be under its topic, or under none."""
    for some in pieces(topics):
        mine = sa.and_(Sorting.call_id == call_id, Sorting.contribution_id.in_(some))
        db.session.execute(sa.delete(Sorting).where(mine))
        new = [
            Sorting(call_id=call_id, contribution_id=key, topic=topic, by_id=by)
            for key in some
            if (topic := topics[key])
        ]
        db.session.add_all(new)
        db.session.flush()


def _assess(
    actor: Actor, call: Call, ids: Collection[int], validity: Validity, kind: BulkKind, rule: str
) -> BulkAct:
    _, locked = _begin(actor, call, ids)
    before = standing.validities(locked)
    changed = of_contributions.assess(actor, call, locked, validity)
    _check_any(changed, _l("All of these are recorded so already."))
    after = {one.id: validity.value for one in changed}
    return _record(actor, call, kind, {"validity": validity.value}, before, after, rule)


def _begin(actor: Actor, call: Call, ids: Collection[int]) -> tuple[Outcome, list[Contribution]]:
    """What every act begins with: the policy, the outcome still being written, and all rows locked in one order."""
    require(actor, "outcome.answer", call)
    if not ids:
        raise Invalid(_l("Choose the contributions first, by the box at the head of each line."))
    if len(ids) > MOST:
        raise Invalid(
            _l("At most %(most)s contributions fit into one act. Narrow the filter.", most=number(MOST))
        )
    outcome = begun(call, shared=True)
    rules.check_state(outcome.state, OutcomeState.WRITING)
    return outcome, of_contributions.lock_all(call.id, ids)


def _traced(call: Call, rows: Sequence[Contribution]) -> set[int]:
    return {one for some in pieces([row.id for row in rows]) for one in provenance.traced(call.id, some)}


def _named(rows: Sequence[Contribution]) -> str:
    """The first of their numbers, for a sentence."""
    told = ", ".join(one.number for one in rows[: rules.TOLD])
    return told + (" …" if len(rows) > rules.TOLD else "")


def _check_any(found: Collection[Any], why: Any) -> None:
    if not found:
        raise Conflict(why)


def _record(
    actor: Actor,
    call: Call,
    kind: BulkKind,
    what: dict[str, Any],
    before: State,
    after: State,
    rule: str = "",
) -> BulkAct:
    act = BulkAct(call_id=call.id, kind=kind, what=what, rule=rule, count=len(after), by_id=actor.user_id)
    db.session.add(act)
    db.session.flush()
    items: Sequence[dict[str, Any]] = [
        {
            "call_id": call.id,
            "act_id": act.id,
            "contribution_id": key,
            "before": {"is": before.get(key)},
            "after": {"is": after[key]},
        }
        for key in after
    ]
    for some in pieces(items):
        db.session.execute(sa.insert(BulkItem), some)
    return act
