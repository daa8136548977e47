"""A person's own page, in a browser without a face."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.accounts import digests
from cocreate.accounts.models import Role, User
from tests.factories import make_agency, make_member, make_user

PASSWORD = "correct horse battery"
PHONE = "+8613812345678"


@pytest.fixture
def user(db_session):
    return make_user("张三", phone=PHONE, password_hash=digests.of_password(PASSWORD))


@pytest.fixture
def enter(app, user):
    """A browser in which the person has signed in with the password."""

    def sign_in(password=PASSWORD):
        visitor = app.test_client()
        answer = visitor.post("/sign-in/password", data={"address": PHONE, "password": password})
        assert answer.status_code == 303, answer.text
        return visitor

    return sign_in


@pytest.mark.parametrize("path", ["/me", "/me/profile", "/me/password", "/me/address", "/accept"])
def test_guests_are_not_shown_anybodys_page(client, path):
    assert client.get(path).status_code in (303, 403)
    assert "/sign-in" in (client.post(path).location or "/sign-in")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/me", "/me/profile", "/me/password", "/me/address"])
def test_every_page_of_ones_own_is_shown_in_both_languages(enter, language, path):
    assert enter().get(language + path).status_code == 200


def test_my_page_shows_name_addresses_and_work(enter, user):
    agency = make_agency("市住房局")
    make_member(agency, Role.EDITOR, user=user)
    page = enter().get("/me").text
    for word in ("张三", "张*", PHONE.removeprefix("+86"), "市住房局"):
        assert word in page


def test_my_page_costs_few_statements(enter, user, statements):
    browser = enter()
    for _number in range(5):
        make_member(make_agency(), Role.EDITOR, user=user)
    browser.get("/me")
    with statements() as seen:
        browser.get("/me")
    assert len(seen) <= 12, seen


def test_the_profile_is_changed_and_kept_when_refused(enter, user):
    browser = enter()
    assert browser.get("/me/profile").text.count("<input checked") == 1
    fine = {"name": "李四", "language": "en", "shows_name": "y"}
    assert browser.post("/me/profile", data=fine).location == "/me"
    assert (user.name, user.language, user.shows_name) == ("李四", "en", True)
    answer = browser.post("/me/profile", data=fine | {"name": "很" * 30})
    assert answer.status_code == 422
    assert "很" * 30 in answer.text
    assert browser.post("/me/profile", data=fine | {"language": "xx"}).status_code == 422
    assert (user.name, user.language) == ("李四", "en")


def test_a_new_password_signs_out_every_other_browser(enter, user):
    here, there = enter(), enter()
    data = {"current": PASSWORD, "password": "another good sentence"}
    assert here.post("/me/password", data=data).location == "/me"
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code != 200
    enter("another good sentence")


@pytest.mark.parametrize(
    "data, field",
    [
        ({"current": "wrong", "password": "another good sentence"}, "current"),
        ({"current": PASSWORD, "password": "short"}, "password"),
        ({"current": PASSWORD, "password": PHONE + "x"}, "password"),
        ({}, "current"),
    ],
)
def test_a_password_that_is_refused_stands_beside_its_field(enter, user, data, field):
    answer = enter().post("/me/password", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "another good sentence" not in answer.text
    enter()


def test_who_came_with_a_code_may_replace_a_forgotten_password(app, user, run_jobs, sms_gateway, clock):
    browser = app.test_client()
    browser.post("/sign-in", data={"address": PHONE})
    run_jobs()
    browser.post("/sign-in/code", data={"code": sms_gateway.messages[-1]["params"]["code"]})
    assert 'name="current"' not in browser.get("/me/password").text
    clock.advance(minutes=11)
    assert 'name="current"' in browser.get("/me/password").text
    answer = browser.post("/me/password", data={"password": "another good sentence"})
    assert answer.status_code == 422


def test_a_second_address_is_added_with_its_code(enter, user, run_jobs, smtp):
    browser = enter()
    answer = browser.post("/me/address", data={"address": "zhang@example.cn"})
    assert answer.location == "/me/address/code"
    run_jobs()
    code = "".join(letter for letter in str(smtp.mails[-1]["Subject"]) if letter.isdigit())
    wrong = browser.post("/me/address/code", data={"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert browser.post("/me/address/code", data={"code": code}).location == "/me"
    assert (user.email, user.phone) == ("zhang@example.cn", PHONE)


def test_somebody_elses_address_is_not_taken_away(enter, user, run_jobs, smtp):
    holder = make_user(email="li@example.cn")
    browser = enter()
    browser.post("/me/address", data={"address": "li@example.cn"})
    run_jobs()
    code = "".join(letter for letter in str(smtp.mails[-1]["Subject"]) if letter.isdigit())
    assert browser.post("/me/address/code", data={"code": code}).status_code == 409
    assert (user.email, holder.email) == (None, "li@example.cn")


def test_signing_out_ends_this_browser_only(enter, user):
    here, there = enter(), enter()
    assert here.post("/sign-out").status_code == 303
    assert here.get("/me").status_code != 200
    assert there.get("/me").status_code == 200


def test_signing_out_everywhere_ends_all(enter, user):
    here, there = enter(), enter()
    assert here.post("/me/sign-out-everywhere").status_code == 303
    for browser in (here, there):
        assert browser.get("/me").status_code != 200
    enter()


@pytest.mark.parametrize("path", ["/sign-out", "/me/sign-out-everywhere", "/me/profile", "/me/password"])
def test_without_its_token_nothing_is_done_in_a_persons_name(enter, user, path):
    browser = enter()
    browser.sends_token = False
    data = {"name": "被改", "language": "zh", "current": PASSWORD, "password": "another good sentence"}
    assert browser.post(path, data=data).status_code in (302, 303, 400)
    assert browser.get("/me").status_code == 200
    assert user.name == "张三"
    assert digests.password_fits(user.password_hash, PASSWORD)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_does_nothing_in_a_persons_name(enter, user, headers):
    browser = enter()
    assert browser.post("/me/sign-out-everywhere", headers=headers).status_code == 403
    assert browser.get("/me").status_code == 200


def test_a_closed_account_opens_nothing(enter, user, clock, db_session):
    browser = enter()
    db_session.execute(sa.update(User).values(closed_at=clock.now()))
    assert browser.get("/me").status_code != 200
