"""What can happen after an answer was published."""

from __future__ import annotations

from dataclasses import dataclass

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
