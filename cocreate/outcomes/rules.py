"""How far a contribution can be adopted, what each answer must hold, when an outcome can be published, and by whom."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.outcomes.models import OutcomeState


class Group(enum.StrEnum):
    """What a degree rolls up to in the official table."""

    ADOPTED = "adopted"
    IN_PART = "in_part"
    NOT_ADOPTED = "not_adopted"


@dataclass(frozen=True)
class Degree:
    """How far a contribution was adopted: its name, its shape beside the colour, and what its answer must hold.

    `may` names further fields that an answer of this degree can have; the rest are left out. `like` is the built-in
    degree whose shape and colour it has, where an agency made it."""

    key: str
    name: Sentence
    mark: str
    group: Group | None
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    like: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needs + self.may

    @property
    def look(self) -> str:
        """The key of the built-in degree that it looks like."""
        return self.like or self.key


ANSWERED = "answered"
# The order is that of the bar and of the choices; "answered" comes from imports only and can't be chosen.
DEGREES: dict[str, Degree] = {
    degree.key: degree
    for degree in (
        Degree("adopted", _l("Adopted"), "●", Group.ADOPTED, ("measure",), ("reason",)),
        Degree("adopted_in_part", _l("Adopted in part"), "◐", Group.IN_PART, ("measure", "reason")),
        Degree("taken_as_idea", _l("Taken as an idea"), "◍", Group.IN_PART, ("reason",)),
        Degree(
            "already_covered", _l("Already covered"), "✓", Group.ADOPTED, ("reference", "since"), ("reason",)
        ),
        Degree("planned", _l("Planned"), "◌", Group.IN_PART, ("reason", "review_date")),
        Degree("not_adopted", _l("Not adopted"), "○", Group.NOT_ADOPTED, ("reason",)),
        Degree("out_of_scope", _l("Out of scope"), "→", Group.NOT_ADOPTED, ("passed_to",), ("reason",)),
        Degree(ANSWERED, _l("Answered (imported)"), "＝", None, ("reason",)),
    )
}
CHOICES = tuple(degree for degree in DEGREES.values() if degree.group is not None)
BUILT_IN: dict[str, Degree] = {degree.key: degree for degree in CHOICES}
GROUP_NAMES: dict[Group, Sentence] = {
    Group.ADOPTED: _l("Adopted"),
    Group.IN_PART: _l("Adopted in part"),
    Group.NOT_ADOPTED: _l("Not adopted"),
}

LIMITS = {"reason": 2000, "measure": 2000, "reference": 300, "since": 60, "passed_to": 200}
NEXT_STEPS_LIMIT = 2000
NOTE_LIMIT = 1000
TOLD = 10  # numbers named inside the sentence of a refusal
BRACED = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = ("number", "title", "name", "clause", "call", "agency", "department", "date")
LEAST_LETTERS = 4  # "无" or "no." is no reason
MISSING: dict[str, Sentence] = {
    "reason": _l("Please give the reason in a full sentence. The person who wrote will read it."),
    "measure": _l("Please say what will be done, or which words of the outcome take this up."),
    "reference": _l("Please name the rule or passage that covers this already."),
    "since": _l("Please say since when this has been covered."),
    "passed_to": _l("Please say to whom this was passed on."),
    "review_date": _l("Please give the day on which this will be looked at again."),
}


@dataclass(frozen=True)
class AnswerDraft:
    """What an editor writes as the answer to one contribution."""

    degree: str
    reason: str = ""
    measure: str = ""
    reference: str = ""
    since: str = ""
    passed_to: str = ""
    review_date: date | None = None


def checked(
    draft: AnswerDraft, today: date, choices: Mapping[str, Degree] = BUILT_IN, *, is_traced: bool = False
) -> AnswerDraft:
    """The answer with only what its degree can hold. Invalid, by field, when something it needs is missing.

    `choices` are the degrees of the call's scheme. A contribution whose words are traced into the outcome needs no
    measure: the trace says which words take it up."""
    degree = choices.get(draft.degree)
    if degree is None:
        raise Invalid(_l("Please choose how far this is adopted."), "degree")
    kept = _only(draft, degree)
    needs = {name for name in degree.needs if not (is_traced and name == "measure")}
    found = {name: why for name in degree.fields if (why := _problem(kept, name, name in needs, today))}
    if found:
        raise Invalid.of(found)
    return kept


def filled(draft: AnswerDraft, values: Mapping[str, str]) -> AnswerDraft:
    """The draft with placeholders such as {number} replaced by their values; other braces stay, also those in a value."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], found[0])

    texts: dict[str, Any] = {name: BRACED.sub(value, getattr(draft, name)) for name in LIMITS}
    return replace(draft, **texts)


