"""The demo's past is one line of time: always the same, in an order in which it could have happened."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cocreate.demo import reading, timeline
from cocreate.demo.timeline import Calendar

CALENDAR = Calendar(date(2026, 11, 23), ZoneInfo("Asia/Shanghai"))
PEOPLE = [one["name"] for one in reading.people()]
STEPS = timeline.steps(reading.calls(), PEOPLE, CALENDAR)


def test_it_is_the_same_every_time() -> None:
    again = timeline.steps(reading.calls(), PEOPLE, CALENDAR)
    assert [(one.at, one.verb, one.who) for one in again] == [(one.at, one.verb, one.who) for one in STEPS]


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (0, "09:30", datetime(2026, 11, 23, 1, 30, tzinfo=UTC)),
        (-23, "00:01", datetime(2026, 10, 30, 16, 1, tzinfo=UTC)),
        (9, "23:59", datetime(2026, 12, 2, 15, 59, tzinfo=UTC)),
    ],
)
def test_days_count_from_the_day_it_is_loaded(day: int, clock: str, moment: datetime) -> None:
    assert CALENDAR.at(day, clock) == moment


def test_each_thing_is_sent_then_reviewed_then_supported_and_answered() -> None:
    when = defaultdict(dict)
    for step in STEPS:
        if step.entry is not step.call:
            when[id(step.entry)].setdefault(step.verb, step.at)
    order = ["send", "comment", "review", "support", "assess", "answer"]
    for times in when.values():
        told = [times[verb] for verb in order if verb in times]
        assert told == sorted(told)


def test_a_call_takes_its_steps_in_order() -> None:
    verbs = defaultdict(list)
    for step in STEPS:
        if step.entry is step.call:
            verbs[step.call["slug"]].append(step.verb)
    full = ["write", "release", "move", "move", "write_outcome", "approve", "publish"]
    assert verbs["bus-shelters"] == full
    assert verbs["bus-network-2027"] == full[:3]
    assert verbs["taxi-pickup-points"] == full[:2]
    assert verbs["neighbourhood-councils"] == full[:1]


def test_nobody_supports_their_own_words_or_twice() -> None:
    given = [(id(step.entry), step.who) for step in STEPS if step.verb == "support"]
    assert len(given) == len(set(given)) > 1000
    assert not [step for step in STEPS if step.verb == "support" and step.who == step.entry["author"]]


def test_no_comment_comes_before_what_it_answers_is_public() -> None:
    public = {id(step.entry): step.at for step in STEPS if step.verb == "review"}
    roots = {
        id(comment): entry
        for call in {id(step.call): step.call for step in STEPS}.values()
        for entry in call["contributions"]
        for _, comment in reading.comments(entry)
    }
    for step in STEPS:
        if step.verb == "comment":
            assert public[id(roots[id(step.entry)])] < step.at


def test_all_support_falls_before_the_vote_ends() -> None:
    for step in STEPS:
        if step.verb == "support":
            last = step.call["days"].get("votes_until", step.call["days"]["closes"])
            assert step.at <= CALENDAR.at(min(last, -1), "23:30")
