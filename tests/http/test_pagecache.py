"""Kept pages: served without a statement, never stale after a change, never shown to somebody else."""

from __future__ import annotations

import gzip

import pytest

from cocreate.core.freshness import RECHECK
from tests.factories import make_call, make_contribution, make_user


@pytest.fixture
def call(db_session):
    call = make_call(title="老旧小区加装电梯")
    db_session.commit()
    return call


def test_a_guests_second_visit_asks_the_database_nothing(client, call, statements) -> None:
    client.get("/calls")
    with statements() as seen:
        page = client.get("/calls")
    assert "老旧小区加装电梯" in page.text
    assert [one for one in seen if "content_version" not in one] == []


def test_a_change_shows_at_once(client, call, db_session) -> None:
    address = f"/calls/{call.slug}"
    assert "每层都停一停" not in client.get(address).text
    make_contribution(call, title="每层都停一停")
    db_session.commit()
    assert "每层都停一停" in client.get(address).text


def test_a_page_is_compressed_for_those_who_take_it(client, call) -> None:
    plain = client.get("/calls").data
    packed = client.get("/calls", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain


def test_an_unchanged_page_is_not_sent_twice(client, call) -> None:
    client.get("/calls")
    tag = client.get("/calls").headers["ETag"]
    again = client.get("/calls", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


def test_a_signed_in_page_is_kept_for_nobody(client, app, call) -> None:
    client.sign_in(make_user("陆远"))
    assert "陆远" in client.get("/calls").text
    assert "陆远" not in app.test_client().get("/calls").text


def test_languages_and_modes_are_kept_apart(client, call) -> None:
    pages = {client.get("/calls").data, client.get("/en/calls").data}
    client.set_cookie("mode", "elder")
    pages.add(client.get("/calls").data)
    assert len(pages) == 3


def test_other_processes_are_noticed_within_a_second() -> None:
    assert RECHECK <= 1
