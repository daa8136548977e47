"""Numbers and codes of jobs do not lie about: not after sending, not when it failed, not when nobody came to do it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cocreate.accounts import codes, rules
from cocreate.accounts.addresses import read
from cocreate.accounts.models import Purpose
from cocreate.core.db import db
from cocreate.core.jobs import Job, JobState

NUMBER = "13800000077"


@pytest.fixture
def job(db_session, clock) -> Job:
    codes.send(read(NUMBER), Purpose.SIGN_IN, "10.9.8.7")
    db.session.commit()
    return db.session.scalars(sa.select(Job)).one()


def _left() -> list[Job]:
    db.session.commit()
    return [one for one in db.session.scalars(sa.select(Job)) if NUMBER in str(one.arguments)]


def test_a_sent_one_is_gone(job, sms_gateway, run_jobs) -> None:
    run_jobs()
    assert len(sms_gateway.messages) == 1
    assert _left() == []


def test_a_failed_one_is_swept_at_once(job) -> None:
    job.state = JobState.FAILED
    db.session.commit()
    codes.forget_undelivered()
    assert _left() == []


def test_one_that_still_tries_is_kept_while_its_code_is_good(job, sms_gateway, run_jobs, clock) -> None:
    sms_gateway.answer_with(503)
    run_jobs()
    codes.forget_undelivered()
    assert len(_left()) == 1
    clock.advance(seconds=(rules.CODE_LIFE + timedelta(seconds=1)).total_seconds())
    codes.forget_undelivered()
    assert _left() == []


def test_other_jobs_are_left_alone(job, clock) -> None:
    other = Job(does="cocreate.notices.sending:deliver", arguments={"user_id": 1}, state=JobState.FAILED)
    db.session.add(other)
    db.session.commit()
    clock.advance(days=3)
    codes.forget_undelivered()
    db.session.commit()
    assert [one.does for one in db.session.scalars(sa.select(Job))] == [other.does]
