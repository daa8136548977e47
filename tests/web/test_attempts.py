"""Requests that cross others, and a database that can't be reached: said politely, and what was typed is not lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from cocreate.calls.models import Stage
from cocreate.contributions.models import Contribution
from cocreate.core import races
from cocreate.core.db import db
from cocreate.outcomes import queries
from cocreate.outcomes.models import Disposition
from cocreate.web.contributions import writing
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user

WORDS = {"title": "请在路口装红绿灯", "body": "早上七点到八点车太多，孩子过马路很危险。"}


class Unique(Exception):
    sqlstate = "23505"


class Broken(Exception):
    sqlstate = "08006"


def crossing() -> Exception:
    return sa.exc.IntegrityError("INSERT", {}, Unique())


@pytest.mark.parametrize(
    ("failure", "crossed"),
    [
        (crossing(), True),
        (StaleDataError(), True),
        (sa.exc.OperationalError("SELECT", {}, Broken()), False),
        (sa.exc.IntegrityError("INSERT", {}, Exception("NOT NULL")), False),
    ],
)
def test_what_is_a_crossing(failure: Exception, crossed: bool) -> None:
    assert races.is_crossing(failure) is crossed


def test_the_database_names_its_own_crossings(db_session: Any) -> None:
    one, other = make_user(), make_user()
    db.session.commit()
    with pytest.raises(sa.exc.IntegrityError) as crossed:
        db.session.execute(sa.update(type(one)).where(type(one).id == other.id).values(id=one.id))
    assert races.is_crossing(crossed.value)
    db.session.rollback()
    with pytest.raises(sa.exc.IntegrityError) as broken:
        db.session.execute(sa.update(type(one)).where(type(one).id == other.id).values(name=None))
    assert not races.is_crossing(broken.value)


@pytest.fixture
def writer(client: Any, db_session: Any):
    """Somebody who writes to an open call."""
    call, user = make_call(), make_user()
    db.session.commit()
    client.sign_in(user)
    return f"/en/calls/{call.slug}/contributions/new"


def failing(monkeypatch: pytest.MonkeyPatch, failures: list[Exception]) -> None:
    """Let the next sends fail so, one after the other, after they have written."""
    real = writing.contributions.submit

    def submit(*args: Any, **more: Any) -> Any:
        sent = real(*args, **more)
        if failures:
            raise failures.pop(0)
        return sent

    monkeypatch.setattr(writing.contributions, "submit", submit)


def test_a_request_that_crossed_another_is_tried_once_more(client, writer, monkeypatch) -> None:
    failing(monkeypatch, [crossing()])
    assert client.post(writer, data=WORDS).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == 1


def test_twice_is_told_beside_what_was_typed(client, writer, monkeypatch) -> None:
    failing(monkeypatch, [crossing(), StaleDataError()])
    answer = client.post(writer, data=WORDS)
    assert answer.status_code == 409
    assert "Somebody else changed the same thing" in answer.text
    assert WORDS["body"] in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == 0


def test_a_database_that_is_gone_gives_back_what_was_typed(client, writer, monkeypatch) -> None:
    def unreachable(*args: Any, **more: Any) -> Any:
        raise sa.exc.OperationalError("SELECT", {}, Broken())

    monkeypatch.setattr(db.session, "execute", unreachable)
    monkeypatch.setattr(db.session, "scalar", unreachable)
    monkeypatch.setattr(db.session, "scalars", unreachable)
    monkeypatch.setattr(db.session, "get", unreachable)
    for address, said in ((writer, "reach our records"), (writer.removeprefix("/en"), "暂时无法")):
        answer = client.post(address, data=WORDS)
        assert answer.status_code == 503
        assert said in answer.text
        assert WORDS["body"] in answer.text
    problem = client.get(writer, headers={"Accept": "application/json"})
    assert (problem.status_code, problem.mimetype) == (503, "application/problem+json")


def test_two_editors_who_answer_at_once_see_both_answers(app, db_session: Any) -> None:
    agency = make_agency()
    editors = [make_member(agency, "editor") for _ in range(2)]
    call = make_call(agency=agency, stage=Stage.ANSWERING)
    one = make_contribution(call)
    db.session.commit()
    address, key = f"/en/desk/calls/{call.slug}/answers/{one.number}", (call.id, one.id)
    ready, statuses = threading.Barrier(2), {}

    visitors = [app.test_client() for _ in editors]
    for visitor, user in zip(visitors, editors, strict=True):
        visitor.sign_in(user)

    def send(at: int) -> None:
        typed = {"degree": "not_adopted", "reason": f"这条路归省里管，第{at}位说。", "seen": "0"}
        ready.wait()
        found = visitors[at].post(address, data=typed)
        statuses[at] = (found.status_code, found.text)

    threads = [threading.Thread(target=send, args=(at,)) for at in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    db.session.rollback()
    assert sorted(status for status, _text in statuses.values()) == [303, 409]
    ((late, text),) = [(at, text) for at, (status, text) in statuses.items() if status == 409]
    for at in (0, 1):
        assert f"第{at}位说" in text
    rows = db.session.scalars(sa.select(Disposition).where(Disposition.call_id == key[0])).all()
    assert [(row.is_current, row.reason) for row in rows] == [(True, f"这条路归省里管，第{1 - late}位说。")]
    assert queries.by_degree([call.id])[call.id] == {"not_adopted": 1}
