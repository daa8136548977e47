"""The answer clock: each warning once, cards by working days, extensions that the public reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cocreate.accounts.queries import local_today
from cocreate.calendars.rules import Calendar
from cocreate.calls.models import Stage
from cocreate.calls.service import CallDraft, revise
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.localtime import end_of, last_day
from cocreate.handling import extensions, service
from cocreate.notices.models import Notice, NoticeKind
from cocreate.outcomes import cards
from cocreate.outcomes import clock as answer_clock
from cocreate.outcomes.cards import Card, Warn
from cocreate.outcomes.events import DeadlineSignalled
from tests.factories import make_call
from tests.handling.conftest import Office, make_office

MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(clock: Any, db_session: Any) -> Office:
    return standing(clock, MONDAY, make_office)


def standing(clock: Any, day: date, then: Callable[[], Any] = lambda: None) -> Any:
    """Put the clock at ten in the morning of a day in Shanghai."""
    clock.set(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
    return then()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[DeadlineSignalled]:
    told: list[DeadlineSignalled] = []
    real = answer_clock.emit

    def tell(fact: DeadlineSignalled) -> None:
        told.append(fact)
        real(fact)

    monkeypatch.setattr(answer_clock, "emit", tell)
    return told


def kinds(told: list[DeadlineSignalled]) -> list[str]:
    return [fact.kind for fact in told]


@pytest.mark.parametrize(
    ("left", "warn", "card"),
    [
        (30, None, None),
        (4, None, None),
        (3, Warn.SOON, Card.YELLOW),
        (1, Warn.SOON, Card.YELLOW),
        (0, Warn.TODAY, Card.YELLOW),
        (-1, Warn.OVER, Card.YELLOW),
        (-2, Warn.RED, Card.RED),
        (-99, Warn.RED, Card.RED),
    ],
)
def test_warnings_and_cards_by_working_days(left: int, warn: Warn | None, card: Card | None) -> None:
    assert cards.warning(left) is warn
    assert cards.card(left) is card


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 23), date(2026, 8, 23)),
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2024, 5, 31), date(2024, 2, 29)),
        (date(2026, 1, 15), date(2025, 10, 15)),
        (date(2026, 7, 31), date(2026, 4, 30)),
    ],
)
def test_three_months_before(day: date, before: date) -> None:
    assert cards.months_before(day, 3) == before


def test_a_call_is_warned_of_before_on_and_after_its_day_each_once(
    office: Office, clock: Any, heard: list[Any]
) -> None:
    office.contribution()
    office.call.answers_by = end_of(date(2026, 12, 11))  # a Friday
    expected = {7: [], 8: ["soon"], 10: [], 11: ["today"], 12: ["over"], 14: [], 15: ["red"], 31: []}
    for day, warned in expected.items():
        standing(clock, date(2026, 12, day))
        heard.clear()
        run_twice()
        assert [kind for kind in kinds(heard) if kind != "waiting"] == warned, day
    assert all(fact.count == 1 for fact in heard)


def run_twice() -> None:
    answer_clock.run()
    assert answer_clock.run() == 0, "nothing is sent twice"


def test_after_an_extension_the_warnings_begin_again(office: Office, clock: Any, heard: list[Any]) -> None:
    office.call.answers_by = end_of(date(2026, 11, 25))
    run_twice()
    extensions.ask(office.giver, office.call, date(2026, 12, 11), "要等专家论证。")
    extensions.extend(office.seal, office.call)
    run_twice()
    standing(clock, date(2026, 12, 9))
    run_twice()
    assert kinds(heard) == ["soon", "soon"]
    assert [fact.day for fact in heard] == ["2026-11-25", "2026-12-11"]


def test_published_calls_are_left_alone(office: Office, clock: Any, heard: list[Any]) -> None:
    make_call(agency=office.agency, stage=Stage.PUBLISHED, answers_by=end_of(date(2026, 11, 1)))
    office.call.stage = Stage.PUBLISHED
    office.contribution(received_at=datetime(2026, 1, 1, tzinfo=UTC))
    db.session.flush()
    run_twice()
    assert heard == []


def test_assignments_are_warned_of_by_department(office: Office, clock: Any, heard: list[Any]) -> None:
    first, second = office.give(days=5), office.give(days=5)
    service.accept(office.hand, first)
    run_twice()
    assert heard == []
    standing(clock, date(2026, 11, 26))  # two working days to accept are over
    run_twice()
    assert [(fact.kind, fact.assignment_ids) for fact in heard] == [
        ("soon", (first.id, second.id)),
        ("unaccepted", (second.id,)),
    ]
    standing(clock, date(2026, 12, 2))
    heard.clear()
    run_twice()
    assert [(fact.kind, fact.count, fact.agency_id) for fact in heard] == [("red", 2, office.department.id)]


def test_what_falls_due_on_the_same_day_later_is_told_too(
    office: Office, run_jobs: Callable[[], int], clock: Any
) -> None:
    office.give(days=5)
    for day in (date(2026, 11, 25), date(2026, 11, 26)):
        standing(clock, day)
        office.give(days=local_days(day))
        clock_run_and_commit()
        run_jobs()
    soon = [notice for notice in db.session.query(Notice) if notice.data.get("kind") == "soon"]
    assert {notice.data["day"] for notice in soon} == {"2026-11-30"}
    assert [notice.user_id for notice in soon].count(office.clerk.id) == 2


def local_days(day: date) -> int:
    """Working days from a day to Monday, 30 November 2026."""
    return Calendar().left(day, date(2026, 11, 30))


def test_sixty_days_and_three_months_whatever_the_deadline(
    office: Office, clock: Any, heard: list[Any]
) -> None:
    office.call.answers_by = end_of(date(2027, 6, 1))
    rows = [office.contribution() for _ in range(3)]
    rows[0].received_at = rows[1].received_at = datetime(2026, 11, 1, 4, tzinfo=UTC)
    rows[2].received_at = datetime(2026, 11, 20, 4, tzinfo=UTC)
    db.session.flush()
    for day, warned in {
        date(2026, 12, 30): [],
        date(2026, 12, 31): [("waiting", 2)],
        date(2027, 1, 10): [],
        date(2027, 1, 19): [("waiting", 3)],
        date(2027, 2, 1): [("limit", 2)],
    }.items():
        standing(clock, day)
        heard.clear()
        run_twice()
        assert [(fact.kind, fact.count) for fact in heard] == warned, day
    (card,) = clock_cards(office)
    assert (card.card, card.waiting, card.past_limit) == (Card.RED, 3, 2)


def clock_cards(office: Office) -> list[Any]:
    return answer_clock.call_cards([office.root.path])


def test_cards_are_sorted_and_cut_by_agency(office: Office, clock: Any) -> None:
    red = make_call(agency=office.agency, stage=Stage.ANSWERING, answers_by=end_of(date(2026, 11, 10)))
    calm = make_call(agency=office.agency, stage=Stage.ANSWERING, answers_by=end_of(date(2026, 12, 30)))
    office.call.answers_by = end_of(date(2026, 11, 25))
    make_call(agency=office.beside, stage=Stage.ANSWERING)
    db.session.flush()
    found = answer_clock.call_cards([office.agency.path])
    assert [card.call.id for card in found] == [red.id, office.call.id, calm.id]
    assert [card.card for card in found] == [Card.RED, Card.YELLOW, None]
    assert len(answer_clock.call_cards(None)) == 4


def test_who_is_told(office: Office, run_jobs: Callable[[], int], clock: Any) -> None:
    office.give(days=5)
    office.call.answers_by = end_of(date(2026, 11, 12))
    clock_run_and_commit()
    run_jobs()
    told = {
        (notice.user_id, notice.data["kind"])
        for notice in db.session.query(Notice).filter_by(kind=NoticeKind.DEADLINE)
    }
    assert told == {
        (office.editor.id, "red"),
        (office.approver.id, "red"),
        (office.supervisor.id, "red"),
    }
    assert db.session.query(Notice).filter_by(kind=NoticeKind.ASSIGNED).one().user_id == office.clerk.id


def clock_run_and_commit() -> None:
    answer_clock.run()
    db.session.commit()


def test_it_looks_once_an_hour(office: Office, clock: Any) -> None:
    office.call.answers_by = end_of(MONDAY)
    db.session.flush()
    assert tick() == 1
    office.call.answers_by = end_of(date(2026, 11, 25))
    db.session.flush()
    assert tick() == 0
    clock.advance(hours=1)
    assert tick() == 1


def tick() -> int:
    return answer_clock.tick()


def test_extending_needs_another_person_and_a_later_day(office: Office, clock: Any) -> None:
    call = office.call
    call.answers_by = end_of(date(2026, 12, 1))
    for until in (None, date(2026, 11, 1), date(2026, 12, 1)):
        with pytest.raises(Invalid):
            extensions.ask(office.giver, call, until, "要等专家论证。")
    with pytest.raises(Invalid):
        extensions.ask(office.giver, call, date(2026, 12, 9), "")
    with pytest.raises(Denied):
        extensions.ask(office.hand, call, date(2026, 12, 9), "要等专家论证。")
    with pytest.raises(Conflict):
        extensions.extend(office.seal, call)
    extensions.ask(office.giver, call, date(2026, 12, 9), "要等专家论证。")
    with pytest.raises(Conflict):
        extensions.ask(office.giver, call, date(2026, 12, 10), "要等专家论证。")
    with pytest.raises(Denied):
        extensions.extend(office.giver, call)
    extensions.extend(office.seal, call)
    assert (last_day(call.answers_by), last_day(call.answers_first_by)) == (
        date(2026, 12, 9),
        date(2026, 12, 1),
    )
    extensions.ask(office.giver, call, date(2026, 12, 20), "还要几天时间。")
    extensions.refuse(office.seal, call, "时间已经够了。")
    assert last_day(call.answers_by) == date(2026, 12, 9)
    extensions.ask(office.giver, call, date(2026, 12, 21), "还要几天时间。")
    extensions.extend(office.seal, call)
    assert last_day(call.answers_first_by) == date(2026, 12, 1), "the first promise is kept"


def test_a_counted_day_becomes_a_promise_when_it_is_extended(office: Office, clock: Any) -> None:
    call = office.call
    counted = extensions._due(call)
    extensions.ask(office.giver, call, counted + timedelta(days=10), "要等专家论证。")
    extensions.extend(office.seal, call)
    assert last_day(call.answers_first_by) == counted
    assert counted == Calendar().add(local_today() - timedelta(days=2), call.agency.answer_days)


def test_an_editor_can_not_move_a_promise_by_editing_the_call(office: Office, clock: Any) -> None:
    call = office.call
    call.answers_by = end_of(date(2026, 12, 1))
    draft = CallDraft(
        slug=call.slug,
        title=call.title,
        summary=call.summary,
        promise=call.promise,
        first_day=last_day(call.opens_at) + timedelta(days=1),
        last_day=last_day(call.closes_at),
        answers_by_day=date(2026, 12, 20),
    )
    with pytest.raises(Invalid) as refused:
        revise(office.giver, call, draft)
    assert list(refused.value.fields) == ["answers_by_day"]


def test_a_supervisor_presses_for_the_answers(office: Office, clock: Any) -> None:
    with pytest.raises(Denied):
        extensions.supervise(office.giver, office.call, "群众催问多次。")
    step = extensions.supervise(office.eye, office.call, "群众催问多次。")
    assert (step.assignment_id, step.by_id) == (0, office.supervisor.id)
