"""Every method against a simple model: casting, changing, withdrawing, setting aside, refusals, the close, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from cocreate.ballots import asides as support_asides
from cocreate.ballots import queries as ballots
from cocreate.ballots import service as supporting
from cocreate.calls.models import Stage
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.polls import asides, queries, service
from cocreate.polls.models import Method
from tests.factories import actor_of, make_call, make_contribution, make_user
from tests.polls.making import make_poll, options_of

PLACES = range(4)
PEOPLE = st.integers(0, 2)
BAD: dict[Method, dict[int, int]] = {
    Method.UP_DOWN: {0: 3},
    Method.OPINION: {0: 2},
    Method.POINTS: {0: 6, 1: 5},
    Method.APPROVAL: {0: 1, 1: 1, 2: 1},
    Method.RANKING: {0: 1, 1: 3},
    Method.BUDGET: {0: 1, 1: 1, 2: 1},
}


def _subsets(most: int) -> st.SearchStrategy[dict[int, int]]:
    return st.lists(st.sampled_from(PLACES), unique=True, max_size=most).map(
        lambda ones: dict.fromkeys(ones, 1)
    )


def _each(values: list[int]) -> st.SearchStrategy[dict[int, int]]:
    return st.dictionaries(st.sampled_from(PLACES), st.sampled_from(values))


SHEETS: dict[Method, st.SearchStrategy[dict[int, int]]] = {
    Method.UP_DOWN: _each([1, -1]),
    Method.OPINION: _each([1, 0, -1]),
    Method.POINTS: _each([1, 2]),  # four options with two points each are within ten
    Method.APPROVAL: _subsets(2),
    Method.RANKING: st.permutations(PLACES).flatmap(
        lambda order: st.integers(0, 4).map(lambda n: {place: at for at, place in enumerate(order[:n], 1)})
    ),
    Method.BUDGET: _subsets(1),
}


class Voting(RuleBasedStateMachine):
    """A ballot and three voters; the model is a dict of sheets."""

    method = Method.UP_DOWN
    secret = False

    @initialize()
    def open_ballot(self) -> None:
        """A ballot nobody has voted in."""
        self.poll, self.call = make_poll(self.method, options=len(PLACES), is_secret=self.secret)
        self.ids = options_of(self.poll)
        self.voters = [actor_of(make_user()) for _ in range(3)]
        self.model: dict[int, dict[int, int]] = {}
        self.aside: dict[int, int] = {}  # the decision by which a voter's sheet does not count
        self.decisions = 0
        self.acted: set[int] = set()
        db.session.commit()

    def run(self, act: Callable[[], Any]) -> Any:
        """Do it in a transaction of its own, as a request does; what was refused leaves nothing behind."""
        try:
            done = act()
            db.session.commit()
            return done
        except Exception:
            db.session.rollback()
            raise

    def refused(self, why: type[Exception], act: Callable[[], Any]) -> None:
        """See that it is refused for this reason."""
        with pytest.raises(why):
            self.run(act)

    def sheet(self, places: dict[int, int]) -> dict[int, int]:
        """The marks by option id."""
        return {self.ids[place]: value for place, value in places.items()}

    def is_open(self) -> bool:
        return self.poll.closes_at > now()

    @rule(who=PEOPLE, data=st.data())
    def cast(self, who: int, data: st.DataObject) -> None:
        """Cast, change or, with an empty sheet, withdraw."""
        sheet = self.sheet(data.draw(SHEETS[self.method]))
        act = lambda: service.cast(self.voters[who], self.poll, self.call, sheet)  # noqa: E731
        if not self.is_open() or who in self.aside:
            self.refused(Denied, act)
        elif self.secret and (who in self.model or not sheet):
            self.refused(Invalid if not sheet else Conflict, act)
        else:
            before = self.model.get(who, {})
            changed = {one for one in before.keys() | sheet.keys() if before.get(one) != sheet.get(one)}
            assert self.run(act) == len(changed)
            self.model[who] = sheet
            self.acted.add(who)

    @precondition(lambda self: not self.secret)
    @rule(who=PEOPLE)
    def withdraw(self, who: int) -> None:
        """Take everything back."""
        act = lambda: service.cast(self.voters[who], self.poll, self.call, {})  # noqa: E731
        if self.is_open() and who not in self.aside:
            self.run(act)
            self.model.pop(who, None)
            self.acted.add(who)
        else:
            self.refused(Denied, act)

    @precondition(lambda self: self.is_open())
    @rule(who=PEOPLE)
    def cast_badly(self, who: int) -> None:
        """What is no ballot of this method changes nothing."""
        sheet = self.sheet(BAD[self.method])
        self.refused(Invalid, lambda: service.cast(self.voters[who], self.poll, self.call, sheet))
        self.refused(Invalid, lambda: service.cast(self.voters[who], self.poll, self.call, {9: 1}))

    @precondition(lambda self: not self.secret)
    @rule(those=st.sets(PEOPLE))
    def set_aside(self, those: set[int]) -> None:
        """A decision takes these voters out of the count, once; who never acted has nothing to set aside."""
        self.decisions += 1
        ids = [self.voters[who].user_id for who in those]
        taken = self.run(lambda: asides.set_aside(self.poll, ids, self.decisions))
        new = [who for who in those if who in self.acted and who not in self.aside]
        sheets = [sheet for who in new if (sheet := self.model.get(who))]
        assert taken == (len(sheets), sum(map(len, sheets)))
        self.aside |= dict.fromkeys(new, self.decisions)

    @precondition(lambda self: self.aside)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """What a decision had set aside counts again."""
        decision = data.draw(st.sampled_from(sorted(set(self.aside.values()))))
        self.run(lambda: asides.restore(self.poll, decision))
        self.aside = {who: one for who, one in self.aside.items() if one != decision}

    @rule(sometimes=st.integers(0, 3))
    def close(self, sometimes: int) -> None:
        """The last moment passes; not in every sequence, or little would be cast."""
        if sometimes == 0:
            self.poll.closes_at = now() - timedelta(seconds=1)
            db.session.commit()

    @invariant()
    def tallies_equal_the_rows_and_both_the_model(self) -> None:
        """Counted anew after each step."""
        counting = {who: sheet for who, sheet in self.model.items() if sheet and who not in self.aside}
        sheets = list(counting.values())
        counts = Counter((option, value) for sheet in sheets for option, value in sheet.items())
        kept = queries.counts(self.poll)
        assert kept.pop(queries.VOTERS, 0) == len(sheets)
        assert kept == counts
        held = dict(queries.sheets(self.poll))
        if self.secret:
            assert sorted(sorted(one.items()) for one in held.values()) == sorted(
                sorted(one.items()) for one in sheets
            )
            assert not held.keys() & {one.user_id for one in self.voters}
        else:
            assert held == {self.voters[who].user_id: sheet for who, sheet in counting.items()}
        found = queries.audit(self.call.id)
        assert found.tallies_equal
        assert found.current == sum(map(len, sheets))


QUICK = settings(max_examples=12, stateful_step_count=15, suppress_health_check=list(HealthCheck))


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("method", list(SHEETS))
def test_any_sequence_of_votes_leads_where_the_model_does(method: Method) -> None:
    run_machine(type("VotingBy", (Voting,), {"method": method}), settings=QUICK)


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("method", [Method.APPROVAL, Method.RANKING, Method.BUDGET])
def test_any_sequence_of_secret_votes_leads_where_the_model_does(method: Method) -> None:
    run_machine(type("VotingSecretly", (Voting,), {"method": method, "secret": True}), settings=QUICK)


class Supporting(RuleBasedStateMachine):
    """Three contributions of a call and three supporters; the model is a set of pairs."""

    @initialize()
    def open_call(self) -> None:
        """A call that collects."""
        self.call = make_call()
        self.targets = [make_contribution(self.call) for _ in range(3)]
        self.voters = [actor_of(make_user()) for _ in range(3)]
        self.model: set[tuple[int, int]] = set()
        self.aside: dict[tuple[int, int], int] = {}
        self.decisions = 0
        self.closed = False
        db.session.commit()

    @rule(who=PEOPLE, what=PEOPLE, wants=st.booleans())
    def mark(self, who: int, what: int, wants: bool) -> None:
        """Support, or take it back; a second time changes nothing."""
        verb = supporting.support if wants else supporting.retract
        if self.closed:
            with pytest.raises(Denied):
                verb(self.voters[who], self.targets[what], self.call)
            db.session.rollback()
            return
        if wants and (who, what) in self.aside:
            with pytest.raises(Denied):
                verb(self.voters[who], self.targets[what], self.call)
            db.session.rollback()
            return
        grown = verb(self.voters[who], self.targets[what], self.call)
        db.session.commit()
        before = len(self.model)
        (self.model.add if wants else self.model.discard)((who, what))
        assert grown == len(self.model) - before

    @rule(those=st.sets(PEOPLE))
    def set_aside(self, those: set[int]) -> None:
        """All support of these people weighs nothing any more."""
        self.decisions += 1
        taken = {pair for pair in self.model if pair[0] in those}
        ids = [self.voters[who].user_id for who in those]
        counts = len({who for who, _what in taken}), len(taken)
        assert support_asides.set_aside(self.call.id, ids, self.decisions) == counts
        db.session.commit()
        self.model -= taken
        self.aside |= dict.fromkeys(taken, self.decisions)

    @precondition(lambda self: self.aside)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """What a decision had set aside weighs again."""
        decision = data.draw(st.sampled_from(sorted(set(self.aside.values()))))
        back = {pair for pair, one in self.aside.items() if one == decision}
        support_asides.restore(self.call.id, decision)
        db.session.commit()
        self.model |= back
        self.aside = {pair: one for pair, one in self.aside.items() if one != decision}

    @rule(sometimes=st.integers(0, 5))
    def close(self, sometimes: int) -> None:
        """The call no longer collects."""
        if sometimes == 0:
            self.call.stage, self.closed = Stage.ANSWERING, True
            db.session.commit()

    @invariant()
    def tallies_equal_the_rows_and_both_the_model(self) -> None:
        """Counted anew after each step."""
        found = ballots.audit(self.call.id)
        assert (found.current, found.tallies_equal) == (len(self.model), True)
        tallies = ballots.tallies(self.call.id, [one.id for one in self.targets])
        expected = Counter(self.targets[what].id for _who, what in self.model)
        assert {target: votes for target, votes in tallies.items() if votes} == expected


@pytest.mark.usefixtures("db_session")
def test_any_sequence_of_support_leads_where_the_model_does() -> None:
    run_machine(Supporting, settings=QUICK)
