"""Telling people once, sending it out by the way they verified, following and reading."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.calls.models import Stage
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Denied
from cocreate.core.jobs import Job, JobState
from cocreate.notices import queries, sending, service
from cocreate.notices.models import Channel, Delivery, Notice, NoticeKind
from cocreate.notices.service import Tidings
from tests.factories import actor_of, make_call, make_contribution, make_user

DATA = {"title": "加装电梯", "number": "2026-000001", "code": "ABCD-EFGH", "waits": True}


def _tidings(once: str = "received:1", kind: NoticeKind = NoticeKind.RECEIVED) -> Tidings:
    return Tidings(once, kind, 1, 1, DATA)


def _mail_user(**changes):
    address = f"{changes.pop('name', 'ann')}@example.org"
    fields = {"email": address, "email_verified_at": now()}
    return make_user("安然", **fields | changes)


def _deliveries() -> list[Delivery]:
    return list(db.session.scalars(sa.select(Delivery)))


def test_the_same_occasion_is_told_once(db_session) -> None:
    user = make_user()
    assert service.tell({user.id: [_tidings(), _tidings("received:2")]}) == 2
    assert service.tell({user.id: [_tidings(), _tidings("received:3")]}) == 1
    assert queries.unread(user.id) == 3
    assert len(_deliveries()) == 3


@pytest.mark.parametrize("changes", [{"closed_at": "now"}, {"id": 4}])
def test_people_who_left_or_never_were_are_not_told(db_session, changes) -> None:
    user = make_user(closed_at=now()) if "closed_at" in changes else None
    assert service.tell({user.id if user else 4: [_tidings()]}) == 0
    assert service.tell({}) == 0


def test_a_letter_goes_to_a_verified_address(db_session, smtp, run_jobs) -> None:
    user = _mail_user()
    service.tell({user.id: [_tidings()]})
    db.session.commit()
    run_jobs()
    (mail,) = smtp.to("ann@example.org")
    text = mail.get_body(("plain",)).get_content()
    assert "加装电梯" in mail["Subject"]
    for shown in ("2026-000001", "ABCD-EFGH", "http://localhost/contributions/2026-000001"):
        assert shown in text
        assert shown in mail.get_body(("html",)).get_content()
    assert _deliveries()[0].sent_at is not None


def test_it_speaks_the_persons_language(db_session, smtp, run_jobs) -> None:
    user = _mail_user(language="en")
    service.tell({user.id: [_tidings()]})
    db.session.commit()
    run_jobs()
    (mail,) = smtp.mails
    assert mail["Subject"] == "We have received “加装电梯”."
    assert "http://localhost/en/contributions/2026-000001" in mail.get_body(("plain",)).get_content()


def test_without_a_mail_address_an_sms_goes_out(db_session, sms_gateway, run_jobs) -> None:
    user = make_user(language="en")
    service.tell({user.id: [_tidings()]})
    db.session.commit()
    run_jobs()
    (sms,) = sms_gateway.messages
    assert sms["phone"] == user.phone
    assert sms["template"] == "notice_received"
    assert "ABCD-EFGH" in sms["text"]
    assert sms["text"].endswith("/en/contributions/2026-000001")


def test_small_news_costs_no_sms(db_session) -> None:
    user = make_user()
    service.tell({user.id: [_tidings("commented:1", NoticeKind.COMMENTED)]})
    assert queries.unread(user.id) == 1
    assert _deliveries() == []


def test_nobody_unverified_gets_anything_outside_the_site(db_session) -> None:
    user = make_user(verified=False)
    service.tell({user.id: [_tidings()]})
    assert queries.unread(user.id) == 1
    assert _deliveries() == []


def test_a_dead_gateway_loses_nothing_and_nothing_goes_out_twice(
    db_session, sms_gateway, run_jobs, clock
) -> None:
    first, second = make_user(), make_user()
    service.tell({first.id: [_tidings()], second.id: [_tidings()]})
    db.session.commit()
    sms_gateway.answer_with(503)
    run_jobs()
    assert [one.sent_at for one in _deliveries()] == [None, None]
    sms_gateway.clear()
    clock.advance(hours=1)
    run_jobs()
    assert sorted(sms["phone"] for sms in sms_gateway.messages) == sorted([first.phone, second.phone])
    db.session.commit()  # the jobs ran in a session of their own; see what they wrote
    for one in _deliveries():
        sending.deliver(one.user_id, one.notice_id, one.channel.value)
    assert len(sms_gateway.messages) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_one_refused_letter_does_not_hold_the_others(db_session, smtp, run_jobs) -> None:
    people = [_mail_user(name=name) for name in ("ann", "bob", "cai")]
    smtp.refused.add("bob@example.org")
    service.tell({user.id: [_tidings()] for user in people})
    db.session.commit()
    run_jobs()
    assert {mail["To"] for mail in smtp.mails} == {"ann@example.org", "cai@example.org"}
    (left,) = db.session.scalars(sa.select(Job))
    assert (left.state, left.arguments["user_id"]) == (JobState.QUEUED, people[1].id)


@pytest.mark.parametrize("gone", ["closed", "notice"])
def test_what_has_gone_meanwhile_is_not_sent(db_session, sms_gateway, gone: str) -> None:
    user = make_user()
    service.tell({user.id: [_tidings()]})
    (one,) = _deliveries()
    if gone == "closed":
        user.closed_at = now()
    sending.deliver(user.id, one.notice_id if gone == "closed" else 1, Channel.SMS.value)
    assert sms_gateway.messages == []


def test_reading_up_to_a_notice(db_session) -> None:
    user, other = make_user(), make_user()
    for person in (user, other):
        service.tell({person.id: [_tidings(f"received:{at}") for at in range(3)]})
    ids = sorted(db.session.scalars(sa.select(Notice.id).where(Notice.user_id == user.id)))
    actor = actor_of(user)
    assert service.read(actor, until=ids[1]) == 2
    assert service.read(actor, until=ids[1]) == 0
    assert queries.unread(user.id) == 1
    assert service.read(actor) == 1
    assert queries.unread(other.id) == 3


def test_guests_have_no_notices(db_session) -> None:
    assert queries.unread(None) == 0
    with pytest.raises(Denied):
        service.read(Actor.guest())


def test_following_and_no_longer(db_session) -> None:
    user, call = make_user(), make_call()
    row = make_contribution(call)
    actor = actor_of(user)
    for thing in (None, row):
        about = 0 if thing is None else thing.id
        service.follow(actor, call, thing)
        service.follow(actor, call, thing)
        assert queries.follows(user.id, call.id, about)
        service.unfollow(actor, call, thing)
        service.unfollow(actor, call, thing)
        assert not queries.follows(user.id, call.id, about)
    assert not queries.follows(None, call.id)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.COLLECTING])
def test_guests_follow_nothing_and_nobody_follows_a_draft(db_session, stage: Stage) -> None:
    call = make_call(stage=stage)
    actor = Actor.guest() if stage is Stage.COLLECTING else actor_of(make_user())
    with pytest.raises(Denied):
        service.follow(actor, call)


def test_pages_of_notices(db_session) -> None:
    user = make_user()
    service.tell({user.id: [_tidings(f"received:{at}") for at in range(25)]})
    first = queries.of_user(user.id, limit=20)
    second = queries.of_user(user.id, before=int(first.next_key or 0), limit=20)
    assert [len(first.items), len(second.items), second.next_key] == [20, 5, None]
    ids = [notice.id for notice in first.items + second.items]
    assert ids == sorted(ids, reverse=True)
