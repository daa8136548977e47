"""What can happen to an outcome and to the answers in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cocreate.core.events import Event


@dataclass(frozen=True)
class AnswerPrepared(Event):
    """An editor wrote a version of the answer to a contribution; the public sees it with the outcome."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    contribution_id: int
    number: int
    degree: str


@dataclass(frozen=True)
class AnswersPrepared(Event):
    """An editor answered `count` contributions at once; the public sees it with the outcome. `degree` is that of all, or empty
    where each has its own."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    act_id: int
    count: int
    degree: str


@dataclass(frozen=True)
class BulkActUndone(Event):
    """What was done to many contributions at once was put back as it had been."""

    call_id: int
    act_id: int


@dataclass(frozen=True)
class RepliesImported(Event):
    """Official replies came in with an import; they are public at once."""

    call_id: int
    count: int


@dataclass(frozen=True)
class OutcomeWritten(Event):
    """A new version of the outcome's text was kept."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    document_id: int
    version: int


@dataclass(frozen=True)
class OutcomeSubmitted(Event):
    """The outcome lies with the approvers."""

    call_id: int
    round: int


@dataclass(frozen=True)
class OutcomeApproved(Event):
    """One person approved the outcome; `is_enough` says whether no other approval is needed."""

    call_id: int
    approver_id: int
    is_enough: bool


@dataclass(frozen=True)
class OutcomeSentBack(Event):
    """An approver sent the outcome back with a note, or an editor took it back (then `by_approver` is false)."""

    call_id: int
    by_approver: bool


@dataclass(frozen=True)
class OutcomePublished(Event):
    """The outcome and all its answers are public from now on; `count` of them."""

    call_id: int
    count: int


@dataclass(frozen=True)
class ReviewsDue(Event):
    """The review date of `count` published answers has come; `day` as 2026-11-23, `first` is one of their contributions."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    day: str
    count: int
    first: int


@dataclass(frozen=True)
class DeadlineSignalled(Event):
    """A warning is due: `kind` as `cards.Warn`, about a call, or about assignments of one department (`agency_id`).

    `day` is the due day as 2026-11-23; `count` says how many contributions it is about."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    kind: str
    agency_id: int
    day: str
    count: int
    assignment_ids: tuple[int, ...] = ()
