"""Jobs that tell of what happens to a single contribution: its receipt, a moderator's decision, a comment on it."""

from __future__ import annotations

from typing import Any

from flask import current_app

from cocreate.contributions import queries as contributions
from cocreate.contributions import rules as of_contributions
from cocreate.contributions.models import State
from cocreate.core.jobs import enqueue
from cocreate.moderation import queries as moderation
from cocreate.moderation.models import Act
from cocreate.notices import queries
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, about, tell_author

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
    data = about(row) | {"code": code, "waits": row.state is State.IN_REVIEW}
    tell_author(row, Tidings(f"received:{row.id}", NoticeKind.RECEIVED, call_id, row.id, data))


def decided(call_id: int, contribution_id: int, decision_id: int, act: str) -> None:
    """The author learns what a moderator decided and why, unless nothing has changed for them."""
    row = contributions.get_by_id(call_id, contribution_id)
    decision = moderation.get_decision(call_id, decision_id)
    kind = KINDS.get(decision.act)
    is_news = decision.before_state is not decision.after_state
    if kind is None or not is_news or (row.is_comment and kind is NoticeKind.PUBLISHED):
        return
    data = about(row) | {"rule_key": decision.rule_key, "text": decision.text, "listed": row.is_listed}
    tell_author(row, Tidings(f"decided:{decision_id}", kind, call_id, row.id, data))


def commented(call_id: int, contribution_id: int, is_listed: bool, beyond: int = 0) -> None:
    """Whoever wrote what a new public comment is about, whoever it answers, and who follows it hear of it, once each."""
    comment = contributions.get_by_id(call_id, contribution_id)
    if not is_listed or not comment.is_comment or comment.root_id is None:
        return
    above = contributions.by_ids(call_id, {comment.root_id, comment.parent_id or comment.root_id})
    root = above[comment.root_id]
    writers = {row.author_id for row in above.values() if row.author_id is not None}
    followers = queries.followers(call_id, root.id, after=beyond, limit=BATCH)
    data = about(root)
    told: dict[int, list[Tidings]] = {}
    for user_id in (writers | set(followers)) - {comment.author_id}:
        answers = user_id in writers and user_id != root.author_id
        said = data | {"is_answer": answers, "is_followed": user_id not in writers}
        told[user_id] = [Tidings(f"commented:{comment.id}", NoticeKind.COMMENTED, call_id, root.id, said)]
    tell(told)
    if len(followers) == BATCH:
        whom: dict[str, Any] = {
            "call_id": call_id,
            "contribution_id": contribution_id,
            "is_listed": is_listed,
        }
        enqueue("cocreate.notices.telling.contributions:commented", **whom, beyond=followers[-1])
