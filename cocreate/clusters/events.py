"""What can happen to clusters."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class ClustersChanged(Event):
    """An editor made, changed or undid clusters; the act's row holds what moved."""

    call_id: int
    act_id: int
    kind: str
