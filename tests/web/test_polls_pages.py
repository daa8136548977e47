"""Ballots in the browser's words: each method filled in, refused with what was typed kept, counted, shown, checked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.polls import queries, service
from cocreate.polls.models import Method, Showing
from tests.factories import actor_of, make_call, make_member, make_user
from tests.polls.making import make_poll, options_of

GOOD = {
    Method.UP_DOWN: ({0: "1", 1: "-1"}, {0: 1, 1: -1}),
    Method.POINTS: ({0: "7", 1: "", 2: "3"}, {0: 7, 2: 3}),
    Method.APPROVAL: ({1: "y", 2: "y"}, {1: 1, 2: 1}),
    Method.RANKING: ({2: "1", 0: "2", 1: ""}, {2: 1, 0: 2}),
    Method.BUDGET: ({0: "y", 1: "y"}, {0: 1, 1: 1}),
}
BAD = [
    (Method.UP_DOWN, {0: "5"}, "Not a valid choice"),
    (Method.POINTS, {0: "7", 1: "4"}, "You gave 11 points"),
    (Method.POINTS, {0: "-2"}, "whole numbers"),
    (Method.POINTS, {0: "seven"}, "Not a valid"),
    (Method.APPROVAL, {0: "y", 1: "y", 2: "y"}, "at most 2 can be chosen"),
    (Method.RANKING, {0: "1", 1: "1"}, "Two options have place 1"),
    (Method.RANKING, {0: "1", 1: "3"}, "Place 2 is empty"),
    (Method.BUDGET, {0: "y", 1: "y", 2: "y"}, "40 more than the budget"),
]


def fields(poll, typed) -> dict[str, str]:
    ids = options_of(poll)
    return {f"o{ids[place]}": value for place, value in typed.items()}


def ballot(method: Method, **changes):
    """A ballot with three options, its address, and a signed-in voter."""
    poll, call = make_poll(method, options=3, **changes)
    voter = make_user()
    db.session.commit()
    return poll, call, voter, f"/en/calls/{call.slug}/ballots/{poll.number}"


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("method", list(GOOD))
def test_each_method_is_filled_in_and_shown_again(client, method) -> None:
    poll, _call, voter, address = ballot(method)
    typed, sheet = GOOD[method]
    assert "sign in" in client.get(address).text
    client.sign_in(voter)
    sent = client.post(address, data=fields(poll, typed))
    assert sent.status_code == 303
    ids = options_of(poll)
    assert queries.marks_of(poll, voter.id) == {ids[place]: value for place, value in sheet.items()}
    assert client.get(address).status_code == 200
    assert client.post(address, data={"act": "withdraw"}).status_code == 303
    assert queries.marks_of(poll, voter.id) == {}
    assert queries.counts(poll) == {}


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize(("method", "typed", "why"), BAD)
def test_what_is_refused_is_kept_with_the_reason(client, method, typed, why) -> None:
    poll, _call, voter, address = ballot(method)
    client.sign_in(voter)
    refused = client.post(address, data=fields(poll, typed))
    assert refused.status_code == 422
    assert why in refused.text
    if method is Method.BUDGET:
        assert refused.text.count("<input checked") == 3
    assert queries.counts(poll) == {}


@pytest.mark.usefixtures("db_session")
def test_statements_come_one_by_one_and_marks_can_be_changed(client) -> None:
    poll, call, voter, address = ballot(Method.OPINION)
    client.sign_in(voter)
    ids = options_of(poll)
    assert "0 of 3 statements" in client.get(address).text
    for option in ids:
        assert client.post(address, data={"option": option, "value": "0"}).status_code == 303
    done = client.get(address).text
    assert "every statement" in done
    assert client.post(address, data={"option": ids[0], "value": "-1"}).status_code == 303
    assert client.post(address, data={"option": ids[1], "value": ""}).status_code == 303
    assert queries.marks_of(poll, voter.id) == {ids[0]: -1, ids[2]: 0}
    assert client.post(address, data={"option": ids[0], "value": "9"}).status_code == 422
    assert client.post(address, data={"option": "x", "value": "1"}).status_code == 422
    assert client.post(address, data={"option": 4, "value": "1"}).status_code == 422
    assert queries.audit(call.id).tallies_equal


@pytest.mark.usefixtures("db_session")
def test_a_guest_is_asked_to_sign_in_and_what_was_marked_is_kept(client) -> None:
    poll, _call, _voter, address = ballot(Method.POINTS)
    asked = client.post(address, data=fields(poll, {0: "7"}))
    assert asked.status_code == 303
    assert "sign-in" in asked.location
    assert 'value="7"' in client.get(address).text
    assert queries.counts(poll) == {}


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("method", list(Method))
def test_a_result_is_hidden_until_it_is_approved_and_can_be_counted_anew(client, method) -> None:
    poll, call, voter, address = ballot(method)
    ids = options_of(poll)
    sheet = GOOD.get(method, ({}, {0: 1, 1: -1, 2: 0}))[1]
    for user in [voter, *(make_user() for _ in range(5))]:
        service.cast(actor_of(user), poll, call, {ids[place]: value for place, value in sheet.items()})
    approver = make_member(call.agency, "approver")
    db.session.commit()
    client.sign_in(approver)
    assert client.get(f"{address}/result").status_code == 403
    poll.closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert "until the result is approved" in client.get(f"{address}/result").text
    client.sign_in(voter)
    assert client.get(f"{address}/result").status_code == 403
    assert client.get(f"{address}/votes").status_code == 403
    client.sign_in(approver)
    desk = f"/en/desk/calls/{call.slug}/ballots/{poll.number}"
    assert client.post(f"{desk}/approve").status_code == 303
    client.sign_in(voter)
    shown = client.get(f"{address}/result")
    assert shown.status_code == 200
    assert "6 people voted." in shown.text
    file = client.get(f"{address}/votes")
    assert "attachment" in file.headers["Content-Disposition"]
    assert str(voter.id) not in file.text


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("method", list(Method))
def test_a_result_nobody_voted_for(client, method) -> None:
    _poll, _call, _voter, address = ballot(method, showing=Showing.LIVE)
    assert "Nobody voted" in client.get(f"{address}/result").text
    assert client.get(f"{address}/votes").status_code == 200


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("rule", ["schulze", "stv"])
def test_how_a_ranking_came_about_is_shown(client, rule) -> None:
    poll, call, _voter, address = ballot(
        Method.RANKING, showing=Showing.LIVE, settings={"rule": rule, "seats": 1}
    )
    ids = options_of(poll)
    service.cast(actor_of(make_user()), poll, call, {ids[1]: 1, ids[0]: 2})
    db.session.commit()
    shown = client.get(f"{address}/result").text
    assert "How it came about" in shown
    assert "The quota is 1 votes" in shown or rule == "schulze"


@pytest.mark.usefixtures("db_session")
def test_an_editor_sets_up_a_ballot_and_makes_it_stricter(client) -> None:
    call = make_call()
    editor = make_member(call.agency)
    db.session.commit()
    client.sign_in(editor)
    desk = f"/en/desk/calls/{call.slug}/ballots"
    assert client.get(desk).status_code == 200
    typed = {
        "question": "钱给谁？",
        "method": "budget",
        "options": "长椅 | 30,000\n路灯｜50000",
        "budget": "20000",
        "rule": "stv",
        "money_rule": "mes",
        "opens_on": now().date().isoformat(),
        "closes_on": (now() + timedelta(days=9)).date().isoformat(),
        "electorate": "standard",
        "showing": "live",
    }
    refused = client.post(desk, data=typed)
    assert refused.status_code == 422
    assert "costs more than the whole budget" in refused.text
    assert "长椅 | 30,000" in refused.text
    assert client.post(desk, data=typed | {"budget": "80000"}).status_code == 303
    poll = queries.get(call.id, 1)
    assert [(one.title, one.cost) for one in queries.options(poll)] == [("长椅", 30000), ("路灯", 50000)]
    address = f"{desk}/1"
    assert client.post(address, data={"showing": "after_close", "reason": ""}).status_code == 422
    assert (
        client.post(address, data={"showing": "after_close", "reason": "以免影响投票。"}).status_code == 303
    )
    assert client.post(address, data={"showing": "live", "reason": "想看。"}).status_code == 422
    assert "以免影响投票。" in client.get(f"/en/calls/{call.slug}/ballots/1").text
    client.sign_in(make_user())
    assert client.get(desk).status_code == 403


@pytest.mark.usefixtures("db_session")
def test_pages_cost_the_same_whatever_the_number(client, statements) -> None:
    def cost(options: int) -> list[int]:
        call = make_call()
        polls = [
            make_poll(method, call=call, options=options, showing=Showing.LIVE)[0]
            for method in (Method.BUDGET, Method.OPINION, Method.RANKING)
        ]
        voters = [make_user() for _ in range(options)]
        for voter in voters:
            ids = options_of(polls[0])
            service.cast(actor_of(voter), polls[0], call, {ids[0]: 1})
            service.mark(actor_of(voter), polls[1], call, options_of(polls[1])[0], 1)
        db.session.commit()
        client.sign_in(voters[0])
        found = []
        for path in ("", "/1", "/1/result", "/2", "/2/result", "/3"):
            address = f"/en/calls/{call.slug}/ballots{path}"
            client.get(address)
            with statements() as seen:
                assert client.get(address).status_code == 200
            found.append(len(seen))
        return found

    few = cost(2)
    assert cost(6) == few
    assert max(few) <= 12


@pytest.mark.usefixtures("db_session")
def test_a_call_leads_to_its_ballots_and_the_desk_to_setting_them_up(client) -> None:
    poll, call, _voter, address = ballot(Method.RANKING)
    shown = client.get(f"/en/calls/{call.slug}").text
    assert poll.question in shown
    assert f'href="{address}"' in shown
    client.sign_in(make_member(call.agency))
    assert f"/en/desk/calls/{call.slug}/ballots" in client.get(f"/en/desk/calls/{call.slug}/edit").text


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("path", ["99", "0", "999999", "1000000000000", "x", "-1"])
def test_ballots_that_are_not_there(client, path) -> None:
    _poll, call, _voter, _address = ballot(Method.UP_DOWN)
    assert client.get(f"/en/calls/{call.slug}/ballots/{path}").status_code == 404
