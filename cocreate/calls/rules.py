"""What a call must hold before it can be seen, how long it must last, and when its stages end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cocreate.calendars.rules import Calendar
from cocreate.calls.models import Format, Stage
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l

STAGES: dict[Format, list[Stage]] = {
    Format.TOPIC: [Stage.DRAFT, Stage.COLLECTING, Stage.VOTING, Stage.ANSWERING, Stage.PUBLISHED],
}


@dataclass(frozen=True)
class LegalKind:
    """What law a call falls under: its shortest public period, in calendar or working days."""

    key: str
    name: Any
    days: int = 0
    workdays: int = 0


LEGAL_KINDS: dict[str, LegalKind] = {
    kind.key: kind
    for kind in (
        LegalKind("none", _l("No legal period")),
        LegalKind("major_decision", _l("Major administrative decision"), days=30),
        LegalKind("regulation", _l("Local regulation or government rule"), days=30),
        LegalKind("normative", _l("Normative document"), workdays=7),
        LegalKind("normative_business", _l("Normative document that touches business"), days=30),
    )
}

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
TITLE_LIMIT = 100
SUMMARY_LIMIT = 600


@dataclass(frozen=True)
class Period:
    """First and last local day of collecting, both counted; the calendar says which of them are worked."""

    first: date
    last: date
    calendar: Calendar = field(default_factory=Calendar)

    def is_too_short(self, kind: LegalKind) -> bool:
        """Whether the period is shorter than the law asks of this kind."""
        days = (self.last - self.first).days + 1
        return days < kind.days or (
            kind.workdays > 0 and self.calendar.between(self.first, self.last) < kind.workdays
        )


def check_period(period: Period, kind: LegalKind, reason: str) -> dict[str, Any]:
    """Reasons by field why these dates can't be used; empty when they can."""
    if period.last < period.first:
        return {"last_day": _l("The last day must not be before the first day.")}
    if period.is_too_short(kind) and not reason.strip():
        if kind.workdays:
            why = _l(
                "This kind of call must be open for at least %(count)s working days. Choose a later last day, "
                "or give the reason for a shorter period, which will be published.",
                count=kind.workdays,
            )
        else:
            why = _l(
                "This kind of call must be open for at least %(count)s days. Choose a later last day, "
                "or give the reason for a shorter period, which will be published.",
                count=kind.days,
            )
        return {"last_day": why}
    return {}


def check_words(title: str, slug: str, summary: str) -> dict[str, Any]:
    """Reasons by field why a call's basic words can't be used; empty when they can."""
    found: dict[str, Any] = {}
    if not title:
        found["title"] = _l("Please give the call a title.")
    elif len(title) > TITLE_LIMIT:
        found["title"] = _l("The title can have at most %(count)s characters.", count=TITLE_LIMIT)
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        found["slug"] = _l(
            "The address may hold small letters, digits and single hyphens, at most 80 of them."
        )
    if len(summary) > SUMMARY_LIMIT:
        found["summary"] = _l("The summary can have at most %(count)s characters.", count=SUMMARY_LIMIT)
    return found


def check_releasable(title: str, summary: str, promise: str, closes_at: datetime | None) -> None:
    """Raise Invalid unless the call holds all that the public must be told."""
    found: dict[str, Any] = {}
    if not summary.strip():
        found["summary"] = _l("Before it is published, the call needs a summary of what is asked and why.")
    if not promise.strip():
        found["promise"] = _l(
            "Before it is published, say what will happen with what people send, and by when."
        )
    if closes_at is None:
        found["last_day"] = _l("Before it is published, the call needs its first and last day.")
    if found:
        raise Invalid.of(found)


def stage_at(
    stage: Stage,
    moment: datetime,
    *,
    released_at: datetime | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    votes_until: datetime | None,
) -> Stage:
    """The stage a call should be in by the clock; publishing is an act and never comes by time."""
    if stage is Stage.DRAFT:
        if released_at is None or opens_at is None or moment < opens_at:
            return Stage.DRAFT
        stage = Stage.COLLECTING
    if stage is Stage.COLLECTING and closes_at is not None and moment >= closes_at:
        stage = Stage.VOTING if votes_until is not None else Stage.ANSWERING
    if stage is Stage.VOTING and votes_until is not None and moment >= votes_until:
        stage = Stage.ANSWERING
    return stage
