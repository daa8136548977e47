"""What can happen to ballots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cocreate.core.events import Event


@dataclass(frozen=True)
class SheetCast(Event):
    """Somebody has changed what they marked on so many options; who, unless the ballot is secret."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    poll_id: int
    marks: int
    voter_id: int | None


@dataclass(frozen=True)
class PollSetUp(Event):
    """People will be asked something by a ballot."""

    call_id: int
    poll_id: int


@dataclass(frozen=True)
class PollChanged(Event):
    """A rule of a ballot was changed, or its result was approved."""

    call_id: int
    poll_id: int
