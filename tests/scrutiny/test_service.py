"""Votes set aside by two people: counts follow, nothing goes, it can be undone; traces are sealed and go in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from cocreate.ballots import queries as ballots
from cocreate.ballots import service as supporting
from cocreate.ballots.models import Vote, VoteEvent
from cocreate.clusters import queries as clusters
from cocreate.clusters import service as grouping
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.i18n import use_language
from cocreate.core.origin import Origin, network_of
from cocreate.polls import queries as polls
from cocreate.polls import service as voting
from cocreate.polls.models import Method, PollEvent, PollMark
from cocreate.scrutiny import queries, sealing, service
from cocreate.scrutiny.models import DecisionState, VoteTrace
from cocreate.scrutiny.rules import SignalKind
from tests.factories import actor_of, make_call, make_contribution, make_member, make_user
from tests.polls.making import make_poll, options_of

ADDRESS, BROWSER = "198.51.100.7", "One browser/1.0"


@pytest.fixture(autouse=True)
def english(db_session: Any) -> Iterator[None]:
    """Refusals are said in English here."""
    with use_language("en"):
        yield


def rows(table: type[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def from_one_device(app: Any, act: Any) -> None:
    """Do it as a request from always the same place would."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": ADDRESS}, headers={"User-Agent": BROWSER}):
        act()
        db.session.flush()


@pytest.fixture
def staff() -> Any:
    """A call with two supervisors."""
    call = make_call()
    return (
        call,
        actor_of(make_member(call.agency, "supervisor")),
        actor_of(make_member(call.agency, "approver")),
    )


def stuffed(app: Any, call: Any, method: Method = Method.APPROVAL, **changes: Any) -> Any:
    """A ballot with four honest sheets and five from one device."""
    poll, _call = make_poll(method, call=call, options=4, **changes)
    ids = options_of(poll)
    for n in range(4):
        voting.cast(actor_of(make_user()), poll, call, {ids[n]: 1})
    stuffers = [make_user() for _ in range(5)]
    for one in stuffers:
        from_one_device(app, lambda one=one: voting.cast(actor_of(one), poll, call, {ids[0]: 1, ids[1]: 1}))
    return poll, stuffers


def the_device(supervisor: Any, call: Any, number: int = 1) -> Any:
    which = queries.get_round(call, number)
    return which, next(one for one in service.look(supervisor, which, call) if one.kind is SignalKind.DEVICE)


def test_one_proposes_another_confirms_and_the_count_follows(app, staff) -> None:
    call, supervisor, approver = staff
    poll, stuffers = stuffed(app, call)
    ids = options_of(poll)
    before, held = polls.counts(poll), (rows(PollMark), rows(PollEvent))
    which, signal = the_device(supervisor, call)
    assert signal.voters == {one.id for one in stuffers}
    decision = service.propose(supervisor, which, call, [signal.key], "五个账户出自同一部手机。")
    assert polls.counts(poll) == before
    with pytest.raises(Denied, match="Somebody else"):
        service.confirm(supervisor, decision, call)
    service.confirm(approver, decision, call)
    assert (decision.people, decision.votes) == (5, 10)
    assert polls.counts(poll) == {(one, 1): 1 for one in ids} | {polls.VOTERS: 4}
    assert len(list(polls.sheets(poll))) == 4
    assert (rows(PollMark), rows(PollEvent)) == held
    found = polls.audit(call.id)
    assert (found.tallies_equal, found.current) == (True, 4)
    assert [one.number for one in queries.confirmed(call.id, poll.id)] == [1]
    with pytest.raises(Denied, match="set aside"):
        voting.cast(actor_of(stuffers[0]), poll, call, {ids[3]: 1})
    with pytest.raises(Denied, match="decided already"):
        service.confirm(approver, decision, call)


def test_what_was_set_aside_is_counted_again_by_the_same_way(app, staff) -> None:
    call, supervisor, approver = staff
    poll, _stuffers = stuffed(app, call)
    before = polls.counts(poll)
    which, signal = the_device(supervisor, call)
    decision = service.propose(supervisor, which, call, [signal.key], "同一部手机。")
    with pytest.raises(Conflict, match="are counted"):
        service.propose_restoring(approver, decision, call, "弄错了。")
    service.confirm(approver, decision, call)
    undoing = service.propose_restoring(approver, decision, call, "是一家养老院的公用平板。")
    with pytest.raises(Conflict, match="proposed already"):
        service.propose_restoring(supervisor, decision, call, "再来一次。")
    service.confirm(supervisor, undoing, call)
    assert polls.counts(poll) == before
    assert (undoing.people, undoing.votes) == (5, 10)
    assert polls.audit(call.id).tallies_equal


