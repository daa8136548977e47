"""Loading the demo city leaves a database as if its people had lived through these months."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cocreate.accounts import service as accounts
from cocreate.ballots import queries as ballots
from cocreate.calls import queries as calls
from cocreate.calls.models import Stage
from cocreate.clusters import queries as clusters
from cocreate.contributions.models import Contribution, State
from cocreate.core import clock
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.jobs import Job
from cocreate.demo import reading, service
from cocreate.demo.acts import measure_of
from cocreate.handling.models import Assignment
from cocreate.milestones import progress_queries
from cocreate.milestones.models import Milestone, Progress
from cocreate.outcomes import erratum_queries, schemes, templates
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes.erratum_models import Settled
from cocreate.outcomes.question_models import Reopening

SMALL = ("bus-shelters", "drawing-archive-format", "home-aids-for-elders", "taxi-pickup-points")


@pytest.fixture
def few_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small part of the city, for what can be seen in it."""
    chosen = [call for call in reading.calls() if call["slug"] in SMALL]
    monkeypatch.setattr(reading, "calls", lambda: chosen)


@pytest.fixture(autouse=True)
def right_time() -> None:
    clock.set_clock(None)


def test_the_whole_city_loads_and_adds_up(db_session: Session) -> None:
    told: list[str] = []
    started = clock.now()
    assert service.load(told.append)
    db.session.commit()
    assert clock.now() - started < timedelta(minutes=3), "the clock stands right again"
    assert len(told) > 3
    assert told[-1].endswith(told[-1].split()[-3])
    written = reading.calls()
    assert len(calls.everything()) == len(written)
    for entry in written:
        call = calls.get(entry["slug"])
        expected = {"draft": "draft", "upcoming": "draft"}.get(entry["stage"], entry["stage"])
        assert call.stage is Stage(expected)
        assert call.is_released is (entry["stage"] != "draft")
        assert ballots.audit(call.id).tallies_equal
    supporters = sum(one.get("supporters", 0) for call in written for one in call["contributions"])
    assert sum(ballots.audit(calls.get(call["slug"]).id).current for call in written) == supporters
    waiting = sa.select(sa.func.count()).where(Contribution.state == State.IN_REVIEW)
    expected = [one for call in written for one in call["contributions"] if one.get("state") == "in_review"]
    assert db.session.scalar(waiting) == len(expected)


@pytest.mark.usefixtures("few_calls")
def test_a_second_load_does_nothing(db_session: Session) -> None:
    service.load(lambda line: None)
    db.session.commit()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Contribution))
    assert service.load(lambda line: None) is False
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == before


@pytest.mark.usefixtures("few_calls")
def test_numbers_times_and_ids_run_in_one_order(db_session: Session) -> None:
    service.load(lambda line: None)
    rows = db.session.scalars(sa.select(Contribution).order_by(Contribution.id)).all()
    assert [row.received_at for row in rows] == sorted(row.received_at for row in rows)
    assert [row.number for row in rows] == sorted(row.number for row in rows)
    assert all(row.received_at < clock.now() for row in rows)


@pytest.mark.usefixtures("few_calls")
def test_a_published_call_has_every_answer(db_session: Session) -> None:
    service.load(lambda line: None)
    call = calls.get("bus-shelters")
    gate = outcomes.gate(call.id)
    assert call.stage is Stage.PUBLISHED
    assert gate.is_open
    assert gate.answered == 22
    assert call.published_at is not None
    assert call.published_at < clock.now() - timedelta(days=50)
    empty = outcomes.gate(calls.get("drawing-archive-format").id)
    assert (empty.valid, empty.is_open) == (0, True)


@pytest.mark.usefixtures("few_calls")
def test_nothing_of_the_past_is_sent_out_today(db_session: Session) -> None:
    service.load(lambda line: None)
    assert [job.does for job in db.session.scalars(sa.select(Job)) if "notices" in job.does] == []


@pytest.mark.usefixtures("few_calls")
def test_the_printed_accounts_can_sign_in(db_session: Session) -> None:
    service.load(lambda line: None)
    db.session.commit()
    password = reading.city()["password"]
    lines = service.accounts()
    assert any(password in line for line in lines)
    phones = [line.split()[1] for line in lines if line.split()[1].isdigit()]
    assert len(phones) == 8
    for phone in phones[:2]:
        assert accounts.sign_in_with_password(Actor.guest(), phone, password, "127.0.0.1").name in " ".join(
            lines
        )


@pytest.mark.parametrize(
    ("answer", "measure"),
    [
        ({"measure": "已经修好。"}, "已经修好。"),
        ({"traces": [{"to": "甲"}, {"to": "乙"}]}, "写入正文：“甲”；“乙”。"),
        ({"measure": "先试。", "traces": [{"to": "甲"}]}, "先试。\n写入正文：“甲”。"),
        ({}, ""),
    ],
)
def test_a_measure_quotes_the_words_that_take_it_up(answer: dict[str, object], measure: str) -> None:
    assert measure_of(answer) == measure


def test_staff_have_worked_with_departments_and_after_the_result(db_session: Session) -> None:
    service.load(lambda line: None)
    db.session.commit()
    lanes, canteens = calls.get("lanes-at-night"), calls.get("elder-canteens")
    states = sa.select(Assignment.state, sa.func.count()).group_by(Assignment.state)
    found = dict(db.session.execute(states).all())
    assert {one for one in found if found[one]} >= {"given", "accepted", "sent_back", "handed_in"}
    supervised = sa.select(sa.func.count()).where(Assignment.is_supervised, Assignment.call_id == lanes.id)
    assert db.session.scalar(supervised) == 2
    assert canteens.answers_first_by is not None, "the public reads the day it was extended to"
    progress = set(db.session.scalars(sa.select(Milestone.state)))
    assert progress == set(Progress)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Reopening)) == 1
    assert clusters.live(lanes.id, limit=10).items
    assert [one.slug for one in schemes.of_path(lanes.agency_path)] == ["letters"]
    assert len(templates.of_path(lanes.agency_path)) == 2


@pytest.mark.usefixtures("few_calls")
def test_what_was_promised_is_judged_by_seven_people_and_an_error_is_corrected(db_session: Session) -> None:
    service.load(lambda line: None)
    db.session.commit()
    shelters = calls.get("bus-shelters")
    results = [one for one in progress_queries.of_call(shelters.id) if one.results.is_shown]
    assert [(one.results.count, len(one.comments)) for one in results] == [(7, 4)]
    assert results[0].promise is not None
    assert results[0].promise.reply
    (erratum,) = erratum_queries.of_call(shelters.id, Settled.CORRECTED)
    assert "四十二" in erratum.correction
