"""Votes against the server's real processes: racing requests leave one vote each, kill -9 loses none it acknowledged."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from cocreate.accounts.models import User
from cocreate.ballots import queries as ballots
from cocreate.calls.models import Call
from cocreate.core.db import db
from cocreate.core.settings import Settings
from cocreate.polls import queries
from cocreate.polls.models import Method, Poll
from tests.bench.measure import Server
from tests.factories import make_call, make_contribution, make_user
from tests.polls.making import make_poll, options_of
from tests.services.realserver import Person, kill, served

RACERS = 64
VOTERS = 16
STATEMENTS = 120
ENOUGH = 600  # votes that were acknowledged before the server is killed


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all of them at the same moment, each in a thread of its own; what each gave, or the error it met."""
    start, found = threading.Barrier(len(acts)), list[object]([None] * len(acts))

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = acts[place]()
        except (OSError, http.client.HTTPException) as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


def equal(call: Call) -> bool:
    """Whether every tally of the call is what its rows say."""
    return queries.audit(call.id).tallies_equal and ballots.audit(call.id).tallies_equal


@dataclass
class Scene:
    """A call with a contribution and a ballot on which two people are about to vote."""

    call: Call
    poll: Poll
    support: str
    address: str
    voters: list[User]


@pytest.fixture
def scene(db_session) -> Scene:
    call = make_call()
    contribution = make_contribution(call)
    poll, _call = make_poll(Method.APPROVAL, call=call, options=4)
    voters = [make_user() for _ in range(2)]
    db.session.commit()
    return Scene(
        call,
        poll,
        f"/contributions/{contribution.number}/support",
        f"/calls/{call.slug}/ballots/{poll.number}",
        voters,
    )


def test_sixty_four_racing_requests_to_two_processes_leave_one_vote_each(
    app: Flask, settings: Settings, scene: Scene
) -> None:
    """A double click, two tabs, and 64 requests at once: the same people, the same ballot, other processes."""
    ids = options_of(scene.poll)
    with served(settings) as server:
        people = [Person(app, scene.voters[n % 2], server) for n in range(RACERS)]
        clicks = [lambda one=one: one.post(scene.support, {"mark": "1"}) for one in people]
        tabs = [
            lambda n=n, one=one: one.post(scene.address, {f"o{ids[n % 4]}": "y", f"o{ids[n // 2 % 4]}": "y"})
            for n, one in enumerate(people)
        ]
        answered = [*at_once(clicks), *at_once(tabs)]
        [one.close() for one in people]
    assert set(answered) == {303}
    db.session.rollback()  # see what is there now
    voters = {one.id for one in scene.voters}
    assert ballots.audit(scene.call.id).current == 2
    assert ballots.audit(scene.call.id).events == 2
    assert queries.counts(scene.poll)[queries.VOTERS] == 2
    held = dict(queries.sheets(scene.poll))
    assert set(held) == voters
    assert all(1 <= len(sheet) <= 2 for sheet in held.values())
    assert equal(scene.call)


def test_killed_half_way_the_server_has_lost_no_vote_it_acknowledged(app: Flask, settings: Settings) -> None:
    with app.app_context():
        poll, call = make_poll(Method.OPINION, options=6)
        voters = [make_user() for _ in range(VOTERS)]
        contributions = [make_contribution(call) for _ in range(STATEMENTS)]
        db.session.commit()
        numbers = {row.id: row.number for row in contributions}
        address, ids = f"/calls/{call.slug}/ballots/{poll.number}", options_of(poll)
        told = acknowledged_until_killed(app, settings, voters, numbers, address, ids)
        db.session.rollback()
        supported = {
            (voter, target) for target, voter in ballots.voters(call.id, numbers)
        }  # what is there after the kill
        assert len(told) >= ENOUGH
        assert {(voter, target) for voter, target, _value in told if target in numbers} <= supported
        for voter in voters:
            marked = queries.marks_of(poll, voter.id)
            mine = {target: value for who, target, value in told if who == voter.id and target in ids}
            assert mine.items() <= marked.items()
        assert equal(call)
        with served(settings) as server:
            again = Person(app, make_user_again(), server)
            assert again.post(address, {"option": ids[0], "value": "1"}) == 303
            again.close()
        db.session.rollback()
        assert equal(call)


def make_user_again() -> User:
    """Somebody who votes after the server has come back."""
    user = make_user()
    db.session.commit()
    return user


def acknowledged_until_killed(
    app: Flask,
    settings: Settings,
    voters: list[User],
    numbers: dict[int, str],
    address: str,
    ids: list[int],
) -> list[tuple[int, int, int]]:
    """Everybody votes on everything until the server dies: what it acknowledged, as (voter, target, value)."""
    told: list[tuple[int, int, int]] = []
    enough = threading.Event()

    def vote(person: Person, voter: int) -> None:
        for place, (target, number) in enumerate(numbers.items()):
            option = ids[place % len(ids)]
            if place < len(ids) and person.post(address, {"option": option, "value": "-1"}) == 303:
                told.append((voter, option, -1))
            if person.post(f"/contributions/{number}/support", {"mark": "1"}) == 303:
                told.append((voter, target, 1))
            if len(told) >= ENOUGH:
                enough.set()

    def watch(server: Server) -> None:
        enough.wait(60)
        kill(server)

    with served(settings) as server:
        pairs = [(Person(app, voter, server), voter.id) for voter in voters]
        db.session.rollback()
        acts = [lambda one=one, who=who: vote(one, who) for one, who in pairs]
        met = at_once([*acts, lambda: watch(server)])
        [person.close() for person, _who in pairs]
    assert any(isinstance(one, (OSError, http.client.HTTPException)) for one in met), "nobody was cut off"
    return told
