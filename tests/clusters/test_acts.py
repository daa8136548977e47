"""Random acts upon clusters against a model of plain sets: who stands where, who counts, and what undo brings back."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cocreate.ballots import service as ballots
from cocreate.clusters import queries, service
from cocreate.clusters.models import Cluster, ClusterPerson
from cocreate.contributions import service as contributions
from cocreate.contributions.models import Revision, State
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from tests.clusters.conftest import Table
from tests.factories import actor_of, make_agency, make_call, make_member, make_user

COUNT = 7
few = st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=4, unique=True)
one = st.integers(0, COUNT - 1)
title = st.sampled_from(["电梯", "停车", "路灯", "公园"])


class Acts(RuleBasedStateMachine):
    """`places` holds the cluster of each contribution, `titles` the titles of live clusters, as the model has them."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.context = app.app_context()
        self.context.push()

    @initialize()
    def begin(self) -> None:
        agency = make_agency()
        self.table = Table(make_call(agency=agency), make_member(agency, "editor"))
        self.people = [make_user() for _ in range(4)]
        # The same person wrote several, and one was brought in for somebody without an account.
        self.rows = [self.table.send(f"第{n}条", self.people[n % 3]) for n in range(COUNT - 1)]
        self.rows.append(self.table.send("没有账号的人", self.people[0], source="hall"))
        self.rows[-1].author_id, self.rows[-1].author_name = None, "王大爷"
        self.places: dict[int, int] = {}
        self.titles: dict[int, str] = {}
        self.votes: set[tuple[int, int]] = set()
        self.gone: set[int] = set()
        self.past: list[tuple[Any, Any]] = []  # places and titles before each act that holds

    def teardown(self) -> None:
        db.session.rollback()
        self.context.pop()

    def attempt(self, act: Any) -> bool:
        """Run an act; when it is refused nothing has changed, which the invariants see."""
        before = deepcopy((self.places, self.titles))
        last = queries.last_act(self.table.call.id)
        try:
            with db.session.begin_nested():
                act()
        except CocreateError:
            db.session.expire_all()
            return False
        now = queries.last_act(self.table.call.id)
        if now is not None and now is not last:
            self.past.append(before)
        return True

    def ids(self, numbers: list[int]) -> list[int]:
        return [self.rows[n].id for n in numbers]

    def cluster(self, n: int) -> Cluster | None:
        """The cluster in which one of the contributions stands."""
        place = self.places.get(self.rows[n].id)
        return None if place is None else db.session.get(Cluster, (self.table.call.id, place))

    def settle(self) -> None:
        for ended in self.titles.keys() - set(self.places.values()):
            del self.titles[ended]

    @rule(chosen=few, title=title)
    def make(self, chosen: list[int], title: str) -> None:
        t, ids, made = self.table, self.ids(chosen), []
        done = self.attempt(lambda: made.append(service.make(t.hand, t.call, ids, title)))
        assert done == (len(ids) > 1 and not set(ids) & self.places.keys())
        if done:
            self.places |= dict.fromkeys(ids, made[0].id)
            self.titles[made[0].id] = title

    @rule(at=one, chosen=few)
    def add(self, at: int, chosen: list[int]) -> None:
        t, ids, cluster = self.table, self.ids(chosen), self.cluster(at)
        if cluster is None:
            return
        done = self.attempt(lambda: service.add(t.hand, t.call, cluster, ids))
        assert done == all(self.places.get(key, cluster.id) == cluster.id for key in ids)
        if done:
            self.places |= dict.fromkeys(ids, cluster.id)

    @rule(at=one, chosen=few)
    def take_out(self, at: int, chosen: list[int]) -> None:
        t, ids, cluster = self.table, self.ids(chosen), self.cluster(at)
        if cluster is None:
            return
        done = self.attempt(lambda: service.take_out(t.hand, t.call, cluster, ids))
        assert done == all(self.places.get(key) == cluster.id for key in ids)
        if done:
            self.places = {key: place for key, place in self.places.items() if key not in ids}
            self.settle()

    @rule(at=one, chosen=few, title=title)
    def split(self, at: int, chosen: list[int], title: str) -> None:
        t, ids, cluster, made = self.table, self.ids(chosen), self.cluster(at), []
        if cluster is None:
            return
        if self.attempt(lambda: made.append(service.split(t.hand, t.call, cluster, ids, title))):
            self.places |= dict.fromkeys(ids, made[0].id)
            self.titles[made[0].id] = title
            self.settle()

    @rule(at=one, to=one)
    def join(self, at: int, to: int) -> None:
        t, cluster, into = self.table, self.cluster(at), self.cluster(to)
        if cluster is None or into is None:
            return
        if self.attempt(lambda: service.join(t.hand, t.call, cluster, into)):
            self.places = {
                key: into.id if place == cluster.id else place for key, place in self.places.items()
            }
            self.settle()

    @rule(at=one, title=title)
    def rename(self, at: int, title: str) -> None:
        t, cluster = self.table, self.cluster(at)
        if cluster is not None and self.attempt(lambda: service.rename(t.hand, t.call, cluster, title)):
            self.titles[cluster.id] = title

    @rule()
    def undo(self) -> None:
        t = self.table
        if not self.past:
            return
        service.undo(t.hand, t.call)
        self.places, self.titles = self.past.pop()

    @rule()
    def undo_and_undo_that(self) -> None:
        t = self.table
        if self.past:
            service.undo(t.hand, t.call, service.undo(t.hand, t.call))

    @rule(at=one, who=st.integers(0, 3), wants=st.booleans())
    def vote(self, at: int, who: int, wants: bool) -> None:
        row, person = self.rows[at], self.people[who]
        if row.author_id == person.id or row.id in self.gone:
            return
        (ballots.support if wants else ballots.retract)(actor_of(person), row, self.table.call)
        (self.votes.add if wants else self.votes.discard)((row.id, person.id))

    @rule(at=one)
    def withhold_or_let_back(self, at: int) -> None:
        row = self.rows[at]
        contributions.move(row, self.table.call, State.PUBLIC if row.id in self.gone else State.WITHHELD)
        self.gone ^= {row.id}

    @invariant()
    def everyone_stands_where_the_model_says(self) -> None:
        assert queries.all_places(self.table.call.id) == self.places
        live = {row.id: row for row in queries.everything(self.table.call.id)}
        assert {key: row.title for key, row in live.items()} == self.titles
        for key, row in live.items():
            members = {one for one, place in self.places.items() if place == key} - self.gone
            people = {voter for target, voter in self.votes if target in members}
            authors = {one.author_id or one.author_name for one in self.rows if one.id in members}
            assert (row.size, row.supporters) == (len(members), len(people | authors))
        assert self.supporters_kept() == {key: row.supporters for key, row in live.items() if row.supporters}

    def supporters_kept(self) -> dict[int, int]:
        rows = sa.select(ClusterPerson.cluster_id, sa.func.count()).group_by(ClusterPerson.cluster_id)
        return dict(db.session.execute(rows.where(ClusterPerson.call_id == self.table.call.id)).all())

    @invariant()
    def no_word_and_no_vote_is_touched(self) -> None:
        call_id = self.table.call.id
        words = db.session.scalars(
            sa.select(Revision.body).where(Revision.call_id == call_id).order_by(Revision.contribution_id)
        )
        assert list(words) == [*(f"第{n}条" for n in range(COUNT - 1)), "没有账号的人"]
        held = {(row.id, voter) for row in self.rows for target, voter in self.votes if target == row.id}
        assert held == self.votes


@pytest.mark.parametrize("examples", [30])
def test_any_acts_leave_what_the_model_says(app: Flask, examples: int) -> None:
    run_state_machine_as_test(
        lambda: Acts(app),
        settings=settings(
            max_examples=examples,
            stateful_step_count=14,
            suppress_health_check=list(HealthCheck),
        ),
    )
