"""What stands beside contributions in a list, in one statement."""

from __future__ import annotations

import pytest

from cocreate.ballots import service as ballots
from cocreate.calls.models import Stage
from cocreate.contributions.models import State
from cocreate.core.db import db
from cocreate.journeys.marks import Marks, marks
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from tests.factories import actor_of, make_call, make_contribution, make_user

pytestmark = pytest.mark.usefixtures("db_session")


def test_votes_comments_and_ones_own_support_stand_beside_it() -> None:
    call = make_call()
    words, other = make_contribution(call), make_contribution(call)
    readers = [make_user() for _ in range(3)]
    for reader in readers:
        ballots.support(actor_of(reader), words, call)
    ballots.retract(actor_of(readers[0]), words, call)
    make_contribution(call, under=words)
    make_contribution(call, under=words, state=State.IN_REVIEW)
    for reader_id, is_mine in [
        (readers[1].id, True),
        (readers[0].id, False),
        (make_user().id, False),
        (None, False),
    ]:
        found = marks(call.id, [words.id, other.id], reader_id)
        assert found == {words.id: Marks(2, is_mine, 1, None), other.id: Marks()}


@pytest.mark.parametrize(
    ("state", "was_imported", "is_seen"),
    [
        (None, False, False),
        (None, True, True),
        (OutcomeState.WRITING, False, False),
        (OutcomeState.APPROVED, False, False),
        (OutcomeState.APPROVED, True, True),
        (OutcomeState.PUBLISHED, False, True),
    ],
)
def test_an_answer_is_seen_once_it_is_public(
    state: OutcomeState | None, was_imported: bool, is_seen: bool
) -> None:
    call = make_call(stage=Stage.ANSWERING)
    words = make_contribution(call)
    if state is not None:
        db.session.add(Outcome(call_id=call.id, state=state))
    key = {"call_id": call.id, "contribution_id": words.id, "degree": "adopted"}
    db.session.add(Disposition(**key, number=3, is_current=False, measure="旧的"))
    shown_at = call.opens_at if was_imported else None
    db.session.add(Disposition(**key, number=2, measure="新的", published_at=shown_at))
    db.session.flush()
    answer = marks(call.id, [words.id], None)[words.id].answer
    assert (answer.measure if answer else None) == ("新的" if is_seen else None)


def test_any_number_costs_one_statement(statements) -> None:
    call = make_call()
    made = [make_contribution(call) for _ in range(30)]
    db.session.flush()
    for size in (1, 30):
        with statements() as seen:
            marks(call.id, [one.id for one in made[:size]], 7)
        assert len(seen) == 1
