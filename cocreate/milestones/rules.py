"""What a milestone must hold, when its promise is asked about, what an answer to that may say, and what is shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.milestones.models import Kept, Progress

TITLE_LIMIT = 100
TEXT_LIMIT = 2000
REASON_LIMIT = 1000
COMMENT_LIMIT = 500
REPLY_LIMIT = 1000
LEAST_LETTERS = 4
SHOWN_FROM = 5  # answers; fewer would let readers guess who said what
BEST = 5

STATE_NAMES: dict[Progress, Sentence] = {
    Progress.PLANNED: _l("Planned"),
    Progress.UNDER_WAY: _l("Under way"),
    Progress.DONE: _l("Done"),
    Progress.DROPPED: _l("Dropped"),
}
KEPT_NAMES: dict[Kept, Sentence] = {
    Kept.KEPT: _l("Kept"),
    Kept.PARTLY: _l("Partly kept"),
    Kept.NOT_KEPT: _l("Not kept"),
}


@dataclass(frozen=True)
class Step:
    """What an editor says of a milestone; `numbers` are the contributions of which it is what became."""

    state: Progress
    title: str
    text: str = ""
    planned_on: date | None = None
    actual_on: date | None = None
    reason: str = ""
    numbers: tuple[str, ...] = field(default=())


def checked(step: Step, today: date, planned_before: date | None = None) -> Step:
    """The step with only what its state can hold. Invalid, by field, when something is missing or impossible.

    A planned day must lie in the future, unless it is the one that stood there before."""
    step = replace(
        step,
        title=step.title.strip(),
        text=step.text.strip(),
        actual_on=step.actual_on if step.state is Progress.DONE else None,
        reason=step.reason.strip() if step.state is Progress.DROPPED else "",
    )
    found = {name: why for name, why in _problems(step, today, planned_before) if why is not None}
    if found:
        raise Invalid.of(found)
    return step


def _problems(step: Step, today: date, planned_before: date | None) -> list[tuple[str, Any]]:
    return [
        ("title", _text(step.title, 1, TITLE_LIMIT, _l("Please say in a few words what is to be done."))),
        ("text", _text(step.text, 0, TEXT_LIMIT, "")),
        ("planned_on", _planned(step, today, planned_before)),
        ("actual_on", _actual(step, today)),
        ("reason", _dropped(step)),
    ]


def _text(text: str, least: int, most: int, missing: Sentence) -> Sentence | None:
    if sum(map(str.isalnum, text)) < least:
        return missing
    return _l("At most %(limit)s characters fit here.", limit=most) if len(text) > most else None


def _planned(step: Step, today: date, before: date | None) -> Sentence | None:
    if step.state not in (Progress.PLANNED, Progress.UNDER_WAY):
        return None
    if step.planned_on is None:
        return _l("Please give the day by which it is to be done.")
    is_new = step.planned_on != before
    return _l("The day must lie in the future.") if is_new and step.planned_on <= today else None


def _actual(step: Step, today: date) -> Sentence | None:
    if step.state is not Progress.DONE:
        return None
    if step.actual_on is None:
        return _l("Please give the day on which it was done.")
    return _l("This day has not come yet.") if step.actual_on > today else None


def _dropped(step: Step) -> Sentence | None:
    if step.state is not Progress.DROPPED:
        return None
    why = _l("Please say in a full sentence why this will not be done. Everyone can read it.")
    return _text(step.reason, LEAST_LETTERS, REASON_LIMIT, why)


def asked_on(step: Step, today: date) -> date | None:
    """When people are asked about the step: on its day, at once when it is done, never when it was dropped."""
    if step.state is Progress.DROPPED:
        return None
    return today if step.state is Progress.DONE else step.planned_on


@dataclass(frozen=True)
class Word:
    """What one person says of a promise: kept or not, how satisfied from 1 to 5, and why."""

    kept: str
    rating: int | None
    comment: str = ""


def checked_word(word: Word) -> Word:
    """The word without blanks around its comment. Invalid, by field, when it says nothing that can be counted."""
    found: dict[str, Any] = {}
    if word.kept not in set(Kept):
        found["kept"] = _l("Please say whether the promise was kept.")
    if word.rating is None or not 1 <= word.rating <= BEST:
        found["rating"] = _l("Please choose a number from 1 to 5.")
    if len(word.comment.strip()) > COMMENT_LIMIT:
        found["comment"] = _l("At most %(limit)s characters fit here.", limit=COMMENT_LIMIT)
    if found:
        raise Invalid.of(found)
    return replace(word, comment=word.comment.strip())


def checked_reply(text: str) -> str:
    """The agency's reply without blanks around it. Invalid when it says nothing or is too long."""
    text = text.strip()
    why = _text(
        text, LEAST_LETTERS, REPLY_LIMIT, _l("Please answer in a full sentence. Everyone will read it.")
    )
    if why is not None:
        raise Invalid(why, "text")
    return text


@dataclass(frozen=True)
class Results:
    """What people said of a promise: counts by answer, and by satisfaction from 1 to 5."""

    kept: Mapping[Kept, int] = field(default_factory=dict)
    ratings: Sequence[int] = (0, 0, 0, 0, 0)

    @property
    def count(self) -> int:
        return sum(self.kept.values())

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it."""
        return self.count >= SHOWN_FROM

    @property
    def mean(self) -> float:
        """Mean satisfaction; 0.0 when nobody has answered."""
        return (
            sum((place + 1) * count for place, count in enumerate(self.ratings)) / self.count
            if self.count
            else 0.0
        )


def summed(rows: Sequence[tuple[Kept, int, int]]) -> Results:
    """Results of rows (answer, rating, how many)."""
    kept = dict.fromkeys(Kept, 0)
    ratings = [0] * BEST
    for said, rating, count in rows:
        kept[said] += count
        ratings[rating - 1] += count
    return Results(kept, tuple(ratings))
