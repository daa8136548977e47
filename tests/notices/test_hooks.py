"""Facts posted to people's and agencies' own addresses: signed, once, tried again, never into our own network."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from cocreate.accounts.models import Role
from cocreate.core import webhook
from cocreate.core.db import db
from cocreate.core.errors import Denied, Invalid
from cocreate.core.jobs import Job
from cocreate.notices import hooks, queries, service
from cocreate.notices.models import HookPost, NoticeKind
from cocreate.notices.service import Tidings
from cocreate.notices.telling import agencies
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user
from tests.services.hook import HookServer

DATA = {"title": "加装电梯", "number": "2026-000001", "code": "ABCD-EFGH"}
inside = pytest.mark.settings(hooks_to_loopback=True)


@pytest.fixture
def server() -> Iterator[HookServer]:
    started = HookServer()
    yield started
    started.stop()


def _tell(user, once: str = "received:1") -> None:
    service.tell({user.id: [Tidings(once, NoticeKind.RECEIVED, 1, 1, DATA)]})
    db.session.commit()


@inside
def test_a_notice_is_posted_signed_and_once(db_session, server, run_jobs, clock) -> None:
    user = make_user(language="en")
    hook = hooks.set_url(actor_of(user), server.url)
    _tell(user)
    _tell(user)
    run_jobs()
    ((path, headers, body),) = server.posts
    assert path == "/facts?from=cocreate"
    said = json.loads(body)
    assert said["subject"] == "We have received “加装电梯”."
    assert (said["event"], said["number"]) == ("received", "2026-000001")
    stamp, made = (part.partition("=")[2] for part in headers["Cocreate-Signature"].split(","))
    assert int(stamp) == int(clock.now().timestamp())
    expected = hmac.new(hook.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(made, expected)
    db.session.commit()
    assert headers["Cocreate-Delivery"] == str(db.session.scalar(sa.select(HookPost.id)))


@inside
@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_was_refused_is_tried_again_under_the_same_number(
    db_session, server, run_jobs, clock, status
) -> None:
    user = make_user()
    hooks.set_url(actor_of(user), server.url)
    server.status, server.location = status, server.url
    _tell(user)
    run_jobs()
    assert len(server.posts) == 1  # a redirect is not followed
    server.status = 200
    clock.advance(hours=1)
    run_jobs()
    clock.advance(hours=1)
    run_jobs()
    assert len(server.posts) == 2
    assert len({headers["Cocreate-Delivery"] for _, headers, _ in server.posts}) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


@inside
def test_an_address_taken_away_gets_nothing_more(db_session, server, run_jobs) -> None:
    user = make_user()
    hooks.set_url(actor_of(user), server.url)
    _tell(user)
    assert hooks.set_url(actor_of(user), "") is None
    db.session.commit()
    run_jobs()
    assert server.posts == []


@inside
def test_a_new_address_has_a_new_secret(db_session, server) -> None:
    actor = actor_of(make_user())
    first = hooks.set_url(actor, server.url)
    secret = first.secret
    assert hooks.set_url(actor, server.url).secret == secret
    assert hooks.set_url(actor, server.url + "2").secret != secret


@inside
def test_agencies_hear_of_their_calls_without_names_or_words(db_session, server, run_jobs) -> None:
    root = make_agency("市政府")
    bureau, other = make_agency(parent=root), make_agency("别处", parent=root)
    admin = make_member(root, Role.SYSTEM_ADMIN)
    for agency in (root, other):
        hooks.set_url(actor_of(admin), server.url + agency.slug, agency)
    call = make_call(agency=bureau)
    row = make_contribution(call, title="秘密的话")
    for _ in range(2):
        agencies.contribution_received(call.id, row.id, "suggestion", "public")
        agencies.stage_moved(call.id, "collecting", "answering")
        agencies.outcome_published(call.id, 1)
    db.session.commit()
    run_jobs()
    assert {path for path, _, _ in server.posts} == {f"/facts?from=cocreate{root.slug}"}
    events = [json.loads(body) for _, _, body in server.posts]
    assert {one["event"] for one in events} == {"contribution.received", "call.moved", "outcome.published"}
    assert len(events) == 3
    assert "秘密的话" not in str(events)
    assert {one["agency"] for one in events} == {bureau.slug}


def test_who_may_set_an_address(db_session) -> None:
    agency = make_agency()
    editor = make_member(agency, Role.EDITOR)
    with pytest.raises(Denied):
        hooks.set_url(actor_of(editor), "https://example.org/", agency)
    assert queries.hook(None, agency.id) is None


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_inside(address: str) -> None:
    assert not webhook.is_outside(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_public_ones_are_outside(address: str) -> None:
    assert webhook.is_outside(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://[::ffff:7f00:1]/",
        "https://localhost/",
        "https://user:word@93.184.215.14/",
        "ftp://93.184.215.14/",
        "https://",
        "https://93.184.215.14:99999/",
        "https://[/",
        "nonsense",
    ],
)
def test_addresses_that_are_refused(db_session, url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        hooks.set_url(actor_of(make_user()), url)
    assert list(refusal.value.fields) == ["url"]


def _resolving(monkeypatch, *answers: str) -> None:
    """Let every name lead to these IP addresses."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, 443)) for answer in answers]
    monkeypatch.setattr(webhook.socket, "getaddrinfo", lambda *_, **__: rows)


def test_one_private_answer_among_public_ones_is_enough_to_refuse(db_session, monkeypatch) -> None:
    _resolving(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(Invalid):
        webhook.check("https://sly.example/")


def test_a_name_that_changes_its_mind_is_judged_again_when_posting(
    db_session, app, monkeypatch, server
) -> None:
    _resolving(monkeypatch, "93.184.215.14")
    assert webhook.check("https://sly.example/") == "https://sly.example/"
    _resolving(monkeypatch, "127.0.0.1")
    with pytest.raises(Invalid):
        webhook.post("https://sly.example/", "s", "1", {})
    assert server.posts == []


@inside
def test_the_setting_opens_loopback_and_nothing_else(db_session, app) -> None:
    assert webhook.check("http://127.0.0.1:9/")
    with pytest.raises(Invalid):
        webhook.check("http://10.0.0.1/")
    app.extensions["cocreate.settings"] = replace(
        app.extensions["cocreate.settings"], hooks_to_loopback=False
    )
    with pytest.raises(Invalid):
        webhook.check("http://127.0.0.1:9/")
