"""Facts posted to people's and agencies' own addresses: one row and one job for each, signed, posted once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.core import webhook
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.core.i18n import use_language
from cocreate.core.ids import new_id
from cocreate.core.jobs import enqueue
from cocreate.notices import queries
from cocreate.notices.messages import message
from cocreate.notices.models import HookPost, Notice, Webhook


def to_people(keys: Sequence[tuple[int, int]]) -> None:
    """Post these notices, by (user id, notice id), to whoever of them has an address; one statement when nobody has."""
    hooks = queries.hooks_of_people({user_id for user_id, _ in keys})
    if not hooks:
        return
    people = accounts.users(hooks)
    for notice in queries.notices([key for key in keys if key[0] in hooks]):
        with use_language(str(people[notice.user_id].language)):
            payload = _payload(notice)
        put(hooks[notice.user_id], notice.once, payload)


def _payload(notice: Notice) -> dict[str, Any]:
    told = message(notice.kind, notice.data)
    return {
        "event": notice.kind.value,
        "number": notice.data.get("number"),
        "call": notice.data.get("slug"),
        "subject": told.subject,
        "paragraphs": list(told.paragraphs),
        "url": told.url,
        "at": notice.created_at.isoformat(),
    }


def put(hook: Webhook, once: str, payload: dict[str, Any]) -> None:
    """A fact for one address, and the job that posts it; what was put there already is left out."""
    values = {"hook_id": hook.id, "id": new_id(), "once": once, "payload": payload, "created_at": now()}
    new = (
        insert(db.session, HookPost).values(values).on_conflict_do_nothing(index_elements=["hook_id", "once"])
    )
    post_id = db.session.scalar(new.returning(HookPost.id))
    if post_id is not None:
        enqueue("cocreate.notices.posting:post", hook_id=hook.id, post_id=post_id)


def post(hook_id: int, post_id: int) -> None:
    """The job: post one fact, unless it is there already or the address was taken away.

    Raises OSError or http.client.HTTPException when the other side is away or refuses, so that the job tries again."""
    row = db.session.get(HookPost, (hook_id, post_id))
    hook = db.session.get(Webhook, hook_id)
    if row is None or hook is None or row.sent_at is not None:
        return
    webhook.post(hook.url, hook.secret, str(row.id), row.payload)
    row.sent_at = now()
