"""One vote each: by random sequences against a simple model, and by racing threads against the real database."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreate.accounts.models import User
from cocreate.ballots import queries, service
from cocreate.calls import queries as calls
from cocreate.calls.models import Stage
from cocreate.contributions import queries as contributions
from cocreate.core.db import db
from cocreate.core.errors import Denied
from tests.factories import actor_of, make_call, make_contribution, make_user

STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=25)


@pytest.mark.usefixtures("db_session")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_tallies_follow_a_simple_model(steps) -> None:
    call = make_call()
    targets = [make_contribution(call, body=f"建议{n}") for n in range(3)]
    voters = [actor_of(make_user()) for _ in range(3)]
    model: set[tuple[int, int]] = set()
    for voter, target, supports in steps:
        before = len(model)
        (model.add if supports else model.discard)((voter, target))
        act = service.support if supports else service.retract
        assert act(voters[voter], targets[target], call) == len(model) - before
    ids = [target.id for target in targets]
    counts = Counter(ids[target] for _, target in model)
    assert {key: n for key, n in queries.tallies(call.id, ids).items() if n} == dict(counts)
    audit = queries.audit(call.id)
    assert audit.tallies_equal
    assert audit.current == len(model)


@pytest.mark.usefixtures("db_session")
def test_a_second_support_changes_nothing() -> None:
    call = make_call()
    target, voter = make_contribution(call), actor_of(make_user())
    assert [service.support(voter, target, call) for _ in range(3)] == [1, 0, 0]
    assert queries.audit(call.id) == queries.Audit(events=1, current=1, tallies_equal=True)


@pytest.mark.usefixtures("db_session")
def test_an_audit_sees_a_tally_that_was_tampered_with() -> None:
    call = make_call()
    target = make_contribution(call)
    service.support(actor_of(make_user()), target, call)
    db.session.execute(db.update(service.Tally).values(votes=5))
    assert not queries.audit(call.id).tallies_equal


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("why", ["guest", "own", "closed", "hidden"])
def test_who_may_not_support(why) -> None:
    author = make_user()
    call = make_call(stage=Stage.ANSWERING if why == "closed" else Stage.COLLECTING)
    target = make_contribution(call, author=author, is_private=why == "hidden")
    voter = {"guest": None, "own": author}.get(why, make_user())
    with pytest.raises(Denied):
        service.support(actor_of(voter), target, call)
    assert queries.audit(call.id).events == 0


def test_sixty_four_racing_requests_are_one_vote_each(app: Flask) -> None:
    """Two people, each on 32 threads at once: two votes, whatever the order."""
    with app.app_context():
        call = make_call()
        target = make_contribution(call)
        voters = [make_user().id, make_user().id]
        slug, number = call.slug, target.number
        db.session.commit()
    start, failures = threading.Barrier(64), []

    def vote(voter_id: int) -> None:
        start.wait()
        with app.app_context():
            try:
                actor = actor_of(db.session.get(User, voter_id))
                service.support(actor, contributions.get(number), calls.get(slug))
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                failures.append(error)

    threads = [threading.Thread(target=vote, args=(voters[n % 2],)) for n in range(64)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert failures == []
    with app.app_context():
        found = calls.get(slug)
        assert queries.audit(found.id) == queries.Audit(events=2, current=2, tallies_equal=True)
