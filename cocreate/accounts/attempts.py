"""Counting tries to sign in, so that guessing is slow however often the server restarts."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.accounts import queries, rules
from cocreate.accounts.digests import keyed
from cocreate.accounts.models import Failure
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import one_at_a_time
from cocreate.core.errors import TooMany
from cocreate.core.i18n import _l


@dataclass(frozen=True)
class Attempt:
    """A try that counts as failed until it is forgiven: by account (or what stands for one) and by client."""

    account: str
    client_failure_id: int


def begin(way: str, account: str, client: str) -> Attempt:
    """Count a try before it is made, so that many at once can't slip through, and keep the count.

    `way` keeps passwords and codes apart: who guesses at one does not lock the other. `account` is a digest.
    Raises TooMany while the account or the client is locked. Commits: this count must survive a refusal, and
    the write lock must be free while a password is hashed; so call it before anything else is written."""
    moment = now()
    limits = {
        keyed(way, account): rules.FAILURES_PER_ACCOUNT,
        keyed("client", client): rules.FAILURES_PER_CLIENT,
    }
    for key in limits:
        one_at_a_time(db.session, key)
    made = queries.failures(limits, since=moment - 2 * rules.LOCK_WINDOW)
    for key, limit in limits.items():
        until = rules.locked_until(made[key], limit)
        if until is not None and until > moment:
            wait = rules.minutes(until - moment)
            raise TooMany(
                _l("There were too many failed tries. Please try again in %(wait)s minutes.", wait=wait)
            )
    of_account, of_client = (Failure(key=key, at=moment) for key in limits)
    db.session.add_all([of_account, of_client])
    db.session.flush()
    attempt = Attempt(of_account.key, of_client.id)
    keep()
    return attempt


def forgive(attempt: Attempt) -> None:
    """The try was right: it and the account's earlier failures count no more. Those of the client stay."""
    spent = (Failure.key == attempt.account) | (Failure.id == attempt.client_failure_id)
    db.session.execute(sa.delete(Failure).where(spent))


def keep() -> None:
    """Commit what must survive the refusal of the request that caused it."""
    db.session.commit()
