"""Who sends too often is asked to wait; reading is never limited."""

from __future__ import annotations

import pytest

from cocreate.core.db import db
from cocreate.http.limits import limiter
from cocreate.web.contributions.receipts import code_of
from tests.factories import make_contribution, make_user


@pytest.fixture
def net(app):
    app.config["POSTS_ARE_LIMITED"] = True
    limiter.reset()
    yield
    limiter.reset()


def test_the_hundred_and_twenty_first_post_of_a_minute_is_refused(client, app, db_session, net) -> None:
    client.sign_in(make_user())
    codes = [client.post("/preferences/mode", data={"mode": "elder"}).status_code for _ in range(121)]
    assert 429 not in codes[:120]
    assert codes[120] == 429
    assert client.get("/").status_code == 200
    other = app.test_client()
    other.sign_in(make_user())
    assert other.post("/preferences/mode", data={"mode": "elder"}).status_code != 429


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_guesses_look_up_codes_is_stopped_and_who_knows_theirs_is_not(
    client, app, db_session, net, method: str
) -> None:
    mine = make_contribution()
    db.session.commit()
    right = {"number": mine.number, "code": code_of(mine)}

    def ask(asked: dict[str, str]) -> int:
        where = {"query_string": asked} if method == "GET" else {"data": asked}
        return client.open("/lookup", method=method, **where).status_code

    for _time in range(3):
        assert ask(right) == 200
    wrong = [ask(right | {"code": f"wrong-{at}"}) for at in range(31)]
    assert wrong == [422] * 30 + [429]
    assert ask(right) == 429
