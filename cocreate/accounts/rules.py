"""Limits and moves of accounts, as plain functions: codes, lockout, passwords, names, terms of office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cocreate.accounts.models import Role
from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.core.unicode import clean_line

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
RESEND_AFTER = timedelta(seconds=60)
# Time in which the same right code is taken twice from the same browser: a double click is one act.
SECOND_CLICK = timedelta(seconds=20)
# Time a person without an account has, after the code, to give a name and read the terms.
WELCOME_LIFE = timedelta(hours=1)

HOUR = timedelta(hours=1)
CODES_PER_ADDRESS = 5
CODES_PER_CLIENT = 30

LOCK_WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_CLIENT = 20

NAME_LENGTH = 20
PASSWORD_LENGTH = (10, 128)
# Three administrators, none with another's powers.
SEPARATE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def locked_until(failures: Sequence[datetime], limit: int) -> datetime | None:
    """When the lock made by these failures (oldest first) ends; None without `limit` of them in one window.

    No failure is recorded while a lock lasts, so the last of them is what it runs from."""
    for last in range(len(failures) - 1, limit - 2, -1):
        if failures[last] - failures[last - limit + 1] < LOCK_WINDOW:
            return failures[last] + LOCK_WINDOW
    return None


def wait_before_next_code(sent: Sequence[datetime], limit: int, moment: datetime) -> timedelta | None:
    """How long until another code may be sent, given those sent before; None when one may be sent now."""
    recent = sorted(at for at in sent if at > moment - HOUR)
    if len(recent) < limit:
        return None
    return recent[-limit] + HOUR - moment


def minutes(wait: timedelta) -> int:
    """A waiting time in whole minutes, rounded up, at least 1."""
    return max(1, -(-int(wait.total_seconds()) // 60))


def code_problem(
    expires_at: datetime, used_at: datetime | None, tries: int, moment: datetime
) -> Sentence | None:
    """Why a code can't be tried any more, or None when it can. `tries` includes the present one."""
    if used_at is not None and moment - used_at > SECOND_CLICK:
        return _l("This code has been used. Please ask for a new one.")
    if moment >= expires_at:
        return _l("This code has expired. Please ask for a new one.")
    if tries > CODE_TRIES:
        return _l("This code was entered wrongly too often. Please ask for a new one.")
    return None


def read_code(typed: str) -> str:
    """The six digits of a code, in any script and spacing. Invalid (field "code") for anything else."""
    plain = unicodedata.normalize("NFKC", typed[:40])
    digits = "".join(str(unicodedata.decimal(letter)) for letter in plain if letter.isdecimal())
    if len(digits) != 6 or re.search(r"[^\W\d_]", plain):
        raise Invalid(_l("The code has six digits. Please check it."), "code")
    return digits


def read_name(typed: str) -> str:
    """A public name on one line, with at least one letter or digit. Invalid (field "name") otherwise."""
    try:
        name = " ".join(clean_line(typed, NAME_LENGTH).text.split())
    except Invalid as refusal:
        raise Invalid(refusal.why, "name") from None
    if not name:
        raise Invalid(_l("Please give a name that others may see."), "name")
    if not any(letter.isalnum() for letter in name):
        raise Invalid(_l("A name needs at least one letter or digit."), "name")
    return name


def check_password(password: str, known: Sequence[str | None] = ()) -> None:
    """Invalid (field "password") for one that is short, very long, easy to guess, or holds a `known` word."""
    least, most = PASSWORD_LENGTH
    if len(password) < least:
        raise Invalid(_l("A password needs at least %(least)s characters.", least=least), "password")
    if len(password) > most:
        raise Invalid(_l("A password can have at most %(most)s characters.", most=most), "password")
    if len(set(password)) < 5 or _is_a_run(password):
        raise Invalid(_l("This password is easy to guess. Please mix different characters."), "password")
    if any(word and word.lower() in password.lower() for word in known):
        raise Invalid(_l("Please don't use your name, number or address in the password."), "password")


def _is_a_run(password: str) -> bool:
    """Whether it only counts up or down or repeats, like 1234567890 or abcdefghij."""
    steps = {ord(right) - ord(left) for left, right in zip(password, password[1:], strict=False)}
    return steps <= {0, 1, -9} or steps <= {0, -1, 9}


def check_term(starts_on: date, ends_on: date | None) -> None:
    """Invalid (field "ends_on") when a membership would end before it starts."""
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(_l("The last day can't be before the first."), "ends_on")


def check_separation(role: Role, held: Sequence[Role]) -> None:
    """Invalid (field "role") when one person would hold two of the three administrators' roles."""
    if role in SEPARATE and any(other in SEPARATE and other is not role for other in held):
        raise Invalid(_l("The three administrators must be three different people."), "role")
