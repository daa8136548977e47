"""Who sends too often is asked to wait; reading is never limited."""

from __future__ import annotations

import pytest

from cocreate.http.limits import limiter
from tests.factories import make_user


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
