"""What happened to accounts: facts that other rooms may act on."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class SignedIn(Event):
    """A person signed in; `guest_key` is the browser's key under which a guest's drafts are kept."""

    user_id: int
    guest_key: str | None = None
