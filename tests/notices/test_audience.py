"""Everybody whom an outcome concerns hears of it once, whatever they are in it, however small the batches."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate import wiring
from cocreate.ballots import service as ballots
from cocreate.calls.models import Stage
from cocreate.contributions.models import State
from cocreate.core.db import db
from cocreate.notices import audience, queries, service
from cocreate.notices.models import Notice
from cocreate.notices.telling import contributions as of_one
from cocreate.notices.telling import outcomes as of_outcomes
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from tests.factories import actor_of, make_call, make_contribution, make_user


@pytest.fixture(autouse=True)
def _apart(app, monkeypatch) -> None:
    monkeypatch.setattr("cocreate.core.events._when", dict.fromkeys(wiring.WHEN, ()))


@pytest.fixture
def crowd(db_session):
    """A published call in which people are several things at once: by name, what they are."""
    call = make_call(title="电梯")
    people = {
        name: make_user(name) for name in ("author", "both", "all", "comment", "follow", "gone", "none")
    }
    rows = [make_contribution(call, author=people["author"]), make_contribution(call, author=people["both"])]
    elsewhere = make_contribution(make_call(), author=people["none"])
    for name in ("all", "gone"):
        for row in rows:
            ballots.support(actor_of(people[name]), row, call)
    ballots.support(actor_of(people["both"]), rows[0], call)
    ballots.retract(actor_of(people["gone"]), rows[0], call)
    ballots.retract(actor_of(people["gone"]), rows[1], call)
    for name in ("all", "comment", "comment", "author"):
        make_contribution(call, author=people[name], under=rows[0])
    make_contribution(call, author=people["none"], under=rows[0], state=State.WITHHELD)
    for name in ("all", "follow", "both"):
        service.follow(actor_of(people[name]), call)
        service.follow(actor_of(people[name]), call, rows[1])
    call.stage = Stage.PUBLISHED
    db.session.add(Outcome(call_id=call.id, state=OutcomeState.PUBLISHED))
    for row in rows:
        db.session.add(Disposition(call_id=call.id, contribution_id=row.id, number=1, degree="adopted"))
    db.session.flush()
    assert elsewhere.id
    return call, people


@pytest.mark.parametrize("batch", [1, 2, 3, 500])
def test_once_each(crowd, monkeypatch, run_jobs, batch: int) -> None:
    monkeypatch.setattr(of_outcomes, "BATCH", batch)
    call, people = crowd
    for _ in range(2):
        of_outcomes.outcome_published(call.id, 2)
        db.session.commit()
        run_jobs()
    db.session.commit()
    told = {
        name: [(one.kind.value, one.data.get("because")) for one in _notices(user)]
        for name, user in people.items()
    }
    assert told == {
        "author": [("answered", None)],
        "both": [("answered", None)],
        "all": [("result", "support")],
        "comment": [("result", "comment")],
        "follow": [("result", "follow")],
        "gone": [],
        "none": [],
    }
    progress = queries.telling(call.id, of_outcomes.FACT)
    assert progress.told == 5
    assert progress.finished_at is not None


def _notices(user) -> list[Notice]:
    return list(db.session.scalars(sa.select(Notice).where(Notice.user_id == user.id)))


def test_a_batch_costs_the_same_for_few_and_for_many(crowd, statements) -> None:
    call, people = crowd
    costs = set()
    for limit in (1, 100):
        with statements() as seen:
            for read in audience.CONCERNED.values():
                read(call.id, [], limit)
        costs.add(len(seen))
    assert costs == {3}


@pytest.mark.parametrize("batch", [1, 500])
def test_followers_of_a_contribution_hear_of_comments_once(
    db_session, monkeypatch, run_jobs, batch: int
) -> None:
    monkeypatch.setattr(of_one, "BATCH", batch)
    call, author = make_call(), make_user()
    row = make_contribution(call, author=author)
    followers = [author, *(make_user() for _ in range(3))]
    for user in followers:
        service.follow(actor_of(user), call, row)
    comment = make_contribution(call, author=followers[1], under=row)
    of_one.commented(call.id, comment.id, True)
    db.session.commit()
    run_jobs()
    db.session.commit()
    assert [len(_notices(user)) for user in followers] == [1, 0, 1, 1]
