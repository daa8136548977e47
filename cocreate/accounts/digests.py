"""Digests of what must be recognised later but not read: addresses, codes, clients; and hashes of passwords."""

from __future__ import annotations

import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

# The OWASP figures for Argon2id: about 50 ms, and memory that a small server can spare for each sign-in.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Verified in place of a password that does not exist, so that the answer takes as long as for one that does.
NOBODY = HASHER.hash("a password that opens nothing")


def keyed(purpose: str, value: str) -> str:
    """A digest of `value` that only this installation can make, with the id of its algorithm in front."""
    secret = str(current_app.secret_key).encode()
    made = hmac.new(secret, f"{purpose}\x00{value}".encode(), hashlib.sha256)
    return f"hs256:{made.hexdigest()}"


def same(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def of_password(password: str) -> str:
    """An Argon2id hash with its parameters. Slow by intent: call it before the first statement."""
    return HASHER.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; as slow for a person without one, and then False."""
    try:
        return HASHER.verify(stored or NOBODY, password) and bool(stored)
    except (VerificationError, InvalidHashError, UnicodeError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a password should be hashed anew because the parameters have grown since."""
    return HASHER.check_needs_rehash(stored)
