"""What a decision must hold, where it leads, and how long things may wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cocreate.contributions.models import State
from cocreate.contributions.rules import MOVES
from cocreate.core.errors import Invalid
from cocreate.moderation import community_rules, rules
from cocreate.moderation.models import Act, Reason

MOMENT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
KNOWN = {"respect", "privacy"}
WORDS = "请删去手机号码后再发送一次。"


@pytest.mark.parametrize(
    "reason, state, hours",
    [
        (Reason.NEW, State.IN_REVIEW, 24),
        (Reason.EDIT, State.IN_REVIEW, 24),
        (Reason.COMMENT, State.IN_REVIEW, 12),
        (Reason.REPORT, State.PUBLIC, 8),
        (Reason.NEW, State.PUBLIC, 8),
        (Reason.COMMENT, State.PUBLIC, 8),
    ],
)
def test_what_everyone_can_read_already_waits_less(reason: Reason, state: State, hours: int) -> None:
    assert rules.due_at(reason, state, MOMENT) - MOMENT == timedelta(hours=hours)


@pytest.mark.parametrize(
    "is_comment, is_edit, reason",
    [
        (False, False, Reason.NEW),
        (True, False, Reason.COMMENT),
        (False, True, Reason.EDIT),
        (True, True, Reason.EDIT),
    ],
)
def test_a_case_says_why_it_is_open(is_comment: bool, is_edit: bool, reason: Reason) -> None:
    assert rules.reason_of(is_comment, is_edit) is reason


@pytest.mark.parametrize(
    "act, rule_key, text, note, fields",
    [
        (Act.PUBLISH, "", "", "", set()),
        (Act.PUBLISH, "no such rule", "", "a note", set()),
        (Act.RETURN, "privacy", WORDS, "", set()),
        (Act.WITHHOLD, "respect", WORDS, "", set()),
        (Act.RETURN, "", WORDS, "", {"rule_key"}),
        (Act.WITHHOLD, "politeness", WORDS, "", {"rule_key"}),
        (Act.WITHHOLD, "respect", "", "", {"text"}),
        (Act.RETURN, "respect", "请 改\n一 下", "", {"text"}),
        (Act.RETURN, "", "  ", "", {"rule_key", "text"}),
        (Act.RETURN, "respect", "长" * 1000, "", set()),
        (Act.RETURN, "respect", "长" * 1001, "", {"text"}),
        (Act.PUBLISH, "", "", "长" * 1001, {"note"}),
        (Act.REVERSE, "respect", WORDS, "", {""}),
    ],
)
def test_nothing_is_refused_without_a_rule_and_a_reason(act, rule_key, text, note, fields) -> None:
    found: set[str] = set()
    try:
        rules.check_decision(act, rule_key, text, note, KNOWN)
    except Invalid as refusal:
        found = set(refusal.fields)
    assert found == fields


def test_each_act_leads_where_a_waiting_contribution_may_go() -> None:
    assert set(rules.LEADS_TO.values()) <= MOVES[State.IN_REVIEW]


def test_community_rules_speak_both_languages_and_share_one_version() -> None:
    found = community_rules.in_force()
    assert len(found) >= 6
    assert {rule.version for rule in found.values()} == {community_rules.version()}
    for key, rule in found.items():
        assert rule.key == key
        assert rule.title("zh") != rule.title("en")
        assert len(rule.text("zh")) > 10
        assert len(rule.text("en")) > 10
    assert community_rules.find("no such rule") is None


def test_another_word_in_the_rules_makes_another_version(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = community_rules.version()
    changed = tmp_path / "rules.json"
    changed.write_text(
        community_rules.FILE.read_text(encoding="utf-8").replace("。", "！", 1), encoding="utf-8"
    )
    monkeypatch.setattr(community_rules, "FILE", changed)
    community_rules.in_force.cache_clear()
    try:
        assert community_rules.version() != before
    finally:
        monkeypatch.undo()
        community_rules.in_force.cache_clear()
    assert community_rules.version() == before
