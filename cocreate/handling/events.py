"""What can happen on the way of a contribution through departments, and to the deadline of a call."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class Assigned(Event):
    """Contributions of a call were given to one department."""

    call_id: int
    agency_id: int
    part: str
    assignment_ids: tuple[int, ...]


@dataclass(frozen=True)
class AssignmentMoved(Event):
    """Somebody did one of the acts to an assignment; `step_id` is its row."""

    call_id: int
    assignment_id: int
    step_id: int
    act: str


@dataclass(frozen=True)
class DeadlineMoved(Event):
    """Somebody asked to extend the answers of a call, decided on it, or pressed for them."""

    call_id: int
    step_id: int
    act: str
