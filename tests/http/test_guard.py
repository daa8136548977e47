"""Requests that other sites make are refused; security headers stand on every answer."""

from __future__ import annotations

import pytest

from cocreate.ballots import queries as ballots
from cocreate.contributions import queries as contributions
from tests.factories import make_call, make_contribution, make_user

URL = "/contributions/{}/support"


def votes(number: str) -> int:
    row = contributions.get(number)
    return ballots.tallies(row.call_id, [row.id]).get(row.id, 0)


@pytest.fixture
def number(db_session) -> str:
    return make_contribution(make_call()).number


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Referer": "https://evil.example/page"}, 403),
    ],
)
def test_another_site_can_do_nothing(client, db_session, number, headers, status) -> None:
    client.sign_in(make_user())
    assert client.post(URL.format(number), headers=headers).status_code == status
    assert votes(number) == 0


@pytest.mark.parametrize("token", ["forged", ""])
def test_a_forged_token_does_nothing(client, db_session, number, token) -> None:
    client.sign_in(make_user())
    client.post(URL.format(number), headers={"X-CSRFToken": token})
    assert votes(number) == 0


def test_the_right_token_does_it(client, db_session, number) -> None:
    client.sign_in(make_user())
    client.post(URL.format(number), headers={"Origin": "http://localhost"})
    assert votes(number) == 1


def test_every_answer_has_its_headers(client) -> None:
    for path in ("/", "/nowhere", "/healthz"):
        headers = client.get(path).headers
        assert "'unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_no_address_changes_anything_by_get(app) -> None:
    acts = {"withdraw", "support", "publish", "decide", "sign_out"}
    found = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[-1] in acts and rule.methods and "POST" not in rule.methods
    ]
    assert found == []
