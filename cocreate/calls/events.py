"""What can happen to a call."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class CallReleased(Event):
    """The agency let the public see the call, now or from its opening day on."""

    call_id: int


@dataclass(frozen=True)
class CallRevised(Event):
    """Words, dates or rules of a released call were changed."""

    call_id: int


@dataclass(frozen=True)
class StageMoved(Event):
    """The call stands in another stage."""

    call_id: int
    before: str
    after: str
