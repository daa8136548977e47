"""Word lists in the site: brought as files or lines, read and tried by a job, put in force, and on record."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest

from cocreate.core.settings import settings
from cocreate.screening import lists, screener, service
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user

AT = "/desk/screening"


@pytest.fixture
def guard(client: Any, db_session: Any) -> Any:
    """A client in the hands of a security administrator."""
    client.sign_in(make_member(make_agency(), "security_admin"))
    return client


def bring(client: Any, content: str | bytes, filename: str = "ads.csv", name: str = "") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    data = {"file": (io.BytesIO(raw), filename), "name": name}
    return client.post(f"{AT}/bring", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("role", "reads", "changes"),
    [
        (None, False, False),
        ("editor", False, False),
        ("moderator", True, False),
        ("supervisor", True, False),
        ("system_admin", True, False),
        ("security_admin", True, True),
    ],
)
def test_who_reads_and_who_changes(client, db_session, role, reads, changes) -> None:
    client.sign_in(make_member(make_agency(), role) if role else make_user())
    assert client.get(AT).status_code == (200 if reads else 403)
    assert client.get(f"{AT}/bring").status_code == (200 if changes else 403)
    assert bring(client, "word\n枪支\n").status_code == (303 if changes else 403)


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_is_read_and_tried_before_it_goes_live(guard, packed, run_jobs) -> None:
    call = make_call()
    make_contribution(call, body="本公司代开发票，价格优惠。")
    make_contribution(call, body="路口没有红绿灯，老人过街不安全。")
    content = "word,category\n代开发票,ad\n代 开 发票,ad\n\n"
    answer = bring(guard, gzip.compress(content.encode()) if packed else content)
    assert answer.status_code == 303
    assert lists.versions(settings().home, "ads") == []  # nothing slow was done in the request
    run_jobs()
    assert lists.in_force(settings().home) == {}
    told = service.trial("ads", 1)
    assert told is not None
    assert (told["of"], told["texts"]) == (2, 1)
    text = guard.get(f"{AT}/lists/ads").text
    assert "代开发票" in text
    assert screener.of(settings().home).screen("代开发票") == []
    assert guard.post(f"{AT}/lists/ads/use", data={"version": "1"}).status_code == 303
    assert screener.of(settings().home).screen("代开发票") != []
    assert guard.post(f"{AT}/lists/ads/use", data={"version": "0"}).status_code == 303
    assert lists.in_force(settings().home) == {}


def test_a_second_run_of_the_job_adds_no_second_version(guard, run_jobs) -> None:
    bring(guard, "word\n枪支\n", name="own")
    arrived = next((settings().home / "words" / ".arrived").iterdir()).name
    run_jobs()
    service.take_in(arrived, "own", None)
    assert lists.versions(settings().home, "own") == [1]


def test_lines_of_a_form_become_the_next_version(guard, run_jobs) -> None:
    bring(guard, "word,category\n枪支,arms\n", name="own")
    run_jobs()
    assert "枪支,arms" in guard.get(f"{AT}/lists/own/edit").text
    lines = "word,category,confidence\r\n枪支,arms,\r\n弹药,arms,0.9\r\n"
    assert guard.post(f"{AT}/lists/own/edit", data={"words": lines}).status_code == 303
    run_jobs()
    assert [one.text for one in lists.words_of(settings().home, "own", 2)] == ["枪支", "弹药"]
    with guard.get(f"{AT}/lists/own/2.csv") as file:
        assert file.data.decode().count("\n") == 3


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_can_not_be_read_is_refused_on_the_record(guard, prefix, run_jobs) -> None:
    bring(guard, b"\xff\xfe\x00\x01", name="own")
    run_jobs()
    text = guard.get(f"{prefix}{AT}/lists/own").text
    assert "own" in text
    assert lists.versions(settings().home, "own") == []
    assert ("was refused" in text) or ("被拒绝" in text) or ("未被接受" in text)


@pytest.mark.parametrize(
    ("content", "name"),
    [("", "own"), ("word\n枪支\n", "../up"), ("word\n枪支\n", "a b"), ("word\n枪支\n", "长" * 41)],
)
def test_what_can_not_be_a_list_is_refused_at_once(guard, content, name) -> None:
    answer = bring(guard, content, name=name)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_too_many_lines_are_refused(guard, monkeypatch, run_jobs) -> None:
    monkeypatch.setattr(lists, "MOST_LINES", 3)
    bring(guard, "枪支\n" * 5, "own.txt")
    run_jobs()
    assert lists.versions(settings().home, "own") == []


@pytest.mark.parametrize("address", ["lists/none", "lists/none/edit", "lists/none/1.csv", "lists/..%2fx"])
def test_lists_that_are_not_there(guard, address) -> None:
    assert guard.get(f"{AT}/{address}").status_code == 404


def test_a_version_that_is_not_there_is_not_put_in_force(guard, run_jobs) -> None:
    bring(guard, "word\n枪支\n", name="own")
    run_jobs()
    assert guard.post(f"{AT}/lists/own/use", data={"version": "7"}).status_code == 404
    assert guard.post(f"{AT}/lists/own/use", data={"version": "x"}).status_code in (303, 422)
    assert lists.in_force(settings().home) == {}


def test_the_page_costs_the_same_with_many_lists(guard, statements, run_jobs) -> None:
    for number in range(12):
        bring(guard, "word\n枪支\n", name=f"list-{number}")
    run_jobs()
    with statements() as seen:
        assert guard.get(AT).text.count("list-") >= 12
    assert len(seen) <= 12
