"""What may be sent, what is seen of it, what it counts for, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.calls.models import Stage, Visibility
from cocreate.contributions import rules
from cocreate.contributions.models import Kind, State, Validity
from cocreate.core.errors import Invalid

P, R, W = State.PUBLIC, State.IN_REVIEW, State.WITHHELD
AFTER, CLOSE = Visibility.AFTER_REVIEW, Visibility.AT_CLOSE


@pytest.mark.parametrize(
    ("state", "private", "visibility", "stage", "seen"),
    [
        (P, False, AFTER, Stage.COLLECTING, True),
        (R, False, AFTER, Stage.COLLECTING, False),
        (W, False, AFTER, Stage.COLLECTING, False),
        (P, True, AFTER, Stage.COLLECTING, False),
        (P, False, CLOSE, Stage.COLLECTING, False),
        (P, False, CLOSE, Stage.VOTING, True),
        (P, False, CLOSE, Stage.ANSWERING, True),
        (P, True, CLOSE, Stage.ANSWERING, False),
        (P, False, Visibility.SUMMARY, Stage.PUBLISHED, False),
        (P, False, Visibility.AUTHOR_ONLY, Stage.PUBLISHED, False),
        (P, False, Visibility.AT_ONCE, Stage.COLLECTING, True),
    ],
)
def test_what_the_public_sees(state, private, visibility, stage, seen) -> None:
    assert rules.is_listed(state, private, visibility, stage) is seen


@pytest.mark.parametrize(
    ("kind", "state", "validity", "due"),
    [
        (Kind.SUGGESTION, P, None, True),
        (Kind.SUGGESTION, P, Validity.VALID, True),
        (Kind.SUGGESTION, R, None, True),
        (Kind.SUGGESTION, W, None, False),
        (Kind.SUGGESTION, State.RETURNED, None, False),
        (Kind.SUGGESTION, State.WITHDRAWN, Validity.VALID, False),
        (Kind.SUGGESTION, P, Validity.DUPLICATE, False),
        (Kind.SUGGESTION, P, Validity.MERE_AGREEMENT, False),
        (Kind.COMMENT, P, None, False),
    ],
)
def test_what_the_gate_wants_an_answer_for(kind, state, validity, due) -> None:
    assert rules.wants_answer(kind, state, validity) is due


@pytest.mark.parametrize(
    ("before", "after", "fine"),
    [
        (R, P, True),
        (R, State.RETURNED, True),
        (State.RETURNED, R, True),
        (State.RETURNED, P, False),
        (State.WITHDRAWN, R, False),
        (W, P, True),
        (P, P, False),
    ],
)
def test_where_a_contribution_can_go(before, after, fine) -> None:
    assert rules.may_move(before, after) is fine


@pytest.mark.parametrize(
    ("kind", "title", "body", "fields"),
    [
        (Kind.SUGGESTION, "", "好", set()),
        (Kind.SUGGESTION, "", "  \n ", {"body"}),
        (Kind.SUGGESTION, "题" * 61, "好", {"title"}),
        (Kind.SUGGESTION, "题" * 60, "字" * 5000, set()),
        (Kind.SUGGESTION, "题" * 61, "字" * 5001, {"title", "body"}),
        (Kind.COMMENT, "", "字" * 1001, {"body"}),
    ],
)
def test_words_that_fit(app, kind, title, body, fields) -> None:
    if not fields:
        rules.check_words(kind, title, body)
        return
    with pytest.raises(Invalid) as refusal:
        rules.check_words(kind, title, body)
    assert set(refusal.value.fields) == fields


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("建议加装电梯。费用分摊", "建议加装电梯"),
        ("好！真好", "好！真好"),
        ("一" * 40, "一" * 29 + "…"),
        ("第一行\n第二行", "第一行"),
    ],
)
def test_a_title_for_those_who_gave_none(body, title) -> None:
    assert rules.title_from(body) == title


@given(st.text(max_size=200).filter(lambda text: text.strip()))
def test_a_made_title_always_fits(body) -> None:
    assert len(rules.title_from(body)) <= 30


def test_a_weight_is_the_sum_of_what_a_row_counts_for() -> None:
    assert rules.weigh(Kind.SUGGESTION, R, None, False) - rules.NOTHING == {
        "received": 1,
        "in_review": 1,
        "due": 1,
    }
    assert rules.weigh(Kind.COMMENT, P, None, True) - rules.NOTHING == {"comments": 1}
    assert rules.weigh(Kind.SUGGESTION, State.WITHDRAWN, None, False) == rules.NOTHING


def test_a_digest_tells_the_smallest_change_and_names_its_algorithm() -> None:
    first = rules.digest("salt", "2026-000001", "题", "文")
    assert first.startswith("sha256:")
    others = [
        ("salu", "2026-000001", "题", "文"),
        ("salt", "2026-000002", "题", "文"),
        ("salt", "2026-000001", "", "题文"),
    ]
    assert all(rules.digest(*other) != first for other in others)


def test_a_look_up_code_opens_only_its_own_number() -> None:
    code = rules.lookup_code("secret", "salt", "2026-000001")
    assert len(code) == 9
    assert not set(code) - set(rules.LOOKUP_ALPHABET + "-")
    assert code != rules.lookup_code("secret", "salt", "2026-000002")
    assert code != rules.lookup_code("other", "salt", "2026-000001")


@pytest.mark.parametrize(
    ("given_code", "same"),
    [
        ("ABCD-EFGH", True),
        ("abcdefgh", True),
        (" AB CD ef-gh ", True),
        ("ABCD-EFGJ", False),
        ("", False),
        ("壹", False),
    ],
)
def test_a_code_may_be_typed_in_any_way(given_code, same) -> None:
    assert rules.same_code(given_code, "ABCD-EFGH") is same