def _only(draft: AnswerDraft, degree: Degree) -> AnswerDraft:
    """The draft without what belongs to other degrees, and without blanks around its texts."""
    changes: dict[str, Any] = {}
    for one in fields(draft):
        value = getattr(draft, one.name)
        if one.name not in ("degree", *degree.fields):
            changes[one.name] = one.default
        elif isinstance(value, str):
            changes[one.name] = value.strip()
    return replace(draft, **changes)


def _problem(draft: AnswerDraft, name: str, is_needed: bool, today: date) -> Sentence | None:
    value = getattr(draft, name)
    if name == "review_date":
        if value is None:
            return MISSING[name] if is_needed else None
        return _l("The day must lie in the future.") if value <= today else None
    least = LEAST_LETTERS if name in ("reason", "measure") else 1
    if is_needed and sum(map(str.isalnum, value)) < least:
        return MISSING[name]
    if len(value) > LIMITS[name]:
        return _l(
            "At most %(limit)s characters fit here; this has %(count)s.", limit=LIMITS[name], count=len(value)
        )
    return None


@dataclass(frozen=True)
class Gate:
    """How far the answers to a call are. The lists name the first ones by number; the counts name all.

    `untraced` are answered as adopted without a measure, since words of theirs stood in the text, and stand there no more."""

    valid: int
    answered: int
    unanswered: tuple[str, ...] = ()
    in_review: tuple[str, ...] = ()
    in_review_count: int = 0
    untraced: tuple[str, ...] = ()
    untraced_count: int = 0
    by_degree: Mapping[str, int] = field(default_factory=dict)

    @property
    def unanswered_count(self) -> int:
        return self.valid - self.answered

    @property
    def is_open(self) -> bool:
        """Whether the outcome may be published: all that is valid is answered, and each answer holds what it says."""
        return self.unanswered_count <= 0 and self.in_review_count == 0 and self.untraced_count == 0


class GateClosed(Invalid):
    """The outcome can't be published yet; `gate` lists what is missing."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(_missing(gate))
        self.gate = gate


def _missing(gate: Gate) -> Sentence:
    """What stands between the answers and their publication, with the first numbers."""
    if gate.unanswered_count <= 0 and not gate.in_review_count:
        return _l(
            "The outcome can't be published yet. Answers that say adopted, name no measure, and have no words in the "
            "outcome any more: %(count)s. They are %(numbers)s. Name a measure, tie the words, or change the answer.",
            count=gate.untraced_count,
            numbers=", ".join(gate.untraced[:TOLD]),
        )
    numbers = ", ".join(dict.fromkeys((gate.unanswered + gate.in_review)[:TOLD]))
    counts = {"unanswered": gate.unanswered_count, "waiting": gate.in_review_count, "numbers": numbers}
    if not gate.in_review_count:
        return _l(
            "The outcome can't be published yet. Valid contributions without an answer: %(unanswered)s. "
            "They are %(numbers)s.",
            **counts,
        )
    if gate.unanswered_count <= 0:
        return _l(
            "The outcome can't be published yet. Contributions that wait for review: %(waiting)s. "
            "They are %(numbers)s.",
            **counts,
        )
    return _l(
        "The outcome can't be published yet. Valid contributions without an answer: %(unanswered)s; "
        "waiting for review: %(waiting)s. They are %(numbers)s.",
        **counts,
    )


def check_gate(gate: Gate) -> None:
    """GateClosed with the list while anything valid is unanswered, waits for review, or says adopted without showing how."""
    if not gate.is_open:
        raise GateClosed(gate)


def check_state(state: OutcomeState, *allowed: OutcomeState) -> None:
    """Conflict, with what to do, unless the outcome is in one of the allowed states."""
    if state in allowed:
        return
    raise Conflict(
        {
            OutcomeState.WRITING: _l(
                "The outcome is being written. It has to be submitted for approval first."
            ),
            OutcomeState.SUBMITTED: _l(
                "The outcome lies with the approvers. To change something, take it back or have it sent back."
            ),
            OutcomeState.APPROVED: _l("The outcome is approved. To change something, take it back first."),
            OutcomeState.PUBLISHED: _l("The outcome is published and stands as it is."),
        }[state]
    )


def check_approver(approver: int | None, approved_by: Collection[int], has_helped: bool) -> None:
    """Denied when this person prepared the outcome or an answer; Conflict when they have approved it already."""
    if approver is None or has_helped:
        raise Denied(_l("Somebody else must approve this, because you helped to prepare it."))
    if approver in approved_by:
        raise Conflict(_l("You have approved this already. It waits for another person."))


def by_group(
    by_degree: Mapping[str, int], degrees: Mapping[str, Degree] = DEGREES
) -> dict[Group | None, int]:
    """Counts by degree, added up to the groups of the official table; None holds imported answers."""
    found: dict[Group | None, int] = dict.fromkeys(Group, 0)
    for key, count in by_degree.items():
        group = degrees[key].group if key in degrees else None
        found[group] = found.get(group, 0) + count
    return found
