"""What can happen in moderation."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """Something waits for a moderator."""

    call_id: int
    case_id: int
    contribution_id: int
    reason: str


@dataclass(frozen=True)
class DecisionMade(Event):
    """A moderator decided on a contribution; its author is to be told what and why."""

    call_id: int
    contribution_id: int
    decision_id: int
    act: str
