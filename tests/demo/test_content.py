"""The written demo content is complete, various, and holds what the rooms' own rules ask for."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cocreate.accounts.models import Role
from cocreate.calls import rules as of_calls
from cocreate.calls.models import Visibility
from cocreate.contributions import rules as of_contributions
from cocreate.contributions.models import Channel, Kind, Validity
from cocreate.demo import reading
from cocreate.demo.acts import ACTS, measure_of
from cocreate.demo.pictures import SCENES
from cocreate.demo.timeline import Calendar
from cocreate.documents.rules import from_markdown
from cocreate.documents.writing import to_plain
from cocreate.moderation import community_rules
from cocreate.moderation import rules as of_moderation
from cocreate.outcomes import rules as of_outcomes
from cocreate.outcomes.rules import AnswerDraft
from cocreate.provenance import spans

TODAY = date(2026, 11, 23)
CALENDAR = Calendar(TODAY, ZoneInfo("Asia/Shanghai"))
CALLS = reading.calls()
PEOPLE = [one["name"] for one in reading.people()]
CITY = reading.city()
ENTRIES = [
    pytest.param(call, entry, id=f"{call['slug']}:{entry['key']}")
    for call in CALLS
    for entry in call["contributions"]
]
EACH_CALL = pytest.mark.parametrize("call", CALLS, ids=lambda call: call["slug"])
STAGES = {"draft": 1, "upcoming": 1, "collecting": 5, "voting": 1, "answering": 2, "published": 3}


def written() -> list[dict[str, Any]]:
    """Every contribution and comment there is."""
    found = []
    for call in CALLS:
        for entry in call["contributions"]:
            found += [entry, *(comment for _, comment in reading.comments(entry))]
    return found


def test_there_is_enough_of_everything() -> None:
    suggestions = [entry for call in CALLS for entry in call["contributions"]]
    assert len(suggestions) >= 320
    assert len(written()) - len(suggestions) >= 150
    assert Counter(call["stage"] for call in CALLS) == STAGES
    assert len(PEOPLE) >= 60


def test_no_text_is_said_twice() -> None:
    texts = Counter(re.sub(r"\W", "", one["text"]) for one in written())
    assert [text for text, times in texts.items() if times > 1] == []


def test_no_two_suggestions_begin_alike() -> None:
    long = [one["text"] for one in written() if len(one["text"]) > 40]
    beginnings = Counter(text[:10] for text in long)
    assert [words for words, times in beginnings.items() if times > 1] == []


def test_everyone_who_writes_lives_in_the_city_and_everyone_in_it_writes() -> None:
    assert {one["author"] for one in written()} == set(PEOPLE)
    assert len(PEOPLE) == len(set(PEOPLE))


def test_nobody_has_a_real_number() -> None:
    numbers = [one["phone"] for one in [*reading.people(), *CITY["staff"]]]
    assert all(re.fullmatch(r"19[90]\d00\d{5,6}", number) and len(number) == 11 for number in numbers)
    assert len(numbers) == len(set(numbers))
    said = {found for one in written() for found in re.findall(r"1\d{10}", one["text"])}
    assert all(number.startswith("1990000") for number in said)
    assert not said & set(numbers)


def test_there_is_a_demo_account_for_each_role_of_the_staff() -> None:
    known = [one["role"] for one in CITY["staff"] if one["is_demo_account"]]
    assert sorted(known) == sorted(Role)


def test_the_agencies_stand_below_one_root() -> None:
    made: set[str] = set()
    for agency in CITY["agencies"]:
        assert agency["parent"] in made or (agency["parent"] is None and not made)
        assert agency["name"]
        assert agency["name_en"]
        assert agency["contact"]["phone"]
        made.add(agency["key"])
    assert {call["agency"] for call in CALLS} == made


@EACH_CALL
def test_a_call_says_all_that_the_public_must_be_told(call: dict[str, Any]) -> None:
    days = call["days"]
    assert of_calls.check_words(call["title"], call["slug"], call["summary"]) == {}
    period = of_calls.Period(CALENDAR.day(days["opens"]), CALENDAR.day(days["closes"]))
    assert of_calls.check_period(period, of_calls.LEGAL_KINDS[call["legal_kind"]], "") == {}
    assert Visibility(call["visibility"])
    assert all(call[name] for name in ("why", "promise", "text", "contact", "topic"))
    assert call["picture"]["file"] in SCENES
    assert call["picture"]["alt"]


@EACH_CALL
def test_the_dates_of_a_call_fit_its_stage(call: dict[str, Any]) -> None:
    days, stage = call["days"], call["stage"]
    order = [days[name] for name in ("opens", "closes", "votes_until", "published") if name in days]
    assert order == sorted(order)
    assert (days["opens"] > 0) == (stage in ("draft", "upcoming"))
    assert (days["closes"] < 0) == (stage in ("voting", "answering", "published"))
    assert ("outcome" in call) == ("published" in days) == (stage == "published")
    assert (days.get("votes_until", -1) > 0) == (stage == "voting")


def test_calls_differ_in_who_sees_what_and_one_has_a_long_draft() -> None:
    collecting = [call for call in CALLS if call["stage"] == "collecting"]
    assert {call["visibility"] for call in collecting} == {"after_review", "at_close", "summary"}
    assert min(call["days"]["closes"] for call in collecting) <= 3
    assert any(len(call.get("draft", {}).get("clauses", ())) >= 15 for call in collecting)
    translated = [call for call in CALLS if call.get("translation", {}).get("language") == "en"]
    assert len(translated) >= 3
    assert [call["language"] for call in CALLS].count("en") == 1


@pytest.mark.parametrize("call, entry", ENTRIES)
def test_a_contribution_can_be_sent(call: dict[str, Any], entry: dict[str, Any]) -> None:
    of_contributions.check_words(Kind.SUGGESTION, entry.get("title", ""), entry["text"])
    for _, comment in reading.comments(entry):
        of_contributions.check_words(Kind.COMMENT, "", comment["text"])
    assert Channel(entry.get("channel", "web"))
    assert entry.get("validity", "valid") in set(Validity)
    if "clause" in entry:
        assert 1 <= entry["clause"] <= len(call["draft"]["clauses"])
    assert entry.get("supporters", 0) < len(PEOPLE)
    if entry.get("supporters"):
        assert call["visibility"] == "after_review"
        assert "state" not in entry
        assert "private" not in entry


@pytest.mark.parametrize("call, entry", ENTRIES)
def test_what_is_written_comes_after_what_it_answers(call: dict[str, Any], entry: dict[str, Any]) -> None:
    opens, closes = CALENDAR.at(call["days"]["opens"], "00:00"), CALENDAR.at(call["days"]["closes"], "23:59")
    assert opens < CALENDAR.sent(entry) < closes
    assert entry["days_ago"] >= 2
    for under, comment in reading.comments(entry):
        assert CALENDAR.sent(under) + timedelta(minutes=5) < CALENDAR.sent(comment)
        assert CALENDAR.sent(comment) < datetime.combine(TODAY, datetime.min.time(), CALENDAR.zone)
        assert "state" not in entry
        assert call["visibility"] == "after_review"


@pytest.mark.parametrize("call, entry", [one for one in ENTRIES if "decision" in one.values[1]])
def test_a_decision_names_its_rule_and_tells_the_author(call: dict[str, Any], entry: dict[str, Any]) -> None:
    decision = entry["decision"]
    of_moderation.check_decision(
        ACTS[entry["state"]], decision["rule"], decision["message"], "", community_rules.in_force()
    )


def test_all_that_is_kept_from_the_public_says_why() -> None:
    kept = [one for call in CALLS for one in call["contributions"] if one.get("state") in ACTS]
    assert len(kept) >= 8
    assert all("decision" in one for one in kept)


@pytest.mark.parametrize("call, entry", [one for one in ENTRIES if "answer" in one.values[1]])
def test_an_answer_holds_what_its_degree_needs(call: dict[str, Any], entry: dict[str, Any]) -> None:
    answer = entry["answer"]
    review = TODAY + timedelta(days=answer["review_in_days"]) if "review_in_days" in answer else None
    fields = {name: answer.get(name, "") for name in ("reason", "reference", "since", "passed_to")}
    draft = AnswerDraft(answer["degree"], measure=measure_of(answer), review_date=review, **fields)
    assert of_outcomes.checked(draft, TODAY).degree == answer["degree"]
    assert answer["reason"], "a reason is owed to everyone, whatever the degree"
    for trace in answer.get("traces", ()):
        assert trace["from"] in entry["text"] + entry.get("title", "")
        assert trace["to"] in reading.prose(call["outcome"]["text"])


def test_answers_use_every_degree_there_is() -> None:
    used = {one["answer"]["degree"] for call in CALLS for one in call["contributions"] if "answer" in one}
    assert used == {degree.key for degree in of_outcomes.CHOICES}


@pytest.mark.parametrize(
    "call", [call for call in CALLS if call["stage"] == "published"], ids=lambda c: c["slug"]
)
def test_what_is_published_has_answered_everyone(call: dict[str, Any]) -> None:
    owed = [one for one in call["contributions"] if "state" not in one and "validity" not in one]
    assert [one["key"] for one in owed if "answer" not in one] == []
    assert all(one.get("state") != "in_review" for one in call["contributions"])
    length = len(reading.prose(call["outcome"]["text"]))
    assert length >= 500 if owed else "征集期间未收到意见" in reading.prose(call["outcome"]["text"])


@EACH_CALL
def test_traces_tie_words_that_stand_there(call: dict[str, Any]) -> None:
    outcome = to_plain(from_markdown(reading.prose(call["outcome"]["text"]))) if "outcome" in call else ""
    for entry in call["contributions"]:
        for trace in entry.get("answer", {}).get("traces", ()) if outcome else ():
            assert spans.locate(outcome, trace["to"]), trace
            assert spans.locate(entry["text"], trace["from"]), trace


@EACH_CALL
def test_groups_name_contributions_that_exist(call: dict[str, Any]) -> None:
    keys = [one["key"] for one in call["contributions"]]
    assert len(keys) == len(set(keys))
    for group in call["clusters"]:
        assert len(group["members"]) >= 1
        assert set(group["members"]) <= set(keys)
    assert {one["same_as"] for one in call["contributions"] if "same_as" in one} <= set(keys)
