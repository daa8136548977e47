"""What can happen to a contribution."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class ContributionSubmitted(Event):
    """Someone sent something; `kind` tells a comment from the rest, `state` whether it waits for review."""

    call_id: int
    contribution_id: int
    kind: str
    state: str
    root_id: int | None = None


@dataclass(frozen=True)
class ContributionRevised(Event):
    """The author sent other words in its place; the earlier ones stay readable."""

    call_id: int
    contribution_id: int


@dataclass(frozen=True)
class ContributionMoved(Event):
    """A contribution went from one state to another (reviewed, returned, withheld, withdrawn)."""

    call_id: int
    contribution_id: int
    before: str
    after: str


@dataclass(frozen=True)
class ListingChanged(Event):
    """The public sees a contribution now, or sees it no longer."""

    call_id: int
    contribution_id: int
    is_listed: bool


@dataclass(frozen=True)
class ListingOpened(Event):
    """The call closed, and what was kept back until then can be seen, all together."""

    call_id: int


@dataclass(frozen=True)
class ValidityAssessed(Event):
    """An editor recorded whether a contribution counts as valid."""

    call_id: int
    contribution_id: int
    validity: str


@dataclass(frozen=True)
class ValiditiesAssessed(Event):
    """The same for many at once; None takes an assessment back."""

    call_id: int
    contribution_ids: tuple[int, ...]
    validity: str | None


@dataclass(frozen=True)
class ContributionsArrived(Event):
    """An import brought many contributions at once."""

    call_id: int
    contribution_ids: tuple[int, ...]
    state: str
