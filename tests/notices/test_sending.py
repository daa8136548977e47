"""Letters, digests and text messages: in the person's language, when they want them, once, and lost by nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Denied, NotFound
from cocreate.core.jobs import MAX_TRIES, Job, JobState
from cocreate.notices import choices, failing, sending, service
from cocreate.notices.choices import Wish
from cocreate.notices.models import Delivery, Digest, NoticeKind, Pace, Topic
from cocreate.notices.service import Tidings
from tests.factories import actor_of, make_user
from tests.services.mail import MailServer

DATA = {
    "title": "加装电梯",
    "number": "2026-000001",
    "code": "ABCD-EFGH",
    "degree": "adopted",
    "call": "老楼",
}


def _tidings(once: str = "received:1", kind: NoticeKind = NoticeKind.RECEIVED) -> Tidings:
    return Tidings(once, kind, 1, 1, DATA)


def _reader(**changes):
    return make_user(
        "安然", **{"email": "ann@example.org", "email_verified_at": now(), "language": "en"} | changes
    )


def _choose(user, topic: Topic, mail: Pace | None = None, sms: Pace | None = None) -> None:
    choices.choose(actor_of(user), {topic: Wish(mail, sms)})


def _tell(user, *tidings: Tidings) -> None:
    service.tell({user.id: list(tidings)})
    db.session.commit()


def test_a_letter_offers_one_click_to_leave(db_session, smtp, run_jobs) -> None:
    user = _reader()
    _tell(user, _tidings())
    run_jobs()
    (letter,) = smtp.mails
    url = str(letter["List-Unsubscribe"]).strip("<>")
    assert url.startswith("http://localhost/en/notices/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert choices.read_token(url.rpartition("/")[2]) == (user.id, Topic.OWN)
    for kind in ("plain", "html"):
        body = letter.get_body((kind,)).get_content()
        assert url in body
        assert "about something that you sent in" in body


def test_a_digest_gathers_and_comes_once(db_session, smtp, run_jobs, clock) -> None:
    user = _reader()
    _choose(user, Topic.OWN, Pace.DAILY)
    _tell(user, _tidings("a:1"), _tidings("a:2"))
    clock.advance(hours=1)
    _tell(user, _tidings("a:3", NoticeKind.ANSWERED), _tidings("c:1", NoticeKind.COMMENTED))
    run_jobs()
    assert [str(mail["Subject"]) for mail in smtp.mails] == ["Someone commented on “加装电梯”."]
    clock.advance(days=1)
    run_jobs()
    assert len(smtp.mails) == 2
    digest = smtp.mails[1]
    assert digest["Subject"] == "3 things that concern you"
    text = digest.get_body(("plain",)).get_content()
    assert text.count("We have received") == 2
    assert "has been answered: Adopted." in text
    (row,) = db.session.scalars(sa.select(Digest))
    sending.deliver_digest(user.id, "mail", row.due_at.isoformat())
    assert len(smtp.mails) == 2
    _tell(user, _tidings("a:4"))
    clock.advance(days=1)
    run_jobs()
    assert smtp.mails[2]["Subject"] == "1 thing that concerns you"


def test_what_was_read_on_the_site_is_not_written_again(db_session, smtp, run_jobs, clock) -> None:
    user = _reader()
    _choose(user, Topic.OWN, Pace.WEEKLY)
    _tell(user, _tidings("a:1"))
    service.read(actor_of(user))
    db.session.commit()
    clock.advance(days=7)
    run_jobs()
    assert smtp.mails == []


def test_a_long_digest_says_how_many_more(db_session, smtp, run_jobs, clock) -> None:
    user = _reader()
    _choose(user, Topic.OWN, Pace.DAILY)
    _tell(user, *[_tidings(f"a:{at}") for at in range(sending.DIGEST_SHOWS + 3)])
    clock.advance(days=1)
    run_jobs()
    assert "And 3 more on the site." in smtp.mails[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.DAILY])
def test_who_says_no_meanwhile_gets_nothing(db_session, smtp, run_jobs, clock, pace: Pace) -> None:
    user = _reader()
    _choose(user, Topic.OWN, pace)
    _tell(user, _tidings())
    _choose(user, Topic.OWN, Pace.NEVER)
    db.session.commit()
    clock.advance(days=1)
    run_jobs()
    assert smtp.mails == []


def test_text_messages_wait_until_morning(db_session, sms_gateway, run_jobs, clock) -> None:
    user = make_user()
    clock.advance(hours=14)  # midnight
    _tell(user, _tidings())
    run_jobs()
    assert sms_gateway.messages == []
    clock.advance(hours=8)
    run_jobs()
    assert len(sms_gateway.messages) == 1


def test_both_ways_when_asked_for(db_session, smtp, sms_gateway, run_jobs) -> None:
    user = _reader()
    _choose(user, Topic.TALK, Pace.AT_ONCE, Pace.AT_ONCE)
    _tell(user, _tidings("c:1", NoticeKind.COMMENTED))
    run_jobs()
    assert len(smtp.mails) == len(sms_gateway.messages) == 1


@pytest.fixture
def fragile(app):
    """A mail server of this test's own, that can be stopped and started."""
    server = MailServer()
    changed = replace(app.extensions["cocreate.settings"], smtp_url=server.url)
    app.extensions["cocreate.settings"] = changed
    yield server
    server.stop()


def test_a_mail_server_that_is_down_loses_nothing(db_session, fragile, run_jobs, clock) -> None:
    people = [_reader(email=f"{name}@example.org") for name in ("ann", "bob")]
    fragile.stop()
    for user in people:
        _tell(user, _tidings())
    run_jobs()
    clock.advance(minutes=5)
    run_jobs()
    assert fragile.mails == []
    fragile.start()
    clock.advance(hours=1)
    run_jobs()
    run_jobs()
    assert sorted(str(mail["To"]) for mail in fragile.mails) == ["ann@example.org", "bob@example.org"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_after_eight_tries_it_is_listed_and_can_be_tried_again(db_session, fragile, run_jobs, clock) -> None:
    user, system = _reader(), Actor.system()
    fragile.stop()
    _tell(user, _tidings())
    for _ in range(MAX_TRIES + 2):
        run_jobs()
        clock.advance(hours=3)
    db.session.commit()
    (one,) = failing.failed(system)
    assert (one["job"], one["tries"]) == ("sending:deliver", MAX_TRIES)
    assert one["about"]["user_id"] == user.id
    assert "ann@example.org" not in str(one)
    fragile.start()
    with pytest.raises(NotFound):
        failing.retry(system, 1)
    assert failing.retry(system, int(one["id"])) == 1
    assert failing.retry(system) == 0
    db.session.commit()
    run_jobs()
    assert len(fragile.mails) == 1
    assert failing.failed(system) == []


def test_only_the_operator_sees_what_failed(db_session) -> None:
    with pytest.raises(Denied):
        failing.failed(actor_of(make_user()))


def test_a_retried_job_does_not_send_again(db_session, smtp, run_jobs) -> None:
    """Killed between sending and taking the job away: the row says that it has gone."""
    user = _reader()
    _tell(user, _tidings())
    run_jobs()
    db.session.commit()
    row = db.session.scalar(sa.select(Delivery))
    assert row.sent_at is not None
    whom = {"user_id": user.id, "notice_id": row.notice_id, "channel": "mail"}
    again = Job(does="cocreate.notices.sending:deliver", arguments=whom, state=JobState.RUNNING)
    again.leased_until = now() - timedelta(minutes=1)
    db.session.add(again)
    db.session.commit()
    assert run_jobs() == 1
    assert len(smtp.mails) == 1
