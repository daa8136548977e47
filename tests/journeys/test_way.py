"""How words travelled: one thread of knots from everything that is known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cocreate.calls.models import Stage
from cocreate.contributions.models import State, Validity
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.i18n import use_language
from cocreate.journeys import queries as journeys
from cocreate.journeys.addresses import Addresses
from cocreate.journeys.marks import Marks
from cocreate.journeys.way import CLOSED_BY, Knot, KnotState, way
from cocreate.moderation.models import Act, Decision
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from tests.factories import make_agency, make_call, make_contribution, make_user

RESULT = "/calls/x/result"


@pytest.fixture
def office(db_session):
    return make_agency(name="住建局", name_en="Housing Office")


def _knots(contribution, call, *, decisions=(), answer=None, votes=0, comments=0, is_own=False) -> list[Knot]:
    marks = Marks(votes=votes, comments=comments, answer=answer)
    with use_language("en"):
        return way(contribution, call, decisions, marks, is_own=is_own, addresses=Addresses(result=RESULT))


def _shape(knots: list[Knot]) -> list[tuple[str, str]]:
    return [(knot.title, knot.state.value) for knot in knots]


def _decision(act: Act, text: str = "", rule_key: str = "") -> Decision:
    return Decision(act=act, text=text, rule_key=rule_key, decided_at=now())


def _answer(degree: str, **fields) -> Disposition:
    return Disposition(**{"degree": degree, "reason": "", "measure": "", "imported": False} | fields)


@pytest.mark.parametrize(
    ("state", "shape"),
    [
        (
            State.IN_REVIEW,
            [
                ("Received", "done"),
                ("Being reviewed", "now"),
                ("To be studied by Housing Office", "next"),
                ("The answer", "next"),
            ],
        ),
        (
            State.PUBLIC,
            [
                ("Received", "done"),
                ("Reviewed", "done"),
                ("Public, open to support and comments", "done"),
                ("To be studied by Housing Office", "next"),
                ("The answer", "next"),
            ],
        ),
        (
            State.RETURNED,
            [
                ("Received", "done"),
                ("Returned to its author for a change", "now"),
                ("To be studied by Housing Office", "next"),
                ("The answer", "next"),
            ],
        ),
        (State.WITHHELD, [("Received", "done"), ("Not published", "broken")]),
        (State.WITHDRAWN, [("Received", "done"), ("Withdrawn by its author", "broken")]),
    ],
)
def test_each_state_has_its_thread(office, state: State, shape) -> None:
    call = make_call(agency=office)
    assert _shape(_knots(make_contribution(call, state=state), call)) == shape


@pytest.mark.parametrize(
    ("stage", "third"),
    [
        (Stage.COLLECTING, ("To be studied by Housing Office", "next")),
        (Stage.VOTING, ("To be studied by Housing Office", "next")),
        (Stage.ANSWERING, ("Being studied by Housing Office", "now")),
    ],
)
def test_the_study_follows_the_stage(office, stage: Stage, third) -> None:
    call = make_call(agency=office, stage=stage)
    assert _shape(_knots(make_contribution(call), call))[3] == third


@pytest.mark.parametrize(
    ("votes", "comments", "note"),
    [
        (0, 0, None),
        (1, 0, "1 person supports it."),
        (14, 2, "14 people support it. 2 comments."),
        (0, 1, "1 comment."),
    ],
)
def test_support_is_told(office, votes: int, comments: int, note) -> None:
    call = make_call(agency=office)
    knots = _knots(make_contribution(call), call, votes=votes, comments=comments)
    assert knots[2].note == note


def test_what_is_not_public_still_counts(office) -> None:
    call = make_call(agency=office)
    knots = _knots(make_contribution(call, is_private=True), call, votes=3)
    assert knots[2].title == "Accepted"
    assert "counts and is answered" in (knots[2].note or "")


@pytest.mark.parametrize(("is_own", "told"), [(True, True), (False, False)])
def test_only_the_author_reads_what_the_moderator_wrote(office, is_own: bool, told: bool) -> None:
    call = make_call(agency=office)
    row = make_contribution(call, state=State.WITHHELD)
    decision = _decision(Act.WITHHOLD, "请去掉电话号码。", "unknown-rule")
    note = _knots(row, call, decisions=[decision], is_own=is_own)[1].note
    assert ("请去掉电话号码。" in (note or "")) is told


@pytest.mark.parametrize(
    ("degree", "state", "note"),
    [
        ("adopted", "done", "写入第十二条。"),
        ("adopted_in_part", "done", "写入第十二条。"),
        ("taken_as_idea", "done", "写入第十二条。"),
        ("not_adopted", "broken", "多数反对。"),
        ("out_of_scope", "broken", "多数反对。"),
        ("made-up", "done", "写入第十二条。"),
    ],
)
def test_a_published_answer_ends_the_thread(office, degree: str, state: str, note: str) -> None:
    call = make_call(agency=office, stage=Stage.PUBLISHED)
    answer = _answer(degree, reason="多数反对。", measure="写入第十二条。")
    knots = _knots(make_contribution(call), call, answer=answer)
    assert _shape(knots)[3] == ("Studied by Housing Office", "done")
    last = knots[-1]
    assert (last.state, last.note, last.url, last.when) == (state, note, RESULT, call.published_at)


def test_an_imported_reply_is_told_without_a_study_nobody_saw(office) -> None:
    call = make_call(agency=office)
    answered = datetime(2020, 1, 5, tzinfo=UTC)
    answer = _answer("answered", reason="已修好。", imported=True, published_at=answered)
    knots = _knots(make_contribution(call), call, answer=answer)
    assert [knot.title for knot in knots][-1] == "Answered (imported)"
    assert len(knots) == 4
    assert (knots[-1].when, knots[-1].note, knots[-1].url) == (answered, "已修好。", None)


def test_withheld_later_but_answered_keeps_its_answer(office) -> None:
    call = make_call(agency=office, stage=Stage.PUBLISHED)
    knots = _knots(make_contribution(call, state=State.WITHHELD), call, answer=_answer("adopted"))
    assert knots[1].state is KnotState.BROKEN
    assert knots[-1].title == "Adopted"


@pytest.mark.parametrize("validity", [None, *Validity])
def test_what_is_closed_without_an_answer_says_why(office, validity) -> None:
    call = make_call(agency=office, stage=Stage.ANSWERING)
    last = _knots(make_contribution(call, validity=validity), call)[-1]
    if validity in CLOSED_BY:
        with use_language("en"):
            assert (last.state, last.note) == ("broken", str(CLOSED_BY[validity]))
    else:
        assert last.title == "The answer"


def test_the_promised_day_is_named(office) -> None:
    call = make_call(agency=office, answers_by=datetime(2026, 5, 31, 16, tzinfo=UTC))
    assert _knots(make_contribution(call), call)[-1].when == "by May 31, 2026"


def test_a_journey_is_asked_in_five_statements_once_there_is_an_answer(office, statements) -> None:
    call = make_call(agency=office, stage=Stage.PUBLISHED)
    row = make_contribution(call, author=make_user())
    db.session.add(Outcome(call_id=call.id, state=OutcomeState.PUBLISHED))
    db.session.flush()
    db.session.add(
        Disposition(call_id=call.id, contribution_id=row.id, number=1, degree="adopted", measure="写入办法。")
    )
    db.session.flush()
    with statements() as seen:
        journey = journeys.of(row, call, is_own=True)
    assert len(seen) == 5
    assert journey.is_over
    assert journey.knots[-1].note == "写入办法。"
    with statements() as seen:
        journeys.of(row, call, is_own=False, beside=journey.marks)
    assert len(seen) == 4
