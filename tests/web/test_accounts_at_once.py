"""Several requests at the same moment: clicks that come twice, and guesses that come in a crowd."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import sqlalchemy as sa

from cocreate.accounts import digests
from cocreate.accounts.models import Failure, SignInCode, User
from cocreate.core.jobs import Job
from tests.factories import make_user

PHONE = "13812345678"


@pytest.fixture
def at_once(live_server):
    """Post the same form several times at the same moment, each as the same browser; returns the answers."""

    def post(path, data, times, cookies=None):
        def once(_number):
            address = live_server.url + path
            return requests.post(address, data=data, cookies=cookies, allow_redirects=False, timeout=30)

        with ThreadPoolExecutor(times) as crowd:
            return list(crowd.map(once, range(times)))

    return post


def count(session, model) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_clicks_at_the_same_moment_send_one_code(at_once, db_session):
    answers = at_once("/sign-in", {"address": PHONE}, 6)
    assert {answer.status_code for answer in answers} == {303}
    assert (count(db_session, SignInCode), count(db_session, Job)) == (1, 1)


def test_clicks_at_the_same_moment_make_one_account(at_once, live_server, db_session, run_jobs, sms_gateway):
    browser = requests.Session()
    browser.post(f"{live_server.url}/sign-in", data={"address": PHONE}, timeout=30)
    run_jobs()
    code = sms_gateway.messages[-1]["params"]["code"]
    answers = at_once("/sign-in/code", {"code": code}, 3, browser.cookies)
    assert {answer.headers["Location"] for answer in answers} == {"/welcome"}
    answers = at_once("/welcome", {"name": "张三", "accepts": "y"}, 4, browser.cookies)
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {(303, "/")}
    assert count(db_session, User) == 1


def test_a_crowd_of_guesses_gets_no_more_tries_than_one(at_once, db_session):
    make_user(phone=f"+86{PHONE}", password_hash=digests.of_password("correct horse battery"))
    db_session.commit()
    answers = at_once("/sign-in/password", {"address": PHONE, "password": "wrong"}, 12)
    assert sorted(answer.status_code for answer in answers) == [422] * 5 + [429] * 7
    assert count(db_session, Failure) == 10
