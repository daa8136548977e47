"""At the door: from the address to the page one was going to, and everything that can go wrong on the way."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from cocreate.accounts import digests, texts
from cocreate.accounts.models import SignInCode, TextKind, User
from tests import hostile
from tests.factories import make_user

PHONE = "13812345678"
PASSWORD = "correct horse battery"


@pytest.fixture
def arrive(client, run_jobs, sms_gateway):
    """Ask for a code for an address and read it from the telephone."""

    def ask(address=PHONE, path="/sign-in", visitor=client):
        answer = visitor.post(path, data={"address": address})
        assert answer.status_code == 303, answer.text
        run_jobs()
        return sms_gateway.messages[-1]["params"]["code"]

    return ask


def is_signed_in(visitor) -> bool:
    return visitor.get("/me").status_code == 200


def make_known(**changes) -> User:
    return make_user(phone=f"+86{PHONE}", **changes)


def test_a_new_person_comes_in_by_telephone(client, arrive, sms_gateway, db_session):
    code = arrive()
    message = sms_gateway.messages[-1]
    assert message["phone"] == f"+86{PHONE}"
    assert message["template"] == "sign_in_code"
    assert code in message["text"]
    assert "138****5678" in client.get("/sign-in/code").text
    answer = client.post("/sign-in/code", data={"code": code})
    assert answer.location.endswith("/welcome")
    assert not is_signed_in(client)
    answer = client.post("/welcome", data={"name": "张三", "accepts": "y"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(client)
    user = db_session.scalar(sa.select(User))
    assert (user.name, user.phone, texts.is_accepted(user)) == ("张三", f"+86{PHONE}", True)


def test_a_new_person_comes_in_by_mail_in_english(client, run_jobs, smtp, db_session):
    client.post("/en/sign-in", data={"address": "Wang@Example.cn"})
    run_jobs()
    [mail] = smtp.to("wang@example.cn")
    code = re.search(r"\d{6}", mail["Subject"])[0]
    assert "Your code is" in mail.get_body(("plain",)).get_content()
    assert code in mail.get_body(("html",)).get_content()
    assert mail["Auto-Submitted"] == "auto-generated"
    client.post("/en/sign-in/code", data={"code": code})
    answer = client.post("/en/welcome", data={"name": "Wang", "accepts": "y"})
    assert answer.location == "/en/"
    assert db_session.scalar(sa.select(User)).language == "en"


def test_the_letter_is_chinese_on_the_chinese_site(client, run_jobs, smtp):
    client.post("/sign-in", data={"address": "wang@example.cn"})
    run_jobs()
    [mail] = smtp.to("wang@example.cn")
    assert 'lang="zh-CN"' in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "wanted, reached",
    [
        ("/calls/lifts?page=2", "/calls/lifts?page=2"),
        ("/en/calls", "/en/calls"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("calls", "/"),
    ],
)
def test_signing_in_leads_on_to_pages_of_this_site_only(client, arrive, db_session, wanted, reached):
    make_known()
    code = arrive(path=f"/sign-in?next={quote(wanted)}")
    answer = client.post("/sign-in/code", data={"code": code})
    assert (answer.status_code, answer.location) == (303, reached)


def test_the_same_answer_whether_the_address_is_known_or_not(app, run_jobs, db_session):
    make_known()
    pages = []
    for address in (PHONE, "13912345678"):
        visitor = app.test_client()
        answer = visitor.post("/sign-in", data={"address": address})
        page = visitor.get("/sign-in/code").text
        pages.append((answer.status_code, answer.location, page.replace("138****5678", "139****5678")))
    assert pages[0] == pages[1]


def test_a_double_click_on_the_code_signs_in(app, client, arrive, db_session):
    make_known()
    code = arrive()
    [cookie] = [client.get_cookie("cocreate_session").value]
    for _click in range(2):
        visitor = app.test_client()
        visitor.set_cookie("cocreate_session", cookie)
        assert visitor.post("/sign-in/code", data={"code": code}).status_code == 303
        assert is_signed_in(visitor)


def test_a_double_click_on_sending_sends_one_code(client, arrive, run_jobs, sms_gateway):
    arrive()
    client.post("/sign-in", data={"address": "+86 138-1234-5678"})
    client.post("/sign-in/code/again")
    assert run_jobs() == 0
    assert len(sms_gateway.messages) == 1


def test_another_code_comes_after_a_minute(client, arrive, run_jobs, clock, sms_gateway, db_session):
    make_known()
    first = arrive()
    clock.advance(seconds=61)
    assert client.post("/sign-in/code/again").location.endswith("/sign-in/code")
    run_jobs()
    assert len(sms_gateway.messages) == 2
    second = sms_gateway.messages[-1]["params"]["code"]
    if first != second:
        assert client.post("/sign-in/code", data={"code": first}).status_code == 422
    assert client.post("/sign-in/code", data={"code": second}).status_code == 303


def test_a_wrong_code_stays_on_the_page_with_a_reason(client, arrive, db_session):
    make_known()
    code = arrive()
    answer = client.post("/sign-in/code", data={"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert db_session.scalar(sa.select(SignInCode.tries)) == 1
    assert not is_signed_in(client)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303


def test_an_expired_code_is_refused(client, arrive, clock, db_session):
    make_known()
    code = arrive()
    clock.advance(minutes=5)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 422
    assert not is_signed_in(client)


def test_a_code_opens_only_the_browser_that_asked_for_it(app, arrive, db_session):
    make_known()
    code = arrive()
    stranger = app.test_client()
    answer = stranger.post("/sign-in/code", data={"code": code})
    assert answer.location.endswith("/sign-in")
    assert not is_signed_in(stranger)


@pytest.mark.parametrize("path", ["/sign-in/code", "/welcome"])
def test_a_later_step_without_the_first_leads_back(client, path):
    assert client.get(path).location.endswith("/sign-in")


def test_nobody_gets_in_by_the_welcome_page_without_the_code(client, arrive):
    arrive()
    answer = client.post("/welcome", data={"name": "张三", "accepts": "y"})
    assert answer.status_code == 409
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "data, kept",
    [
        ({"name": "", "accepts": "y"}, ""),
        ({"name": "李四"}, "李四"),
        ({"name": "很" * 21, "accepts": "y"}, "很" * 21),
        ({}, ""),
    ],
)
def test_what_was_typed_on_the_welcome_page_stays(client, arrive, data, kept):
    client.post("/sign-in/code", data={"code": arrive()})
    answer = client.post("/welcome", data=data)
    assert answer.status_code == 422
    assert f'value="{kept}"' in answer.text


@pytest.mark.parametrize(
    "address", ["", "123", "张三", "a@b", "x" * 300_000, "a\0b@c.cn", "13812345678\r\nX: y"]
)
def test_an_address_that_is_none_is_refused_beside_its_field(client, address):
    answer = client.post("/sign-in", data={"address": address})
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert 'id="address-error"' in answer.text


def test_hostile_strings_do_no_harm_at_the_door(client):
    for typed in hostile.strings()[::7]:
        for path, field in (("/sign-in", "address"), ("/sign-in/password", "password")):
            answer = client.post(path, data={"address": "nobody@example.cn", field: typed})
            assert answer.status_code in (303, 409, 422, 429), typed
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/password"])
def test_ten_megabytes_are_too_much(client, path):
    answer = client.post(path, data={"address": PHONE, "password": "x" * 10_000_000})
    assert answer.status_code == 413


def test_a_password_opens_and_a_mistake_does_not(client, db_session):
    make_known(password_hash=digests.of_password(PASSWORD))
    page = client.post("/sign-in/password", data={"address": PHONE, "password": "wrong"})
    assert page.status_code == 422
    assert "wrong" not in re.sub(r'class="[^"]*"', "", page.text)
    unknown = client.post("/sign-in/password", data={"address": "13912345678", "password": "wrong"})
    assert unknown.text.replace("13912345678", PHONE) == page.text
    answer = client.post("/sign-in/password?next=/calls", data={"address": PHONE, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/calls")
    assert is_signed_in(client)


def test_after_five_mistakes_even_the_right_password_waits(client, db_session, clock):
    make_known(password_hash=digests.of_password(PASSWORD))
    for _turn in range(5):
        client.post("/sign-in/password", data={"address": PHONE, "password": "wrong"})
    right = {"address": PHONE, "password": PASSWORD}
    answer = client.post("/sign-in/password", data=right)
    assert answer.status_code == 429
    assert f'value="{PHONE}"' in answer.text
    assert 'class="message error-box"' in answer.text
    clock.advance(minutes=15)
    assert client.post("/sign-in/password", data=right).status_code == 303


def test_the_texts_are_asked_for_again_when_they_are_new(client, arrive, db_session):
    user = make_known(terms_version="0.9")
    answer = client.post("/sign-in/code", data={"code": arrive(path="/sign-in?next=/calls")})
    assert answer.location == "/accept?next=/calls"
    assert client.post("/accept?next=/calls").status_code == 422
    answer = client.post("/accept?next=/calls", data={"accepts": "y", "csrf_token": ""})
    assert (answer.status_code, answer.location) == (303, "/calls")
    assert user.terms_version == texts.version(TextKind.TERMS)


def test_the_guests_key_survives_signing_in(client, arrive, db_session):
    make_known()
    with client.session_transaction() as session:
        session["guest"] = "drafts-of-a-guest"
    client.post("/sign-in/code", data={"code": arrive()})
    with client.session_transaction() as session:
        assert session["guest"] == "drafts-of-a-guest"
        assert "sign_in" not in session


def test_the_gateway_may_be_away_for_a_while(client, run_jobs, sms_gateway, clock, db_session):
    make_known()
    sms_gateway.answer_with(status=503)
    client.post("/sign-in", data={"address": PHONE})
    assert run_jobs() == 1
    assert sms_gateway.messages == []
    sms_gateway.answer_with(status=200)
    clock.advance(seconds=31)
    run_jobs()
    code = sms_gateway.messages[-1]["params"]["code"]
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303


def test_a_code_that_waited_too_long_is_not_sent_any_more(client, run_jobs, sms_gateway, clock):
    client.post("/sign-in", data={"address": PHONE})
    clock.advance(minutes=6)
    assert run_jobs() == 1
    assert sms_gateway.messages == []


@pytest.mark.settings(demo=True)
def test_the_outbox_of_the_demonstration_shows_what_would_be_sent(client, run_jobs):
    client.post("/sign-in", data={"address": PHONE})
    client.post("/sign-in", data={"address": "wang@example.cn"})
    run_jobs()
    page = client.get("/outbox").text
    assert f"+86{PHONE}" in page
    assert "wang@example.cn" in page
    assert "/outbox" in client.get("/sign-in/code").text


def test_there_is_no_outbox_elsewhere(client):
    assert client.get("/outbox").status_code == 404
    client.post("/sign-in", data={"address": PHONE})
    assert "/outbox" not in client.get("/sign-in/code").text
