"""Signing in and up, in every way that goes right and in every way that goes wrong."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.accounts import addresses, codes, digests, queries, service, texts
from cocreate.accounts.models import Consent, Failure, SignInCode, TextKind, User
from cocreate.core.actor import Actor
from cocreate.core.errors import Conflict, Invalid, TooMany
from cocreate.core.jobs import Job
from tests.factories import actor_of, make_user

GUEST = Actor.guest()
PHONE = "138 1234 5678"
ADDRESS = addresses.read(PHONE)
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.usefixtures("signed_in", "clock")


def ask(typed=PHONE, client="one"):
    return service.request_code(GUEST, typed, client)


def enter(sent, typed, client="one", **more):
    return service.sign_in_with_code(GUEST, sent.code_id, sent.address, typed, client, **more)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def sign_up(sent, name="张三", accepts=True):
    return service.sign_up(GUEST, sent.code_id, sent.address, name, accepts)


def test_a_code_opens_the_account_of_its_address(db_session, last_code, signed_in):
    user = make_user(phone=ADDRESS.value)
    sent = ask()
    assert enter(sent, last_code(), guest_key="a-browser") == user
    assert [(event.user_id, event.guest_key) for event in signed_in] == [(user.id, "a-browser")]


def test_neither_code_nor_address_is_kept_in_plain(db_session, last_code):
    ask()
    row = db_session.scalar(sa.select(SignInCode))
    assert last_code() not in row.code
    assert ADDRESS.value[3:] not in row.address + row.client


def test_a_new_address_becomes_an_account_with_name_and_accepted_texts(db_session, last_code, signed_in):
    sent = ask()
    assert enter(sent, last_code()) is None
    assert signed_in == []
    user = sign_up(sent, " 张三 ")
    assert (user.name, user.phone, user.email) == ("张三", "+8613812345678", None)
    assert user.phone_verified_at is not None
    assert texts.is_accepted(user)
    agreed = {row.text for row in db_session.scalars(sa.select(Consent).where(Consent.user_id == user.id))}
    assert agreed == {TextKind.TERMS, TextKind.PRIVACY}
    assert len(signed_in) == 1


def test_signing_up_twice_by_a_double_click_makes_one_account(db_session, last_code):
    sent = ask()
    enter(sent, last_code())
    assert sign_up(sent) == sign_up(sent, "李四")
    assert db_session.scalar(sa.select(sa.func.count(User.id))) == 1


@pytest.mark.parametrize(
    "name, accepts, field", [("", True, "name"), ("张三", False, "accepts"), ("***", True, "name")]
)
def test_signing_up_asks_for_name_and_consent(db_session, last_code, name, accepts, field):
    sent = ask()
    enter(sent, last_code())
    with pytest.raises(Invalid) as refusal:
        sign_up(sent, name, accepts)
    assert list(refusal.value.fields) == [field]
    assert db_session.scalar(sa.select(User)) is None


def test_a_proof_makes_one_account_even_when_that_has_moved_to_another_number(db_session, last_code):
    sent = ask()
    enter(sent, last_code())
    sign_up(sent).phone = "+8613900001111"
    with pytest.raises(Conflict):
        sign_up(sent)


def test_nobody_signs_up_without_having_entered_the_code(last_code):
    with pytest.raises(Conflict):
        sign_up(ask())


def test_nobody_signs_up_with_the_proof_for_another_address(last_code):
    sent = ask()
    enter(sent, last_code())
    with pytest.raises(Conflict):
        service.sign_up(GUEST, sent.code_id, addresses.read("13900001111"), "张三", True)


def test_the_proof_for_signing_up_gets_old(last_code, clock):
    sent = ask()
    enter(sent, last_code())
    clock.advance(minutes=61)
    with pytest.raises(Conflict):
        sign_up(sent)


@pytest.mark.parametrize("seconds, fine", [(0, True), (299, True), (300, False), (3000, False)])
def test_a_code_lives_five_minutes(db_session, last_code, clock, seconds, fine):
    make_user(phone=ADDRESS.value)
    sent = ask()
    clock.advance(seconds=seconds)
    if fine:
        assert enter(sent, last_code())
    else:
        with pytest.raises(Invalid):
            enter(sent, last_code())


def test_a_double_click_enters_once_and_later_the_code_is_spent(last_code, clock):
    user = make_user(phone=ADDRESS.value)
    sent, code = ask(), last_code()
    assert enter(sent, code) == enter(sent, code) == user
    clock.advance(seconds=21)
    with pytest.raises(Invalid):
        enter(sent, code)


def test_the_sixth_try_fails_though_it_is_right(db_session, last_code):
    make_user(phone=ADDRESS.value)
    sent, code = ask(), last_code()
    for client in "abcde":
        with pytest.raises(Invalid):
            enter(sent, wrong(code), client)
    with pytest.raises((Invalid, TooMany)):
        enter(sent, code, "f")


def test_tries_count_though_the_request_is_refused(db_session, last_code):
    sent, code = ask(), last_code()
    with pytest.raises(Invalid):
        enter(sent, wrong(code))
    db_session.rollback()
    assert db_session.get(SignInCode, sent.code_id).tries == 1
    assert db_session.scalar(sa.select(sa.func.count(Failure.id))) == 2


def test_a_code_for_another_purpose_address_or_row_is_no_use(db_session, last_code):
    user = make_user()
    to_add = service.request_address(actor_of(user), PHONE, "one")
    code = last_code()
    for code_id, address in [
        (to_add.code_id, ADDRESS),
        (ask(client="two").code_id, addresses.read("13900001111")),
        (1, ADDRESS),
    ]:
        with pytest.raises(Invalid):
            service.sign_in_with_code(GUEST, code_id, address, code, "one")


def test_asking_twice_within_a_minute_sends_once(db_session, clock):
    first = ask()
    clock.advance(seconds=59)
    assert ask("+8613812345678").code_id == first.code_id
    assert db_session.scalar(sa.select(sa.func.count(Job.id))) == 1
    clock.advance(seconds=2)
    assert ask().code_id != first.code_id


def test_somebody_else_asking_for_the_same_address_waits(clock):
    ask(client="one")
    with pytest.raises(TooMany):
        ask(client="two")
    clock.advance(seconds=61)
    ask(client="two")


def test_after_signing_in_a_new_code_comes_at_once(last_code):
    make_user(phone=ADDRESS.value)
    first = ask()
    enter(first, last_code())
    assert ask().code_id != first.code_id


def test_codes_are_limited_by_address_and_by_client(db_session, clock):
    for _turn in range(5):
        ask(client="one")
        clock.advance(minutes=2)
    with pytest.raises(TooMany):
        ask(client="two")
    for number in range(25):
        ask(f"139{number:08d}")
    with pytest.raises(TooMany):
        ask("13700000000")
    ask("13700000000", client="two")
    clock.advance(hours=1)
    ask()


def test_of_two_requests_at_the_same_moment_the_database_keeps_one(db_session, monkeypatch):
    first = ask()
    monkeypatch.setattr(codes, "_still_waiting", lambda *_: None)
    assert ask().code_id == first.code_id
    assert db_session.scalar(sa.select(sa.func.count(Job.id))) == 1


def with_password(**changes) -> User:
    return make_user(phone=ADDRESS.value, password_hash=digests.of_password(PASSWORD), **changes)


def test_a_password_opens_by_phone_and_by_mail(signed_in):
    user = with_password(email="wang@example.cn")
    for typed in (PHONE, "+86 13812345678", "WANG@example.cn"):
        assert service.sign_in_with_password(GUEST, typed, PASSWORD, "one") == user
    assert len(signed_in) == 3


@pytest.mark.parametrize(
    "who, password",
    [
        (PHONE, "wrong password"),
        (PHONE, ""),
        (PHONE, PASSWORD + " "),
        (PHONE, "x" * 10_000_000),
        ("13900001111", PASSWORD),
        ("nobody@example.cn", ""),
    ],
)
def test_every_mistake_gets_the_same_words(db_session, who, password):
    with_password()
    with pytest.raises(Invalid) as refusal:
        service.sign_in_with_password(GUEST, who, password, "one")
    assert list(refusal.value.fields) == ["password"]
    with pytest.raises(Invalid) as usual:
        service.sign_in_with_password(GUEST, "13900002222", "another", "two")
    assert str(refusal.value.why) == str(usual.value.why)


@pytest.mark.parametrize("stored", [None, "", "no hash at all"])
def test_an_account_without_password_is_not_opened_by_one(stored):
    make_user(phone=ADDRESS.value, password_hash=stored)
    for password in ("", "None", "a password that opens nothing"):
        with pytest.raises(Invalid):
            service.sign_in_with_password(GUEST, PHONE, password, "one")


def test_unknown_addresses_cost_a_hash_too(monkeypatch):
    seen = []
    fits = digests.password_fits
    monkeypatch.setattr(digests, "password_fits", lambda *args: seen.append(args) or fits(*args))
    for typed in (PHONE, "nobody@example.cn"):
        with pytest.raises(Invalid):
            service.sign_in_with_password(GUEST, typed, "something", "one")
    assert len(seen) == 2


def fail(times, typed=PHONE, client="one"):
    for _turn in range(times):
        with pytest.raises(Invalid):
            service.sign_in_with_password(GUEST, typed, "wrong password", client)


@pytest.mark.parametrize("typed", [PHONE, "13900001111"])
def test_five_failures_lock_an_account_whether_it_exists_or_not(clock, typed):
    with_password()
    fail(5, typed)
    for client in ("one", "two"):
        with pytest.raises(TooMany):
            service.sign_in_with_password(GUEST, typed, PASSWORD, client)
    clock.advance(minutes=15)
    fail(1, typed)


def test_the_right_password_forgets_the_failures_before_it():
    user = with_password()
    for _turn in range(3):
        fail(4)
        assert service.sign_in_with_password(GUEST, PHONE, PASSWORD, "one") == user


def test_a_lock_ends_by_itself_and_guessing_does_not_make_it_longer(clock):
    user = with_password()
    fail(5)
    clock.advance(minutes=14)
    with pytest.raises(TooMany):
        service.sign_in_with_password(GUEST, PHONE, PASSWORD, "one")
    clock.advance(minutes=1)
    assert service.sign_in_with_password(GUEST, PHONE, PASSWORD, "one") == user


def test_who_guesses_passwords_does_not_lock_the_owner_out_of_codes(last_code):
    user = with_password()
    fail(5, client="stranger")
    assert enter(ask(), last_code()) == user


def test_twenty_failures_lock_a_client_for_every_account(clock):
    with_password()
    for number in range(20):
        fail(1, f"139{number:08d}")
    with pytest.raises(TooMany):
        service.sign_in_with_password(GUEST, PHONE, PASSWORD, "one")
    assert service.sign_in_with_password(GUEST, PHONE, PASSWORD, "two")


def test_an_old_hash_is_made_anew(monkeypatch):
    user = with_password()
    before = user.password_hash
    monkeypatch.setattr(digests, "is_outdated", lambda stored: True)
    service.sign_in_with_password(GUEST, PHONE, PASSWORD, "one")
    assert user.password_hash != before
    assert digests.password_fits(user.password_hash, PASSWORD)


def test_a_second_address_is_tied_to_the_account(last_code):
    user = make_user(verified=False, phone=None, email="wang@example.cn")
    sent = service.request_address(actor_of(user), PHONE, "one")
    service.confirm_address(actor_of(user), sent.code_id, sent.address, last_code(), "one")
    assert (user.phone, user.email) == (ADDRESS.value, "wang@example.cn")
    assert queries.find_by_address(ADDRESS) == user


def test_an_address_of_another_account_stays_there(last_code):
    holder, user = make_user(phone=ADDRESS.value), make_user()
    sent = service.request_address(actor_of(user), PHONE, "one")
    with pytest.raises(Conflict):
        service.confirm_address(actor_of(user), sent.code_id, sent.address, last_code(), "one")
    assert queries.find_by_address(ADDRESS) == holder


def test_new_texts_are_accepted_once_each(db_session):
    user = make_user(terms_version="0.9")
    service.accept_texts(actor_of(user), True)
    service.accept_texts(actor_of(user), True)
    assert texts.is_accepted(user)
    assert [row.text for row in db_session.scalars(sa.select(Consent))] == [TextKind.TERMS]
    with pytest.raises(Invalid):
        service.accept_texts(actor_of(user), False)


def test_old_codes_and_failures_are_swept(db_session, last_code, clock):
    sent = ask()
    with pytest.raises(Invalid):
        enter(sent, wrong(last_code()))
    clock.advance(hours=25)
    codes.sweep()
    assert db_session.scalar(sa.select(SignInCode)) is None
    assert db_session.scalar(sa.select(Failure)) is None
