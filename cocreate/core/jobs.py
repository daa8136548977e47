"""Background work: a row in the transaction that causes it, claimed by a worker with a lease, so that kill -9 loses none."""

import enum
import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, db, enum_column
from cocreate.core.events import Event
from cocreate.core.ids import first_id_of, new_id
from cocreate.core.loader import resolve

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
_running: ContextVar[int | None] = ContextVar("running job", default=None)
MAX_TRIES = 8


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"


class Job(Model):
    """One piece of work to do: a function by dotted name and its keyword arguments. A job that is done is deleted."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    does: Mapped[str] = mapped_column(sa.String(200))
    arguments: Mapped[dict] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(enum_column(JobState), default=JobState.QUEUED)
    due_at: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (sa.Index("ix_job_state_due_at", "state", "due_at"),)


NEW = sa.insert(cast(sa.Table, Job.__table__))


def enqueue(does: str, at: datetime | None = None, **arguments: Any) -> None:
    """Write a job row in the present transaction; it runs after the commit, not before `at`."""
    db.session.execute(NEW, {"does": does, "arguments": arguments, "due_at": at or now()})


def later(does: str) -> Callable[[Event], None]:
    """An event handler that leaves the work to a job, which gets the event's fields as keyword arguments."""

    def handler(event: Event) -> None:
        enqueue(does, **event.fields())

    handler.__qualname__ = f"later({does})"
    return handler


def claim() -> Job | None:
    """Take the next due job for one lease, committed at once, or None. An expired lease is taken again."""
    moment = now()
    due = sa.and_(Job.state == JobState.QUEUED, Job.due_at <= moment)
    expired = sa.and_(Job.state == JobState.RUNNING, Job.leased_until < moment)
    # Looking costs no lock; only when something waits is the write lock taken.
    if db.session.scalar(sa.select(Job.id).where(due | expired).limit(1)) is None:
        db.session.rollback()
        return None
    chosen = sa.select(Job.id).where(due | expired).order_by(Job.due_at, Job.id).limit(1)
    statement = (
        sa.update(Job)
        # "=", not IN: PostgreSQL may run the subquery of an IN once a row, and would claim jobs that nobody then does.
        .where(Job.id == chosen.with_for_update(skip_locked=True).scalar_subquery())
        .values(state=JobState.RUNNING, leased_until=moment + LEASE, tries=Job.tries + 1)
        .returning(Job)
        .execution_options(synchronize_session=False)
    )
    job = db.session.scalar(statement)
    db.session.commit()
    return job


def run_one() -> bool:
    """Claim and run one job in a transaction of its own; False when nothing was due."""
    job = claim()
    if job is None:
        return False
    job_id, does, arguments, tries = job.id, job.does, dict(job.arguments), job.tries
    present = _running.set(job_id)
    try:
        resolve(does)(**arguments)
        db.session.execute(sa.delete(Job).where(Job.id == job_id))
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        # The trace names code, never the arguments: they may hold personal data.
        log.warning("job %s (%s) failed, try %s: %s", job_id, does, tries, type(error).__name__)
        log.debug("%s", traceback.format_exc())
        _put_back(job_id, tries, type(error).__name__)
    finally:
        _running.reset(present)
    return True


def hold(time: timedelta = LEASE) -> None:
    """Keep the job that runs now for so much longer, at once and apart from its own transaction, so that no other worker
    takes it for lost; outside a job nothing happens."""
    job_id = _running.get()
    if job_id is not None:
        with db.engine.begin() as connection:
            connection.execute(sa.update(Job).where(Job.id == job_id).values(leased_until=now() + time))


def _put_back(job_id: int, tries: int, error: str) -> None:
    """Queue a failed job again, each time after twice as long, and give up after MAX_TRIES."""
    state = JobState.FAILED if tries >= MAX_TRIES else JobState.QUEUED
    due_at = now() + timedelta(seconds=15 * 2 ** min(tries, 8))
    values = {"state": state, "due_at": due_at, "leased_until": None, "error": error}
    db.session.execute(sa.update(Job).where(Job.id == job_id).values(**values))
    db.session.commit()


def run_due(limit: int = 100) -> int:
    """Run what is due, at most `limit` jobs, and return how many ran."""
    done = 0
    while done < limit and run_one():
        done += 1
    return done


def failed(prefix: str) -> Sequence[Job]:
    """Jobs that gave up, of those whose function begins with `prefix`, the oldest first."""
    chosen = sa.select(Job).where(Job.state == JobState.FAILED, Job.does.startswith(prefix, autoescape=True))
    return db.session.scalars(chosen.order_by(Job.id)).all()


def retry(prefix: str, job_id: int | None = None) -> int:
    """Queue those that gave up once more, one or all, with all their tries; returns how many."""
    chosen = sa.and_(Job.state == JobState.FAILED, Job.does.startswith(prefix, autoescape=True))
    if job_id is not None:
        chosen = sa.and_(chosen, Job.id == job_id)
    again = sa.update(Job).where(chosen).values(state=JobState.QUEUED, tries=0, due_at=now(), error=None)
    done = db.session.execute(again.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def forget(does: str, before: datetime) -> None:
    """Throw away jobs of one function that gave up, or were made before a moment, whatever became of them.

    For work that is worthless later and whose arguments must not lie about."""
    stale = sa.or_(Job.state == JobState.FAILED, Job.id < first_id_of(before))
    chosen = sa.and_(Job.does == does, stale)
    if db.session.scalar(sa.select(Job.id).where(chosen).limit(1)) is not None:
        db.session.execute(sa.delete(Job).where(chosen))


def waiting() -> dict[str, int]:
    """How many jobs stand in each state."""
    rows = db.session.execute(sa.select(Job.state, sa.func.count()).group_by(Job.state))
    return {state.value: count for state, count in rows}


def work(app: Flask, stop: threading.Event, routine: Callable[[], None], every: float = 0.5) -> None:
    """The worker's loop: due jobs as they come, and `routine` (stages that move by themselves) every few seconds."""
    rounds = 0
    while not stop.is_set():
        ran = 0
        with app.app_context():
            try:
                if rounds % 10 == 0:
                    routine()
                ran = run_due(50)
            except Exception:
                db.session.rollback()
                log.exception("the worker met an error and goes on")
        rounds += 1
        if not ran:
            stop.wait(every)
