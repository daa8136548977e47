"""What can happen to the promised steps of an outcome, and to what people say of them."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class MilestoneSet(Event):
    """A milestone was written down or changed; `state` is where it stands now."""

    call_id: int
    milestone_id: int
    number: int
    state: str


@dataclass(frozen=True)
class PromiseDue(Event):
    """The day has come on which people are asked whether a promise was kept; `round` counts how often."""

    call_id: int
    promise_id: int
    round: int


@dataclass(frozen=True)
class PromiseConfirmed(Event):
    """Somebody said whether a promise was kept, for the first time or anew."""

    call_id: int
    promise_id: int


@dataclass(frozen=True)
class PromiseReplied(Event):
    """The agency replied to what people say of a promise."""

    call_id: int
    promise_id: int


@dataclass(frozen=True)
class WordsReviewed(Event):
    """A moderator has read a citizen's words that stand outside a contribution; who wrote them is told when they are withheld."""

    call_id: int
    user_id: int
    contribution_id: int | None
    promise_id: int | None
    is_shown: bool
    rule_key: str
    text: str
