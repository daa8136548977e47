"""What can happen to the papers of an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class ParticularsEntered(Event):
    """An editor entered or changed the official particulars of an outcome."""

    call_id: int
