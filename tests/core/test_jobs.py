"""Jobs: rows first, claimed once, tried again, and not lost when a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from cocreate.core import jobs
from cocreate.core.db import db
from cocreate.core.jobs import LEASE, MAX_TRIES, Job, JobState
from tests.laws.house import ROOT

HERE = __name__
done: list[str] = []


def note(text: str) -> None:
    """A job that works."""
    done.append(text)


def fail(text: str) -> None:
    """A job that writes something and then fails."""
    db.session.add(Job(does=f"{HERE}:note", arguments={"text": "half done"}))
    db.session.flush()
    raise RuntimeError(text)


@pytest.fixture(autouse=True)
def empty(db_session):
    done.clear()


def rows() -> list[Job]:
    return list(db.session.scalars(sa.select(Job).order_by(Job.id)))


def test_a_job_runs_once_and_is_gone() -> None:
    jobs.enqueue(f"{HERE}:note", text="a")
    jobs.enqueue(f"{HERE}:note", text="b")
    db.session.commit()
    assert jobs.run_due() == 2
    assert (sorted(done), rows(), jobs.run_due()) == (["a", "b"], [], 0)


def test_what_was_rolled_back_is_never_run() -> None:
    jobs.enqueue(f"{HERE}:note", text="a")
    db.session.rollback()
    assert jobs.run_due() == 0


def test_a_job_waits_for_its_time(clock) -> None:
    jobs.enqueue(f"{HERE}:note", at=clock.now() + timedelta(hours=1), text="later")
    db.session.commit()
    assert jobs.run_due() == 0
    clock.advance(hours=2)
    assert jobs.run_due() == 1


def test_a_failed_job_leaves_nothing_half_done_and_is_tried_again_until_it_is_given_up(clock) -> None:
    jobs.enqueue(f"{HERE}:fail", text="secret words")
    db.session.commit()
    for tries in range(1, MAX_TRIES + 1):
        assert jobs.run_due() == 1
        (job,) = rows()
        assert (job.tries, job.error) == (tries, "RuntimeError")
        clock.advance(hours=3)
    assert job.state is JobState.FAILED
    assert jobs.run_due() == 0
    assert done == []


def test_a_claimed_job_is_nobody_elses_until_its_lease_runs_out(clock) -> None:
    jobs.enqueue(f"{HERE}:note", text="a")
    db.session.commit()
    assert jobs.claim() is not None
    assert jobs.claim() is None
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert jobs.claim() is not None


def test_no_job_is_lost_when_the_worker_is_killed(app, settings, tmp_path, request) -> None:
    """A real worker process is killed in the middle of a job; after the lease another does it."""
    marker = tmp_path / "begun"
    code = (
        "import sys, time, pathlib; sys.path.insert(0, sys.argv[1])\n"
        "from cocreate.app import create_app; from cocreate.core import jobs\n"
        "from cocreate.core.settings import Settings\n"
        "app = create_app(Settings(home=pathlib.Path(sys.argv[2]), secret='s', database_url=sys.argv[3]))\n"
        "def slow(**kw): pathlib.Path(sys.argv[4]).touch(); time.sleep(60)\n"
        "jobs.resolve = lambda name: slow\n"
        "with app.app_context(): jobs.run_one()\n"
    )
    jobs.enqueue(f"{HERE}:note", text="survivor")
    db.session.commit()
    arguments = [sys.executable, "-c", code, str(ROOT), str(settings.home), settings.database, str(marker)]
    worker = subprocess.Popen(arguments, env=os.environ)
    try:
        for _ in range(300):
            if marker.exists():
                break
            time.sleep(0.1)
        assert marker.exists()
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    db.session.rollback()
    assert [job.state for job in rows()] == [JobState.RUNNING]
    assert jobs.run_due() == 0
    clock = request.getfixturevalue("clock")
    clock.set(datetime.now(UTC) + 2 * LEASE)
    assert jobs.run_due() == 1
    assert done == ["survivor"]
