"""Who may do what with a call in which stage, as one matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cocreate.calls.models import Call, Stage
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.policy import may, why_not
from tests.factories import actor_of, make_agency, make_call, make_member, make_user

EVERYONE = "guest citizen editor approver moderator elsewhere system".split()
STAFF = {"editor", "approver", "moderator", "system"}


@pytest.fixture
def people(db_session: Any) -> dict[str, Any]:
    agency = make_agency()
    return {
        "agency": agency,
        "guest": Actor.guest(),
        "citizen": actor_of(make_user()),
        "elsewhere": actor_of(make_member(make_agency("市交通运输局"), "editor")),
        "system": Actor.system(),
        **{role: actor_of(make_member(agency, role)) for role in ("editor", "approver", "moderator")},
    }


@pytest.mark.parametrize(
    ("act", "stage", "allowed"),
    [
        ("call.read", Stage.DRAFT, STAFF),
        ("call.read", Stage.COLLECTING, set(EVERYONE)),
        ("call.read", Stage.PUBLISHED, set(EVERYONE)),
        ("call.follow", Stage.DRAFT, {"system"}),
        ("call.follow", Stage.ANSWERING, set(EVERYONE)),
        ("call.revise", Stage.DRAFT, {"editor", "system"}),
        ("call.revise", Stage.ANSWERING, {"editor", "system"}),
        ("call.revise", Stage.PUBLISHED, {"system"}),
        ("call.release", Stage.DRAFT, {"editor", "system"}),
        ("call.release", Stage.COLLECTING, {"system"}),
        ("outcome.read", Stage.DRAFT, {"system"}),
        ("outcome.read", Stage.ANSWERING, set(EVERYONE)),
        ("outcome.work", Stage.COLLECTING, STAFF),
        ("outcome.answer", Stage.COLLECTING, {"system"}),
        ("outcome.answer", Stage.ANSWERING, {"editor", "system"}),
        ("outcome.submit", Stage.ANSWERING, {"editor", "system"}),
        ("outcome.approve", Stage.ANSWERING, {"approver", "system"}),
        ("outcome.publish", Stage.ANSWERING, {"editor", "approver", "system"}),
        ("outcome.publish", Stage.PUBLISHED, {"system"}),
    ],
)
def test_who_may(people: dict[str, Any], act: str, stage: Stage, allowed: set[str]) -> None:
    call = make_call(agency=people["agency"], stage=stage)
    assert {name for name in EVERYONE if may(people[name], act, call)} == allowed
    for name in set(EVERYONE) - allowed:
        assert str(why_not(people[name], act, call)), "a refusal says why"


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        ("call.list", set(EVERYONE)),
        ("call.list_own", {"editor", "approver", "moderator", "elsewhere", "system"}),
        ("call.draft", {"editor", "elsewhere", "system"}),
    ],
)
def test_who_may_without_a_call(people: dict[str, Any], act: str, allowed: set[str]) -> None:
    assert {name for name in EVERYONE if may(people[name], act)} == allowed


@pytest.mark.parametrize(
    ("stage", "closes_in", "is_collecting"),
    [
        (Stage.COLLECTING, timedelta(minutes=1), True),
        (Stage.COLLECTING, timedelta(0), False),  # the worker is late; the clock decides
        (Stage.COLLECTING, None, True),
        (Stage.DRAFT, timedelta(days=1), False),
        (Stage.VOTING, timedelta(days=1), False),
        (Stage.ANSWERING, timedelta(days=1), False),
    ],
)
def test_the_clock_closes_a_call(
    people: dict[str, Any], clock: Any, stage: Stage, closes_in: timedelta | None, is_collecting: bool
) -> None:
    closes_at = now() + closes_in if closes_in is not None else None
    call: Call = make_call(agency=people["agency"], stage=stage, closes_at=closes_at)
    assert may(people["citizen"], "contribution.submit", call) is is_collecting
