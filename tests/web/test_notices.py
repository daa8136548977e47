"""A person's notices: each their own, page by page, marked as read by a click."""

from __future__ import annotations

import pytest
from flask import url_for

from cocreate.core.db import db
from cocreate.notices import queries, service
from cocreate.notices.messages import message
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings
from tests.factories import make_user

BUDGET = 12


@pytest.fixture
def user(db_session, client):
    person = make_user(language="en")
    with client.session_transaction() as session:
        session["_user_id"] = person.get_id()
        session["_fresh"] = True
    return person


def _tell(person, count: int = 1, title: str = "加装电梯") -> None:
    for at in range(count):
        data = {"title": f"{title}{at}", "number": "2026-000001", "code": "ABCD-EFGH"}
        service.tell({person.id: [Tidings(f"received:{at}", NoticeKind.RECEIVED, 1, 1, data)]})


def test_guests_are_asked_to_sign_in(client) -> None:
    assert client.get("/notices").status_code in (303, 403)


def test_an_empty_list_says_what_will_come(client, user) -> None:
    page = client.get("/en/notices")
    assert page.status_code == 200
    assert "Nothing yet" in page.text
    assert "Mark all as read" not in page.text


def test_notices_are_shown_to_whom_they_belong(client, user) -> None:
    _tell(user)
    _tell(make_user(), title="别人的")
    text = client.get("/en/notices").text
    assert "We have received “加装电梯0”." in text
    assert "ABCD-EFGH" in text
    assert 'href="/en/contributions/2026-000001"' in text
    assert "别人的" not in text


def test_what_is_read_is_not_new(client, user) -> None:
    _tell(user, 2)
    newest = queries.of_user(user.id).items[0].id
    answer = client.post("/en/notices/read", data={"until": str(newest)})
    assert answer.status_code == 303
    db.session.expire_all()
    assert queries.unread(user.id) == 0
    assert "Mark all as read" not in client.get("/en/notices").text


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30, "１"])
def test_a_forged_place_marks_no_harm(client, user, until: str) -> None:
    _tell(user)
    assert client.post("/en/notices/read", data={"until": until}).status_code == 303


def test_pages_cost_the_same_and_hold_everything(client, user, statements) -> None:
    _tell(user, 25)
    client.get("/en/notices")
    with statements() as seen:
        first = client.get("/en/notices").text
    assert len(seen) <= BUDGET
    assert first.count("We have received") == 20
    key = queries.of_user(user.id).next_key
    assert client.get(f"/en/notices?before={key}").text.count("We have received") == 5


def test_paths_in_letters_are_those_of_the_pages(app) -> None:
    data = {"title": "a", "number": "2026-000001", "code": "b"}
    with app.test_request_context():
        path = message(NoticeKind.RECEIVED, data).path
        assert path == url_for("contributions.show", number="2026-000001")
        path = message(NoticeKind.STAGE_MOVED, {"slug": "lifts", "call": "a", "stage": "voting"}).path
        assert path == url_for("calls.show", slug="lifts")
