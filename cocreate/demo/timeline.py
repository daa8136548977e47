"""Puts everything in the demo content on one line of time: what happened when, in the order in which it happened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cocreate.demo.reading import Entry, comments

CLOSED = ("voting", "answering", "published")
ANSWERING = ("answering", "published")


@dataclass(frozen=True)
class Step:
    """One thing that somebody did: `verb` to `entry` of the call, `under` what it answers."""

    at: datetime
    verb: str
    call: Entry
    entry: Entry
    under: Entry | None = None
    who: str = ""


@dataclass(frozen=True)
class Calendar:
    """The days of the demonstration, counted from the day it is loaded."""

    today: date
    zone: ZoneInfo

    def at(self, day: int, clock: str) -> datetime:
        """The moment that many days from today (past days are negative) at a local time like "09:30"."""
        hour, minute = map(int, clock.split(":"))
        return datetime.combine(self.day(day), time(hour, minute), self.zone)

    def day(self, day: int) -> date:
        """The date that many days from today."""
        return self.today + timedelta(days=day)

    def sent(self, entry: Entry) -> datetime:
        """When a contribution or comment was sent."""
        return self.at(-entry["days_ago"], entry["at"])


def steps(calls: Sequence[Entry], people: Sequence[str], calendar: Calendar) -> list[Step]:
    """All that happened before this moment of the calendar's day, oldest first."""
    found = [step for call in calls for step in _of_call(call, people, calendar)]
    return sorted(found, key=lambda step: step.at)


def _of_call(call: Entry, people: Sequence[str], calendar: Calendar) -> Iterator[Step]:
    yield from _stages(call, calendar)
    for entry in call["contributions"]:
        yield Step(calendar.sent(entry), "send", call, entry)
        reviewed = _reviewed(entry, calendar)
        if reviewed is not None:
            yield Step(reviewed, "review", call, entry)
            yield from _supports(call, entry, reviewed, people, calendar)
        for under, comment in comments(entry):
            yield Step(calendar.sent(comment), "comment", call, comment, under)
            yield Step(_between(calendar.sent(comment), comment, calendar), "review", call, comment)
    yield from _judged(call, calendar)
    yield from _answers(call, calendar)


def _stages(call: Entry, calendar: Calendar) -> Iterator[Step]:
    """Written, let out on the eve, opened and closed by the clock, and published."""
    days, stage = call["days"], call["stage"]
    eve = min(days["opens"], 0) - 1
    yield Step(calendar.at(eve - 1, "10:20"), "write", call, call)
    if stage == "draft":
        return
    yield Step(calendar.at(eve, "16:00"), "release", call, call)
    if stage != "upcoming":
        yield Step(calendar.at(days["opens"], "00:01"), "move", call, call)
    if stage in CLOSED:
        yield Step(calendar.at(days["closes"] + 1, "00:01"), "move", call, call)
    if stage == "published":
        yield Step(calendar.at(days["published"] - 2, "15:10"), "write_outcome", call, call)
        yield Step(calendar.at(days["published"] - 1, "10:20"), "approve", call, call)
        yield Step(calendar.at(days["published"], "09:30"), "publish", call, call)


def _reviewed(entry: Entry, calendar: Calendar) -> datetime | None:
    """When a moderator decided; None for what still waits."""
    if entry.get("state") == "in_review":
        return None
    return _between(calendar.sent(entry), entry, calendar)


def _between(sent: datetime, entry: Entry, calendar: Calendar) -> datetime:
    """Up to three hours after it was sent, and before anybody answers it."""
    wait = timedelta(minutes=8 + _chance(entry["text"]) * 170)
    answered = [calendar.sent(comment) for _, comment in comments(entry)]
    return sent + min([wait, *((at - sent) / 2 for at in answered)])


def _supports(
    call: Entry, entry: Entry, public: datetime, people: Sequence[str], calendar: Calendar
) -> Iterator[Step]:
    """Other people's support, most of it in the first days, until voting ends or until yesterday evening."""
    last = call["days"].get("votes_until", call["days"]["closes"])
    end = min(calendar.at(last, "23:30"), calendar.at(-1, "23:30"))
    others = sorted(
        (name for name in people if name != entry["author"]), key=lambda n: _chance(n + entry["text"])
    )
    for name in others[: entry.get("supporters", 0)]:
        share = _chance(entry["key"] + name + call["slug"]) ** 2
        yield Step(public + max(end - public, timedelta()) * share, "support", call, entry, who=name)


def _judged(call: Entry, calendar: Calendar) -> Iterator[Step]:
    """Editors record what is no suggestion: soon after the close, or the day after it came."""
    for entry in call["contributions"]:
        if "validity" in entry:
            day = call["days"]["closes"] + 1 if call["stage"] in CLOSED else 1 - entry["days_ago"]
            yield Step(calendar.at(day, "10:40"), "assess", call, entry)


def _answers(call: Entry, calendar: Calendar) -> Iterator[Step]:
    """Answers are prepared one by one in office hours, spread over the days between the close and the result."""
    answered = [entry for entry in call["contributions"] if "answer" in entry]
    first = call["days"]["closes"] + 2
    last = call["days"].get("published", 1) - 3
    for place, entry in enumerate(answered):
        day = first + (last - first) * place // max(len(answered), 1)
        clock = f"{9 + place % 8:02d}:{int(_chance(entry['text']) * 60):02d}"
        yield Step(calendar.at(min(day, -1), clock), "answer", call, entry)


def _chance(seed: str) -> float:
    """A number from 0 up to 1 that is always the same for the same seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6]) / 2**48
