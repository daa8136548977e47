"""The pages on which people choose how they are told, and leave by the link in a letter."""

from __future__ import annotations

import pytest

from cocreate.accounts.models import Role
from cocreate.core.db import db
from cocreate.notices import choices, queries
from cocreate.notices.models import Pace, Topic
from tests.factories import make_agency, make_member, make_user

BUDGET = 12


@pytest.fixture
def user(db_session, client):
    person = make_user(language="en")
    db.session.commit()
    client.sign_in(person)
    return person


def _path(person, topic: Topic | None = Topic.TALK) -> str:
    return choices.unsubscribe_url(person.id, topic).removeprefix("http://localhost")


def _mail(person, topic: Topic = Topic.TALK) -> Pace | None:
    db.session.expire_all()
    row = queries.choices([person.id]).get((person.id, topic))
    return row.mail if row else None


def test_choosing(client, user, statements) -> None:
    page = client.get("/en/notices/choices")
    assert page.status_code == 200
    assert "Your work here" not in page.text
    sent = {"own_mail": "daily", "own_sms": "y", "talk_mail": "never", "followed_mail": "weekly"}
    assert client.post("/en/notices/choices", data=sent).status_code == 303
    assert (_mail(user, Topic.OWN), _mail(user), _mail(user, Topic.FOLLOWED)) == ("daily", "never", "weekly")
    with statements() as seen:
        page = client.get("/en/notices/choices")
    assert len(seen) <= BUDGET
    assert '<option selected value="daily">' in page.text


def test_what_nobody_offers_is_refused(client, user) -> None:
    answer = client.post("/en/notices/choices", data={"own_mail": "hourly", "talk_mail": "never"})
    assert answer.status_code == 422
    assert _mail(user) is None


def test_staff_choose_about_their_work(client, db_session) -> None:
    client.sign_in(make_member(make_agency()))
    assert "Your work here" in client.get("/en/notices/choices").text


def test_the_link_shows_a_button_and_changes_nothing(client, db_session, app) -> None:
    person = make_user()
    db.session.commit()
    page = client.get("/en" + _path(person))
    assert page.status_code == 200
    assert "Send me no more of these letters" in page.text
    assert _mail(person) is None


def test_mail_programs_press_the_button_by_themselves(client, db_session) -> None:
    """RFC 8058: a post without cookies, token or origin."""
    person = make_user()
    db.session.commit()
    answer = client.post(_path(person), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert _mail(person) is Pace.NEVER
    assert client.post(_path(person), data={"again": "1"}).status_code == 200
    assert _mail(person) is Pace.AT_ONCE


def test_leaving_altogether(client, db_session) -> None:
    person = make_user()
    db.session.commit()
    page = client.post("/en" + _path(person, None))
    assert "No more letters at all" in page.text
    assert {_mail(person, topic) for topic in Topic} == {Pace.NEVER}


def test_a_link_that_we_did_not_write(client, db_session) -> None:
    for method in (client.get, client.post):
        assert method("/notices/unsubscribe/made-up").status_code == 404


def test_another_site_cannot_press_it(client, db_session) -> None:
    person = make_user()
    db.session.commit()
    answer = client.post(_path(person), headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert _mail(person) is None


@pytest.mark.settings(hooks_to_loopback=True)
def test_an_address_of_ones_own(client, user) -> None:
    here = "/en/notices/address"
    refused = client.post(here, data={"url": "http://10.0.0.1/"})
    assert refused.status_code == 422
    assert "private network" in refused.text
    assert "http://10.0.0.1/" in refused.text
    assert client.post(here, data={"url": "http://127.0.0.1:9/facts"}).status_code == 303
    db.session.expire_all()
    hook = queries.hook(user.id, None)
    assert hook.secret in client.get(here).text
    assert client.post(here, data={"url": hook.url, "act": "test"}).status_code == 303
    assert client.post(here, data={"url": ""}).status_code == 303
    assert queries.hook(user.id, None) is None


def test_only_administrators_see_an_agencys_address(client, db_session) -> None:
    agency = make_agency()
    editor, admin = make_member(agency, Role.EDITOR), make_member(agency, Role.SYSTEM_ADMIN)
    client.sign_in(editor)
    assert client.get(f"/admin/agencies/{agency.slug}/address").status_code == 403
    client.sign_in(admin)
    page = client.get(f"/en/admin/agencies/{agency.slug}/address")
    assert page.status_code == 200
    assert "Names and words are not in it." in page.text
