"""Ballots against a simple model, and by racing threads against the real database: one sheet each, tallies equal."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreate.accounts.models import User
from cocreate.calls import queries as calls
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.i18n import use_language
from cocreate.polls import queries, service
from cocreate.polls.models import Method, PollEvent, PollTally, Showing
from tests.factories import actor_of, make_member, make_user
from tests.polls.making import make_poll, options_of


@pytest.fixture
def english(db_session: Any) -> Iterator[None]:
    """Refusals are said in English here."""
    with use_language("en"):
        yield


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.dictionaries(st.integers(0, 3), st.sampled_from([1, -1]), max_size=4)),
    max_size=15,
)


@pytest.mark.usefixtures("english")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_tallies_follow_a_simple_model(steps) -> None:
    poll, call = make_poll(Method.UP_DOWN, options=4)
    ids = options_of(poll)
    voters = [actor_of(make_user()) for _ in range(3)]
    model: dict[int, dict[int, int]] = {}
    for voter, sheet in steps:
        model[voter] = {ids[place]: value for place, value in sheet.items()}
        service.cast(voters[voter], poll, call, model[voter])
    expected = Counter((option, value) for sheet in model.values() for option, value in sheet.items())
    turnout = sum(1 for sheet in model.values() if sheet)
    assert queries.counts(poll) == dict(expected) | ({queries.VOTERS: turnout} if turnout else {})
    audit = queries.audit(call.id)
    assert audit.tallies_equal
    assert audit.current == sum(expected.values())


@pytest.mark.usefixtures("english")
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.sampled_from([1, 0, -1, None])), max_size=20
    )
)
def test_marks_one_by_one_follow_a_simple_model(steps) -> None:
    poll, call = make_poll(Method.OPINION, options=3)
    ids = options_of(poll)
    voters = [actor_of(make_user()) for _ in range(2)]
    model: dict[tuple[int, int], int] = {}
    for voter, place, value in steps:
        before = model.get((voter, place))
        model.pop((voter, place), None)
        if value is not None:
            model[voter, place] = value
        assert service.mark(voters[voter], poll, call, ids[place], value) == (before != value)
    for voter, actor in enumerate(voters):
        mine = {ids[place]: value for (who, place), value in model.items() if who == voter}
        assert queries.marks_of(poll, actor.user_id) == mine
    assert queries.audit(call.id).tallies_equal


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("table", [PollTally, PollEvent])
def test_an_audit_sees_what_was_tampered_with(table) -> None:
    poll, call = make_poll(Method.UP_DOWN)
    service.cast(actor_of(make_user()), poll, call, dict.fromkeys(options_of(poll), 1))
    change = {"votes": 5} if table is PollTally else {"value": -1}
    db.session.execute(db.update(table).values(**change))
    assert not queries.audit(call.id).tallies_equal


@pytest.mark.usefixtures("english")
def test_a_secret_ballot_is_cast_once_and_nothing_joins_it_to_its_voter() -> None:
    poll, call = make_poll(Method.APPROVAL, is_secret=True)
    voter, ids = make_user(), options_of(poll)
    with pytest.raises(Invalid, match="empty"):
        service.cast(actor_of(voter), poll, call, {})
    db.session.rollback()
    poll, call = make_poll(Method.APPROVAL, is_secret=True)
    voter, ids = make_user(), options_of(poll)
    service.cast(actor_of(voter), poll, call, {ids[0]: 1})
    assert queries.has_voted(poll, voter.id)
    assert queries.marks_of(poll, voter.id) == {}
    assert queries.latest_event(poll) == 0
    assert [who for who, _sheet in queries.sheets(poll)] != [voter.id]
    assert queries.audit(call.id).tallies_equal
    with pytest.raises(Conflict, match="voted already"):
        service.cast(actor_of(voter), poll, call, {ids[1]: 1})


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("why", ["guest", "early", "late", "not a member"])
def test_who_may_not_vote(why) -> None:
    days = {"early": (1, 2), "late": (-2, -1)}.get(why, (-1, 1))
    poll, call = make_poll(
        Method.UP_DOWN,
        opens_at=now() + timedelta(days=days[0]),
        closes_at=now() + timedelta(days=days[1]),
        electorate="agency" if why == "not a member" else "standard",
    )
    voter = None if why == "guest" else make_user()
    with pytest.raises(Denied):
        service.cast(actor_of(voter), poll, call, dict.fromkeys(options_of(poll), 1))
    assert queries.counts(poll) == {}


@pytest.mark.usefixtures("english")
def test_members_vote_where_only_they_may() -> None:
    poll, call = make_poll(Method.UP_DOWN, electorate="agency")
    member = make_member(call.agency)
    assert service.cast(actor_of(member), poll, call, dict.fromkeys(options_of(poll), 1)) == 2


@pytest.mark.usefixtures("english")
def test_how_results_are_shown_only_gets_stricter_and_publicly() -> None:
    poll, call = make_poll(Method.UP_DOWN, showing=Showing.AFTER_CLOSE)
    editor = actor_of(make_member(call.agency))
    with pytest.raises(Invalid, match="never sooner"):
        service.show_later(editor, poll, call, Showing.LIVE, "大家想看。")
    with pytest.raises(Invalid, match="reason"):
        service.show_later(editor, poll, call, Showing.INTERNAL, " ")
    service.show_later(editor, poll, call, Showing.INTERNAL, "涉及未成年人。")
    assert [(one.before, one.after, one.reason) for one in queries.changes(poll)] == [
        ("after_close", "internal", "涉及未成年人。")
    ]


@pytest.mark.usefixtures("english")
def test_a_result_is_approved_after_the_close_and_once() -> None:
    poll, call = make_poll(Method.UP_DOWN)
    approver = actor_of(make_member(call.agency, "approver"))
    with pytest.raises(Denied, match="While people vote"):
        service.approve(approver, poll, call)
    poll.closes_at = now() - timedelta(minutes=1)
    db.session.flush()
    service.approve(approver, poll, call)
    with pytest.raises(Denied, match="already"):
        service.approve(approver, poll, call)


def test_sixty_four_racing_requests_leave_one_sheet_each(app: Flask) -> None:
    """Two people, each on 32 threads at once with different sheets: one sheet each, and every tally right."""
    with app.app_context():
        poll, call = make_poll(Method.UP_DOWN, options=3)
        ids = options_of(poll)
        voters = [make_user().id, make_user().id]
        slug = call.slug
        db.session.commit()
    start, failures = threading.Barrier(64), []

    def vote(place: int) -> None:
        start.wait()
        with app.app_context():
            try:
                actor = actor_of(db.session.get(User, voters[place % 2]))
                call = calls.get(slug)
                sheet = {ids[n]: 1 if (place >> n) % 2 else -1 for n in range(3) if (place + n) % 4}
                service.cast(actor, queries.get(call.id, 1), call, sheet)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                failures.append(error)

    threads = [threading.Thread(target=vote, args=(place,)) for place in range(64)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert failures == []
    with app.app_context():
        call = calls.get(slug)
        poll = queries.get(call.id, 1)
        assert queries.audit(call.id).tallies_equal
        assert queries.counts(poll)[queries.VOTERS] == 2
        assert {voter for voter, _sheet in queries.sheets(poll)} == set(voters)
