"""A person's or an agency's own address for facts: setting it, taking it away, trying it."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.core import webhook
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.notices import posting, queries
from cocreate.notices.models import Webhook


def set_url(actor: Actor, url: str, agency: Agency | None = None) -> Webhook | None:
    """Post facts to this address from now on, or to none when it is empty; a new address gets a new secret.

    Of the actor's own notices, or of an agency's calls. Invalid (field "url") for an address that can't be used."""
    require(actor, "webhook.agency" if agency else "webhook.own", agency)
    kept = queries.hook(None if agency else actor.user_id, agency.id if agency else None)
    wanted = webhook.check(url) if url.strip() else ""
    if kept is not None and kept.url == wanted:
        return kept
    if kept is not None:
        db.session.execute(sa.delete(Webhook).where(Webhook.id == kept.id))
    if not wanted:
        return None
    made = Webhook(
        user_id=None if agency else actor.user_id,
        agency_id=agency.id if agency else None,
        url=wanted,
        secret=secrets.token_urlsafe(32),
        created_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def try_out(actor: Actor, hook: Webhook, agency: Agency | None = None) -> None:
    """Post a fact that says it is only a test."""
    require(actor, "webhook.agency" if agency else "webhook.own", agency)
    posting.put(hook, f"test:{new_id()}", {"event": "test", "at": now().isoformat()})
