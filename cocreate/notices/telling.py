"""Who is told what when something has happened: jobs that wiring names, each with its event's fields as arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app

from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Stage
from cocreate.contributions import queries as contributions
from cocreate.contributions import rules as of_contributions
from cocreate.contributions.models import Contribution, State
from cocreate.core.jobs import enqueue
from cocreate.moderation import queries as moderation
from cocreate.moderation.models import Act
from cocreate.notices import queries
from cocreate.notices.messages import STAGES
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.outcomes import queries as outcomes
from cocreate.text.excerpt import excerpt

BATCH = 500
TITLE = 40  # characters of a title inside a sentence
KINDS = {
    Act.PUBLISH: NoticeKind.PUBLISHED,
    Act.RETURN: NoticeKind.RETURNED,
    Act.WITHHOLD: NoticeKind.WITHHELD,
}


def received(call_id: int, contribution_id: int, kind: str, state: str, root_id: int | None = None) -> None:
    """The author gets number and look-up code; comments need none."""
    row = contributions.get_by_id(call_id, contribution_id)
    if row.is_comment:
        return
    secret = current_app.secret_key
    text = secret.decode() if isinstance(secret, bytes) else str(secret)
    code = of_contributions.lookup_code(text, row.salt, row.number)
    data = _about(row) | {"code": code, "waits": row.state is State.IN_REVIEW}
    _tell_author(row, Tidings(f"received:{row.id}", NoticeKind.RECEIVED, call_id, row.id, data))


def decided(call_id: int, contribution_id: int, decision_id: int, act: str) -> None:
    """The author learns what a moderator decided and why, unless nothing has changed for them."""
    row = contributions.get_by_id(call_id, contribution_id)
    decision = moderation.get_decision(call_id, decision_id)
    kind = KINDS.get(decision.act)
    is_news = decision.before_state is not decision.after_state
    if kind is None or not is_news or (row.is_comment and kind is NoticeKind.PUBLISHED):
        return
    data = _about(row) | {"rule_key": decision.rule_key, "text": decision.text, "listed": row.is_listed}
    _tell_author(row, Tidings(f"decided:{decision_id}", kind, call_id, row.id, data))


def commented(call_id: int, contribution_id: int, is_listed: bool) -> None:
    """Whoever wrote what a new public comment is about, and whoever it answers, hears of it."""
    comment = contributions.get_by_id(call_id, contribution_id)
    if not is_listed or not comment.is_comment or comment.root_id is None:
        return
    above = contributions.by_ids(call_id, {comment.root_id, comment.parent_id or comment.root_id})
    root = above[comment.root_id]
    data = _about(root)
    told: dict[int, list[Tidings]] = {}
    for row in above.values():
        if row.author_id is not None and row.author_id != comment.author_id:
            once = f"commented:{comment.id}"
            about = data | {"is_answer": row.author_id != root.author_id}
            told[row.author_id] = [Tidings(once, NoticeKind.COMMENTED, call_id, root.id, about)]
    tell(told)


def stage_moved(call_id: int, before: str, after: str, beyond: int = 0) -> None:
    """Followers of a call hear of its next stage; of the result the outcome itself tells."""
    call = calls.get_by_id(call_id)
    if after not in STAGES or not call.is_released:
        return
    people = queries.followers(call_id, after=beyond, limit=BATCH)
    data = _of_call(call) | {"stage": after}
    one = Tidings(f"stage:{call_id}:{after}", NoticeKind.STAGE_MOVED, call_id, None, data)
    tell({user_id: [one] for user_id in people})
    if len(people) == BATCH:
        does = "cocreate.notices.telling:stage_moved"
        enqueue(does, call_id=call_id, before=before, after=after, beyond=people[-1])


def outcome_published(call_id: int, count: int = 0, beyond: int = 0) -> None:
    """Authors hear how each of their contributions was answered, one batch a job; then everybody else."""
    if calls.get_by_id(call_id).stage is not Stage.PUBLISHED:
        return
    rows = queries.authored(call_id, after=beyond, limit=BATCH)
    _tell_answers(call_id, rows)
    if len(rows) == BATCH:
        enqueue("cocreate.notices.telling:outcome_published", call_id=call_id, beyond=rows[-1].id)
    else:
        enqueue("cocreate.notices.telling:result_published", call_id=call_id)


def result_published(call_id: int, beyond: int = 0) -> None:
    """Supporters and followers hear that the result of a call is out, once a person, one batch a job."""
    call = calls.get_by_id(call_id)
    people = queries.supporters_and_followers(call_id, after=beyond, limit=BATCH)
    one = Tidings(f"outcome:{call_id}", NoticeKind.ANSWERED, call_id, None, _of_call(call))
    tell({user_id: [one] for user_id in people})
    if len(people) == BATCH:
        enqueue("cocreate.notices.telling:result_published", call_id=call_id, beyond=people[-1])


def _tell_answers(call_id: int, rows: Iterable[Contribution]) -> None:
    found = list(rows)
    answers = outcomes.dispositions(call_id, [row.id for row in found])
    of_call = _of_call(calls.get_by_id(call_id))
    told: dict[int, list[Tidings]] = {}
    for row in found:
        answer = answers.get(row.id)
        if answer is None or row.author_id is None:
            continue
        said = {"degree": answer.degree, "measure": answer.measure, "reason": answer.reason}
        data = of_call | _about(row) | said
        one = Tidings(f"answered:{row.id}", NoticeKind.ANSWERED, call_id, row.id, data)
        told.setdefault(row.author_id, []).append(one)
    tell(told)


def _tell_author(row: Contribution, one: Tidings) -> None:
    if row.author_id is not None:
        tell({row.author_id: [one]})


def _about(row: Contribution) -> dict[str, Any]:
    return {"number": row.number, "title": excerpt(row.title or row.body, TITLE)}


def _of_call(call: Call) -> dict[str, Any]:
    return {"slug": call.slug, "call": call.title, "call_en": call.title_en}
