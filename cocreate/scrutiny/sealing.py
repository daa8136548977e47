"""Seals where a vote came from, so that only this installation reads it, and makes the digests that stand for it."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from cocreate.core.origin import Origin

NONCE = 12  # bytes, as AES-GCM wants
SHOWN = 10  # characters of a digest that people compare


def seal(origin: Origin, whose: str) -> bytes:
    """Encrypt an origin; what is sealed for one row (`whose`) can't be opened as another's."""
    nonce = secrets.token_bytes(NONCE)
    plain = json.dumps([origin.network, origin.device]).encode()
    return nonce + _cipher(_secret()).encrypt(nonce, plain, whose.encode())


def unseal(sealed: bytes, whose: str) -> Origin:
    """The origin that was sealed for this row. cryptography.exceptions.InvalidTag when it was not."""
    network, device = json.loads(_cipher(_secret()).decrypt(sealed[:NONCE], sealed[NONCE:], whose.encode()))
    return Origin(network, device)


def digest(salt: str, *parts: str) -> str:
    """What stands for a network or a device on pages: another one in each ballot (`salt`)."""
    said = "\0".join((salt, *parts)).encode()
    return hmac.new(_key(_secret(), "digests"), said, hashlib.sha256).hexdigest()[:SHOWN]


def _secret() -> str:
    return str(current_app.secret_key)


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"vote traces: {purpose}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_key(secret, "sealing"))
