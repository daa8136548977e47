"""Which code this browser is waiting for: kept in its session, so that a code opens only where it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import session

from cocreate.accounts.addresses import Address, Kind
from cocreate.accounts.codes import Sent
from cocreate.accounts.models import Purpose
from cocreate.core.clock import now


@dataclass(frozen=True)
class Pending:
    """A code that was sent, and where the person was going."""

    code_id: int
    address: Address
    again_at: datetime
    target: str

    @property
    def can_ask_again(self) -> bool:
        """Whether the minute is over after which another code may be sent."""
        return now() >= self.again_at


def remember(purpose: Purpose, sent: Sent, target: str) -> None:
    """Wait for this code from now on."""
    session[purpose.value] = {
        "code": sent.code_id,
        "kind": sent.address.kind.value,
        "address": sent.address.value,
        "again": sent.again_at.isoformat(),
        "target": target,
    }


def recall(purpose: Purpose) -> Pending | None:
    """What this browser is waiting for, or None."""
    kept = session.get(purpose.value)
    if kept is None:
        return None
    address = Address(Kind(kept["kind"]), kept["address"])
    return Pending(kept["code"], address, datetime.fromisoformat(kept["again"]), kept["target"])


def forget(purpose: Purpose) -> None:
    """The code has done its work."""
    session.pop(purpose.value, None)
