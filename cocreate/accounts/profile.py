"""Verbs of a person about their own account: name, language, password, and signing out everywhere."""

from __future__ import annotations

import sqlalchemy as sa

from cocreate.accounts import attempts, codes, digests, queries, rules, texts
from cocreate.accounts.addresses import Address, Kind
from cocreate.accounts.models import Consent, Language, TextKind, User
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.core.policy import require

# The consent to show a name stands in the privacy rules, so it has their version.
SHOWS_NAME_TEXT = TextKind.PRIVACY


def update_profile(actor: Actor, name: str, language: str, shows_name: bool) -> User:
    """Change the public name, the language of messages, and whether the name is shown in full."""
    require(actor, "account.change")
    user = queries.get_user(actor.user.id)
    user.name, user.language = rules.read_name(name), Language(language)
    if shows_name != user.shows_name:
        _consent_to_name(user, shows_name)
    db.session.flush()
    return user


def _consent_to_name(user: User, given: bool) -> None:
    """A consent is a row of its own; taking it back ends the row and leaves it readable."""
    user.shows_name = given
    if given:
        version = texts.version(SHOWS_NAME_TEXT)
        db.session.add(Consent(user_id=user.id, text=TextKind.SHOW_NAME, version=version))
        return
    open_rows = sa.update(Consent).where(Consent.user_id == user.id, Consent.text == TextKind.SHOW_NAME)
    db.session.execute(open_rows.where(Consent.withdrawn_at.is_(None)).values(withdrawn_at=now()))


def set_password(actor: Actor, new: str, current: str, client: str, is_fresh: bool = False) -> User:
    """Set or change the password, and sign out every other session.

    Who has one gives it as `current`, unless the session `is_fresh`: begun with a code a few minutes ago.
    Hashing happens between two transactions, so that nobody waits for it."""
    require(actor, "account.change")
    user = actor.user
    user_id, stored = user.id, user.password_hash
    known = [user.phone, user.email, user.name if len(user.name) > 3 else None]
    if stored is not None and not is_fresh:
        _prove(user, stored, current, client)
    else:
        attempts.keep()
    rules.check_password(new, known)
    hashed = digests.of_password(new)
    user = queries.get_user(user_id)
    user.password_hash = hashed
    user.epoch += 1
    db.session.flush()
    return user


def _prove(user: User, stored: str, current: str, client: str) -> None:
    """Invalid (field "current") unless the present password is known; guesses count as at the door."""
    address = Address(Kind.PHONE, user.phone) if user.phone else Address(Kind.EMAIL, user.email or "")
    attempt = attempts.begin("password", codes.digest_of(address), client)
    if not digests.password_fits(stored, current[: rules.PASSWORD_LENGTH[1] + 1]):
        raise Invalid(_l("This is not your present password."), "current")
    attempts.forgive(attempt)
    attempts.keep()


def sign_out_everywhere(actor: Actor) -> User:
    """Make every session of the account worthless, this one included."""
    require(actor, "account.change")
    user = queries.get_user(actor.user.id)
    user.epoch += 1
    db.session.flush()
    return user
