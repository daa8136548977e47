"""What can happen after an answer was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cocreate.core.events import Event


@dataclass(frozen=True)
class FollowUpAsked(Event):
    """An author asked once more about the answer."""

    call_id: int
    contribution_id: int
    answer_number: int


@dataclass(frozen=True)
class FollowUpAnswered(Event):
    """The agency replied to the question; its author is to be told."""

    call_id: int
    contribution_id: int
    answer_number: int


@dataclass(frozen=True)
class ComplaintMade(Event):
    """An author is not satisfied with the answer; somebody else than its writer checks that."""

    call_id: int
    contribution_id: int
    answer_number: int


@dataclass(frozen=True)
class ComplaintDecided(Event):
    """A complaint was found justified or not; its author is to be told why."""

    call_id: int
    contribution_id: int
    answer_number: int
    is_justified: bool


@dataclass(frozen=True)
class AnswerReopened(Event):
    """An answer has to be made anew."""

    call_id: int
    contribution_id: int
    answer_number: int


@dataclass(frozen=True)
class ReopeningClosed(Event):
    """The new answer is public in place of the one that was complained about; its author is to be told."""

    call_id: int
    contribution_id: int
    number: int


@dataclass(frozen=True)
class RevisionProposed(Event):
    """An editor proposed another answer in place of a published one; nobody else sees it yet."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    contribution_id: int
    proposal_id: int


@dataclass(frozen=True)
class RevisionRuled(Event):
    """A proposed answer waits no longer; `ruling` as `Ruling`."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    contribution_id: int
    proposal_id: int
    ruling: str


@dataclass(frozen=True)
class AnswerRevised(Event):
    """Version `number` of an answer is public in place of the one before it; those concerned are to be told."""

    call_id: int
    contribution_id: int
    number: int


@dataclass(frozen=True)
class ErratumReported(Event):
    """A reader found an error in a published outcome."""

    is_quiet: ClassVar[bool] = True

    call_id: int
    erratum_id: int


@dataclass(frozen=True)
class ErratumSettled(Event):
    """The agency has corrected or explained what a reader found; they are to be told. `settled` as `Settled`."""

    call_id: int
    erratum_id: int
    settled: str
