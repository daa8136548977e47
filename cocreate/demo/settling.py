"""Deals with the jobs that the demo's past has left behind: nobody gets text messages today about last month."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from cocreate.core import clock
from cocreate.core.db import db
from cocreate.core.jobs import Job
from cocreate.core.loader import resolve

TOLD_BY = "cocreate.notices."
TELLING = "cocreate.notices.telling."
MOST_ROUNDS = 5  # a job may leave the next one


def standing_at(moment: datetime) -> clock.Clock:
    """A clock that shows one moment."""
    return lambda: moment


def settle(concerns: Collection[int]) -> None:
    """Let the people hear, at the time it happened, what concerns these contributions or whole calls; drop the rest.

    So the notices on the site are there, and nothing of them goes out by mail or text message."""
    for _ in range(MOST_ROUNDS):
        jobs = _waiting()
        if not jobs:
            return
        for job in jobs:
            about = job.arguments.get("contribution_id")
            if job.does.startswith(TELLING) and (about is None or about in concerns):
                clock.set_clock(standing_at(job.due_at))
                resolve(job.does)(**job.arguments)
            db.session.delete(job)
        db.session.flush()


def _waiting() -> list[Job]:
    chosen = sa.select(Job).where(Job.does.startswith(TOLD_BY)).order_by(Job.due_at, Job.id)
    return list(db.session.scalars(chosen))
