"""What somebody with bad intentions sends: numbers of others' words, odd keys, cookies that lie, clicks at the same moment."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import sqlalchemy as sa

from cocreate.calls.models import Stage
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.search import service as search
from tests.factories import make_call, make_contribution, make_member, make_user
from tests.services.site import session_cookie

SECRET = "我家住在三号楼，门牌号不想让人知道。"


@pytest.fixture
def call(db_session):
    call = make_call(title="老旧小区加装电梯")
    db_session.commit()
    return call


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.WITHHELD, State.WITHDRAWN])
@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.COMMENT])
def test_nobody_reads_hidden_words_by_answering_them(call, client, db_session, state, kind) -> None:
    shown = make_contribution(call, title="每层都停")
    root = {"root_id": shown.id} if kind is Kind.COMMENT else {}
    hidden = make_contribution(call, body=SECRET, state=state, kind=kind, **root)
    db_session.commit()
    page = client.get(f"/contributions/{shown.number}/comment?to={hidden.number}")
    assert page.status_code == 404
    assert SECRET not in page.text


ODD = ("²", "٣", "9" * 5000, "-1", "%00", "%ED%A0%80", "9" * 18, "1e9")


@pytest.mark.parametrize(
    "address",
    [
        "/calls/{slug}?clause=",
        "/calls/{slug}?after=",
        "/calls/{slug}?from=",
        "/calls/{slug}?sort=newest&after=",
        "/calls/{slug}/contributions/new?clause=",
        "/calls/{slug}/contributions/similar?text=",
        "/calls/{slug}/outcome?after=",
        "/calls?after=",
        "/contributions/{number}?after=",
        "/contributions/{number}/comment?to=",
        "/search?q=电梯&after=0-",
        "/lookup?code=ABCD&number=",
        "/media/",
    ],
)
def test_odd_keys_are_no_error_of_ours(call, client, db_session, address) -> None:
    one = make_contribution(call, title="每层都停")
    db_session.commit()
    end = "/original/a.png" if address == "/media/" else ""
    for key in ODD:
        page = client.get(address.format(slug=call.slug, number=one.number) + key + end)
        assert page.status_code < 500, key[:20]


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 5000])
def test_an_id_no_database_can_hold_is_not_there(call, client, db_session, digits) -> None:
    client.sign_in(make_member(call.agency, "editor"))
    assert client.post(f"/desk/calls/{call.slug}/downloads/{digits}/remove").status_code in (303, 404)
    assert client.get(f"/media/{digits}/original/a.png").status_code == 404


@pytest.mark.parametrize("name", ["{} ", " {}\t", "{}"])
def test_a_draft_is_not_kept_as_everybodys_page(call, client, app, name) -> None:
    address = f"/calls/{call.slug}"
    client.post(f"{address}/contributions/new", data={"body": SECRET, "act": "draft"})
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    header = f"{name.format(cookie.key)}={cookie.value}"
    own = app.test_client(use_cookies=False).get(address, headers={"Cookie": header})
    assert SECRET in own.text
    assert SECRET not in app.test_client().get(address).text


@pytest.mark.parametrize("lie", ["xmode=elder", "a=mode=elder", 'mode="elder"'])
def test_a_lying_cookie_changes_nobody_elses_page(call, app, lie) -> None:
    plain, elder = (app.test_client(use_cookies=False) for _ in range(2))
    plain.get("/calls", headers={"Cookie": lie})
    assert 'data-mode="elder"' not in plain.get("/calls").text
    assert 'data-mode="elder"' in elder.get("/calls", headers={"Cookie": "mode=elder"}).text


def test_clicks_at_the_same_moment_send_one_contribution(call, live_server, db_session, app) -> None:
    author = make_user()
    db_session.commit()
    cookie = session_cookie(app, author)
    browser = requests.Session()
    browser.cookies.set(cookie["name"], cookie["value"])
    address = f"{live_server.url}/calls/{call.slug}/contributions/new"
    fields = dict(re.findall(r'name="(key|csrf_token)"[^>]*value="([^"]*)"', browser.get(address).text))
    form = fields | {"body": "每层都停一停，坡道要够宽。", "act": "send"}

    def click(_number: int) -> tuple[int, str | None]:
        answer = requests.post(address, form, cookies=browser.cookies, allow_redirects=False, timeout=30)
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(6) as crowd:
        answers = set(crowd.map(click, range(6)))
    db_session.rollback()
    [number] = db_session.scalars(sa.select(Contribution.number)).all()
    assert answers == {(303, f"/contributions/{number}/receipt")}


def test_nothing_changes_after_the_result_is_out(client, db_session) -> None:
    author = make_user()
    one = make_contribution(make_call(stage=Stage.PUBLISHED), author=author, state=State.RETURNED)
    client.sign_in(author)
    assert (
        client.post(f"/contributions/{one.number}/revise", data={"body": "换一种说法。"}).status_code == 403
    )
    db_session.expire_all()
    assert one.state is State.RETURNED


def test_an_index_that_lags_shows_nothing_hidden(call, client, db_session) -> None:
    hidden = make_contribution(call, title="三号楼门牌", body=SECRET, state=State.WITHHELD)
    search.put(call.id, [search.Text(hidden.id, hidden.title, hidden.body)])
    db_session.commit()
    assert "三号楼门牌" not in client.get("/search?q=门牌号").text
    similar = client.get(f"/calls/{call.slug}/contributions/similar", query_string={"text": SECRET})
    assert "三号楼门牌" not in similar.text


def test_a_page_with_two_slashes_leads_nowhere_else(call, client) -> None:
    client.sign_in(make_user())
    headers = {"Referer": "http://localhost//evil.example/", "X-CSRFToken": "old"}
    answer = client.post(f"/calls/{call.slug}/follow", headers=headers)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
