"""Verbs of signing in and up: with a code to a number or mail address, or with a password."""

from __future__ import annotations

from cocreate.accounts import addresses, attempts, codes, digests, queries, rules, texts
from cocreate.accounts.addresses import Address, Kind
from cocreate.accounts.codes import Sent
from cocreate.accounts.events import SignedIn
from cocreate.accounts.models import Consent, Language, Purpose, TextKind, User
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require


def request_code(actor: Actor, typed: str, client: str) -> Sent:
    """Send a code for signing in or up; the answer is the same whether the address has an account or not."""
    require(actor, "session.begin")
    return codes.send(addresses.read(typed), Purpose.SIGN_IN, client)


def sign_in_with_code(
    actor: Actor, code_id: int, address: Address, typed: str, client: str, guest_key: str | None = None
) -> User | None:
    """The person whose address this is, or None when it is new: then the code is a proof for `sign_up`."""
    require(actor, "session.begin")
    codes.check(code_id, address, typed, Purpose.SIGN_IN, client)
    user = queries.find_by_address(address)
    if user is not None:
        emit(SignedIn(user.id, guest_key))
    return user


def sign_up(
    actor: Actor,
    code_id: int,
    address: Address,
    name: str,
    accepts: bool,
    language: str = Language.ZH,
    guest_key: str | None = None,
) -> User:
    """Make an account for a proved address. Sending the form twice gives the same account.

    Invalid for a bad name or without the texts accepted; Conflict when the proof is too old."""
    require(actor, "session.begin")
    row = queries.code(code_id)
    if row is None or not codes.is_proof(row, address):
        raise Conflict(_l("This took a little too long. Please ask for a new code."))
    name = rules.read_name(name)
    _insist(accepts)
    user = queries.find_by_address(address)
    if user is None and codes.spend(row):
        user = User(name=name, language=Language(language))
        db.session.add(user)
        _take_address(user, address)
        db.session.flush()
        _agree(user)
    if user is None:
        user = queries.find_by_address(address)
    if user is None:
        raise Conflict(_l("This code has been used. Please ask for a new one."))
    emit(SignedIn(user.id, guest_key))
    return user


def sign_in_with_password(
    actor: Actor, typed: str, password: str, client: str, guest_key: str | None = None
) -> User:
    """The person with this address and password. Invalid (field "password"), always in the same words.

    The password is verified between two transactions, so that nobody waits for the hashing."""
    require(actor, "session.begin")
    address = addresses.read(typed)
    user = queries.find_by_address(address)
    user_id, stored = (user.id, user.password_hash) if user is not None else (0, None)
    attempt = attempts.begin("password", codes.digest_of(address), client)
    fits = digests.password_fits(stored, password[: rules.PASSWORD_LENGTH[1] + 1])
    renewed = digests.of_password(password) if fits and stored and digests.is_outdated(stored) else None
    if not fits:
        raise Invalid(_l("The address and the password don't belong together."), "password")
    user = queries.get_user(user_id)
    user.password_hash = renewed or user.password_hash
    attempts.forgive(attempt)
    db.session.flush()
    emit(SignedIn(user.id, guest_key))
    return user


def accept_texts(actor: Actor, accepts: bool) -> User:
    """Record that the person agrees to the present texts. Invalid (field "accepts") without a yes."""
    require(actor, "account.change")
    _insist(accepts)
    user = queries.get_user(actor.user.id)
    _agree(user)
    db.session.flush()
    return user


def confirm_address(actor: Actor, code_id: int, address: Address, typed: str, client: str) -> User:
    """Tie a second address, proved by its code, to the account. Conflict when it belongs to another one."""
    require(actor, "account.change")
    user_id = actor.user.id
    codes.check(code_id, address, typed, Purpose.VERIFY, client)
    holder = queries.find_by_address(address)
    if holder is not None and holder.id != user_id:
        raise Conflict(_l("This address belongs to another account. Sign in with it to use that one."))
    user = queries.get_user(user_id)
    _take_address(user, address)
    db.session.flush()
    return user


def request_address(actor: Actor, typed: str, client: str) -> Sent:
    """Send a code to an address that the person wants to add to the account."""
    require(actor, "account.change")
    return codes.send(addresses.read(typed), Purpose.VERIFY, client)


def _insist(accepts: bool) -> None:
    if not accepts:
        why = _l("Please read the terms and the privacy rules, and say that you accept them.")
        raise Invalid(why, "accepts")


def _take_address(user: User, address: Address) -> None:
    if address.kind is Kind.PHONE:
        user.phone, user.phone_verified_at = address.value, now()
    else:
        user.email, user.email_verified_at = address.value, now()


def _agree(user: User) -> None:
    """One row for each text that is new to the person."""
    for kind, held in ((TextKind.TERMS, user.terms_version), (TextKind.PRIVACY, user.privacy_version)):
        if held != texts.version(kind):
            db.session.add(Consent(user_id=user.id, text=kind, version=texts.version(kind)))
    user.terms_version, user.privacy_version = texts.version(TextKind.TERMS), texts.version(TextKind.PRIVACY)
