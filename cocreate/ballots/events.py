"""What can happen to votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cocreate.core.events import Event


@dataclass(frozen=True)
class VoteCast(Event):
    """A person's mark on a target is another one than before; `change` is what it adds to the tally."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    target_id: int
    voter_id: int
    change: int


@dataclass(frozen=True)
class VoteReweighed(Event):
    """A decision has taken a person's mark out of the count, or put it back; `change` is what that adds to the tally."""

    call_id: int
    target_id: int
    voter_id: int
    change: int
