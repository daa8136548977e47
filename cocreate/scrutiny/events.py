"""What can happen when votes are looked at closely."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class AsideProposed(Event):
    """Somebody proposes to set votes aside, or to count them again."""

    call_id: int
    decision_id: int


@dataclass(frozen=True)
class AsideDecided(Event):
    """Somebody else has confirmed or refused that."""

    call_id: int
    decision_id: int