def test_support_is_set_aside_and_counted_again(app, staff) -> None:
    call, supervisor, approver = staff
    target, other = make_contribution(call), make_contribution(call)
    editor = actor_of(make_member(call.agency))
    cluster = grouping.make(editor, call, [target.id, other.id], "都要装电梯")
    supporting.support(actor_of(make_user()), target, call)
    stuffers = [make_user() for _ in range(4)]
    for one in stuffers:
        from_one_device(app, lambda one=one: supporting.support(actor_of(one), target, call))
    events, people = rows(VoteEvent), cluster.supporters
    which, signal = the_device(supervisor, call, 0)
    decision = service.propose(supervisor, which, call, [signal.key], "同一部手机。")
    service.confirm(approver, decision, call)
    db.session.expire_all()
    assert ballots.tallies(call.id, [target.id]) == {target.id: 1}
    assert clusters.get(call.id, cluster.number).supporters == people - 4
    assert (rows(Vote), rows(VoteEvent)) == (5, events + 4)
    assert ballots.audit(call.id).tallies_equal
    with pytest.raises(Denied, match="set aside"):
        supporting.support(actor_of(stuffers[0]), target, call)
    assert supporting.retract(actor_of(stuffers[0]), target, call) == 0
    service.confirm(supervisor, service.propose_restoring(approver, decision, call, "弄错了。"), call)
    assert ballots.tallies(call.id, [target.id]) == {target.id: 5}
    assert ballots.audit(call.id).tallies_equal
    assert supporting.retract(actor_of(stuffers[0]), target, call) == -1


def test_refusing_leaves_everything_as_it_is(app, staff) -> None:
    call, supervisor, approver = staff
    poll, _stuffers = stuffed(app, call)
    before = polls.counts(poll)
    which, signal = the_device(supervisor, call)
    decision = service.propose(supervisor, which, call, [signal.key], "同一部手机。")
    with pytest.raises(Invalid, match="reason"):
        service.refuse(approver, decision, call, " ")
    service.refuse(approver, decision, call, "这是社区中心的公用电脑。")
    assert decision.state is DecisionState.REFUSED
    assert polls.counts(poll) == before
    assert queries.confirmed(call.id) == []


@pytest.mark.parametrize(
    ("chosen", "reason", "field"),
    [
        ([], "有理由", "signals"),
        (["device-00000000"], "有理由", "signals"),
        (None, " ", "reason"),
        (None, "长" * 2001, "reason"),
    ],
)
def test_proposals_that_are_refused(app, staff, chosen, reason, field) -> None:
    call, supervisor, _approver = staff
    stuffed(app, call)
    which, signal = the_device(supervisor, call)
    with pytest.raises(Invalid) as refusal:
        service.propose(supervisor, which, call, [signal.key] if chosen is None else chosen, reason)
    assert field in refusal.value.fields


@pytest.mark.parametrize("role", ["editor", "moderator", None])
def test_others_don_t_review_votes(app, staff, role) -> None:
    call, supervisor, _approver = staff
    stuffed(app, call)
    which, signal = the_device(supervisor, call)
    other = actor_of(make_member(call.agency, role) if role else make_user())
    with pytest.raises(Denied):
        service.look(other, which, call)
    with pytest.raises(Denied):
        service.propose(other, which, call, [signal.key], "有理由")


def test_a_secret_ballot_leaves_no_trace_and_nothing_to_set_aside(app, staff) -> None:
    call, supervisor, _approver = staff
    stuffed(app, call, is_secret=True)
    which = queries.get_round(call, 1)
    assert rows(VoteTrace) == 0
    assert service.look(supervisor, which, call) == []
    with pytest.raises(Denied, match="secret ballot"):
        service.propose(supervisor, which, call, ["device-1"], "有理由")


def test_traces_are_sealed_and_shown_only_as_digests_of_their_ballot(app, staff) -> None:
    call, supervisor, _approver = staff
    stuffed(app, call)
    stuffed(app, call)
    sealed = list(db.session.scalars(sa.select(VoteTrace)))
    assert len(sealed) == 10
    assert not any(ADDRESS.encode() in one.sealed or b"browser" in one.sealed for one in sealed)
    first, second = (queries.traces(queries.get_round(call, number)) for number in (1, 2))
    assert len({one.network for one in first}) == len({one.device for one in first}) == 1
    assert {one.network for one in first} != {one.network for one in second}
    whose = f"{call.id}.{sealed[0].poll_id}.{sealed[0].voter_id}"
    assert sealing.unseal(sealed[0].sealed, whose).network == ADDRESS
    with pytest.raises(InvalidTag):
        sealing.unseal(sealed[0].sealed, whose + "1")
    _which, signal = the_device(supervisor, call)
    assert ADDRESS not in str(signal.evidence)


def test_traces_go_when_neither_ballot_nor_review_needs_them(app, staff) -> None:
    call, supervisor, approver = staff
    poll, _stuffers = stuffed(app, call)
    which, signal = the_device(supervisor, call)
    assert service.forget_due() == 0
    poll.closes_at = now() - timedelta(days=40)
    decision = service.propose(supervisor, which, call, [signal.key], "同一部手机。")
    assert service.forget_due() == 0
    service.confirm(approver, decision, call)
    assert service.forget_due() == 5
    assert rows(VoteTrace) == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_which_network_an_address_belongs_to(address: str, network: str) -> None:
    assert network_of(address) == network
    assert Origin(network, "") == Origin(network_of(address), "")
