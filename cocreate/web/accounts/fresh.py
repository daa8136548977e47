"""Whether this session began with a code a few minutes ago, which opens what a lost password would."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import session

from cocreate.core.clock import now

KEY = "with_code_at"
LIFE = timedelta(minutes=10)


def mark(moment: datetime) -> None:
    """The person has just proved to hold an address of the account."""
    session[KEY] = int(moment.timestamp())


def is_fresh() -> bool:
    """Whether that was within the last ten minutes."""
    return 0 <= now().timestamp() - session.get(KEY, 0) < LIFE.total_seconds()
