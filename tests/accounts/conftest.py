"""What tests of accounts share: reading the code out of the job that will send it, and who listens."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.accounts.events import SignedIn
from cocreate.core import events
from cocreate.core.jobs import Job


@pytest.fixture
def last_code(db_session):
    """The code in the newest job."""

    def read() -> str:
        newest = sa.select(Job).where(Job.does.like("%codes:deliver")).order_by(Job.id.desc()).limit(1)
        return db_session.scalar(newest).arguments["code"]

    return read


@pytest.fixture
def signed_in(db_session, monkeypatch):
    """The SignedIn events of this test."""
    heard: list[SignedIn] = []
    monkeypatch.setitem(events._when, SignedIn, [heard.append])
    return heard
