"""The review of votes as its pages show it: signals, a proposal, a decision by somebody else, and what the public reads."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.core.db import db
from cocreate.polls import queries as polls
from cocreate.polls.models import Method, Showing
from cocreate.scrutiny import queries
from tests.factories import make_member, make_user
from tests.polls.making import make_poll, options_of

REASON = "五个账户出自同一部手机。"


@pytest.fixture
def stuffed(app: Any, client: Any, db_session: Any) -> Any:
    """A live ballot in which five accounts voted from one device, through the pages, and its staff."""
    poll, call = make_poll(Method.APPROVAL, options=4, showing=Showing.LIVE)
    supervisor, approver = make_member(call.agency, "supervisor"), make_member(call.agency, "approver")
    voters = [make_user() for _ in range(5)]
    ids = options_of(poll)
    db.session.commit()
    address = f"/en/calls/{call.slug}/ballots/1"
    for voter in voters:
        client.sign_in(voter)
        assert client.post(address, data={f"o{ids[0]}": "y"}).status_code == 303
    return poll, call, supervisor, approver, f"/en/desk/calls/{call.slug}/votes"


def keys(client: Any, address: str) -> list[str]:
    return [part.split('"')[0] for part in client.get(address).text.split('id="s-')[1:]]


def test_from_signal_to_the_public_count_and_back(client, stuffed) -> None:
    poll, call, supervisor, approver, desk = stuffed
    client.sign_in(supervisor)
    assert poll.question in client.get(desk).text
    shown = client.get(f"{desk}/1").text
    assert "One device, several accounts" in shown
    assert "127.0.0.1" not in shown
    (key,) = [one for one in keys(client, f"{desk}/1") if one.startswith("device")]
    sent = client.post(f"{desk}/1", data={"signals": key, "reason": REASON})
    assert sent.location.endswith("/votes/decisions/1")
    own = client.get(sent.location).text
    assert "Somebody else" in own
    assert client.post(f"{desk}/decisions/1", data={"confirm": "1"}).status_code == 403
    client.sign_in(approver)
    assert "5 people are concerned." in client.get(f"{desk}/decisions/1").text
    assert client.post(f"{desk}/decisions/1", data={"confirm": "1"}).status_code == 303
    assert polls.counts(poll) == {}
    client.sign_out()
    for path in ("set-aside", "1/result"):
        told = client.get(f"/en/calls/{call.slug}/ballots/{path}").text
        assert "5 votes of 5 people are not counted." in told
        assert REASON in told
    client.sign_in(approver)
    back = client.post(f"{desk}/decisions/1", data={"undo": "1", "remark": "是养老院的平板。"})
    client.sign_in(supervisor)
    assert client.post(back.location, data={"confirm": "1"}).status_code == 303
    assert polls.counts(poll)[polls.VOTERS] == 5
    assert "are counted again" in client.get(f"/en/calls/{call.slug}/ballots/set-aside").text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reason": REASON}, "at least one signal"),
        ({"signals": "device-1", "reason": REASON}, "not a valid choice"),
        ({"signals": "*", "reason": ""}, "give the reason"),
    ],
)
def test_a_proposal_that_is_refused_keeps_what_was_typed(client, stuffed, fields, why) -> None:
    _poll, call, supervisor, _approver, desk = stuffed
    client.sign_in(supervisor)
    if fields.get("signals") == "*":
        fields = {**fields, "signals": keys(client, f"{desk}/1")[0]}
    refused = client.post(f"{desk}/1", data=fields)
    assert refused.status_code == 422
    assert why in refused.text
    assert fields["reason"] in refused.text
    assert queries.decisions(call.id) == []


def test_refusing_needs_a_reason_and_leaves_the_votes(client, stuffed) -> None:
    poll, _call, supervisor, approver, desk = stuffed
    client.sign_in(supervisor)
    client.post(f"{desk}/1", data={"signals": keys(client, f"{desk}/1")[0], "reason": REASON})
    client.sign_in(approver)
    refused = client.post(f"{desk}/decisions/1", data={"refuse": "1", "remark": " "})
    assert refused.status_code == 422
    assert "give the reason" in refused.text
    assert client.post(f"{desk}/decisions/1", data={"refuse": "1", "remark": "公用电脑。"}).status_code == 303
    assert "公用电脑。" in client.get(f"{desk}/decisions/1").text
    assert polls.counts(poll)[polls.VOTERS] == 5


def test_secret_ballots_and_quiet_ones_say_so(client, db_session) -> None:
    secret, call = make_poll(Method.APPROVAL, is_secret=True)
    make_poll(Method.APPROVAL, call=call)
    supervisor = make_member(call.agency, "supervisor")
    db.session.commit()
    client.sign_in(supervisor)
    desk = f"/en/desk/calls/{call.slug}/votes"
    assert "secret ballot" in client.get(f"{desk}/{secret.number}").text
    assert "Nothing stands out." in client.get(f"{desk}/2").text
    assert "Nothing stands out." in client.get(f"{desk}/0").text
    assert "Every vote that was cast counts." in client.get(f"/en/calls/{call.slug}/ballots/set-aside").text
    for path in ("9", "decisions/1", "x"):
        assert client.get(f"{desk}/{path}").status_code == 404


def test_pages_cost_the_same_whatever_the_number(client, stuffed, statements) -> None:
    _poll, call, supervisor, _approver, desk = stuffed
    client.sign_in(supervisor)

    def cost() -> list[int]:
        found = []
        for path in (desk, f"{desk}/1", f"/en/calls/{call.slug}/ballots/set-aside"):
            with statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    few = cost()
    for _ in range(3):
        client.post(f"{desk}/1", data={"signals": keys(client, f"{desk}/1")[0], "reason": REASON})
    assert cost() == few
    assert max(few) <= 12
