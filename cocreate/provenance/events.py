"""What can happen to the traces of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cocreate.core.events import Event


@dataclass(frozen=True)
class TraceMade(Event):
    """A passage was tied to a contribution by a person or by an act; the public sees it with the outcome."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    derivation_id: int
    contribution_id: int
    kind: str
    origin: str


@dataclass(frozen=True)
class TraceDecided(Event):
    """An editor confirmed a trace, dismissed it or took it back."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    derivation_id: int
    contribution_id: int
    before: str
    after: str


@dataclass(frozen=True)
class TraceMended(Event):
    """An editor chose anew where a trace stands in the text."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    derivation_id: int
    contribution_id: int


@dataclass(frozen=True)
class TracesProposed(Event):
    """The system looked for passages in a version; `count` new proposals wait for a person."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    version: int
    count: int


@dataclass(frozen=True)
class TracesCarried(Event):
    """The traces were carried to a new version; `broken` confirmed ones have lost most of their passage."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    version: int
    standing: int
    broken: int
