"""What citizens do: write, keep, send, comment, support, change, withdraw, and find it again without an account."""

from __future__ import annotations

import re

import pytest

from cocreate.calls.models import Clause, Stage
from cocreate.contributions import queries
from cocreate.contributions.models import Draft, State
from cocreate.core.db import db
from cocreate.web.contributions.receipts import code_of
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user
from tests.hostile import strings

WORDS = "楼道太窄，担架转不过弯，井道要留够尺寸。"


@pytest.fixture
def call(db_session):
    return make_call()


def _sent(call):
    return queries.of_call(call.id).items


def _form(client, call) -> dict[str, str]:
    """The fields that the page gave this browser."""
    page = client.get(f"/calls/{call.slug}/contributions/new").text
    return dict(re.findall(r'name="(key|csrf_token)"[^>]*value="([^"]*)"', page))


def test_sending_ends_in_a_receipt(call, client) -> None:
    client.sign_in(make_user("张祥瑞"))
    answer = client.post(f"/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"})
    [sent] = _sent(call)
    assert answer.status_code == 303
    assert answer.location == f"/contributions/{sent.number}/receipt"
    slip = client.get(answer.location).text
    assert sent.number in slip
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", slip)
    assert sent.digest.partition(":")[2][:8] in slip
    assert sent.body == WORDS
    assert sent.state is State.IN_REVIEW


def test_only_its_author_holds_the_receipt(call, client) -> None:
    sent = make_contribution(call, author=make_user())
    assert client.get(f"/contributions/{sent.number}/receipt").status_code == 403
    client.sign_in(make_user())
    assert client.get(f"/contributions/{sent.number}/receipt").status_code == 403


def test_a_double_click_sends_once_and_other_words_are_sent_too(call, client) -> None:
    client.sign_in(make_user())
    fields = _form(client, call) | {"act": "send"}
    for body in (WORDS, WORDS, WORDS + "还有坡道。"):
        assert (
            client.post(f"/calls/{call.slug}/contributions/new", data=fields | {"body": body}).status_code
            == 303
        )
    assert [one.body for one in _sent(call)] == [WORDS, WORDS + "还有坡道。"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"body": ""}, "Please write something first."),
        ({"body": "长" * 5001}, "at most 5000 fit"),
        ({"body": WORDS, "title": "题" * 61}, "at most 60 characters"),
        ({"body": WORDS, "clause_id": "12345"}, "Please choose a clause of this draft."),
        ({"body": WORDS, "clause_id": "none"}, "Please choose a clause of this draft."),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(call, client, typed, why: str) -> None:
    client.sign_in(make_user())
    page = client.post(f"/en/calls/{call.slug}/contributions/new", data=typed | {"act": "send"})
    assert page.status_code == 422
    assert why in page.text
    assert 'aria-invalid="true"' in page.text
    assert typed["body"] in page.text
    assert not _sent(call)


@pytest.mark.parametrize(
    ("person", "why"),
    [({"verified": False}, "verify a mobile number"), ({"terms_version": "0"}, "terms and privacy rules")],
)
def test_who_may_not_send_yet_is_told_on_the_same_page(call, client, person, why: str) -> None:
    client.sign_in(make_user(**person))
    page = client.post(f"/en/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"})
    assert page.status_code == 422
    assert why in page.text
    assert WORDS in page.text


def test_a_guest_is_asked_to_sign_in_and_finds_the_words_again(call, client) -> None:
    answer = client.post(f"/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"})
    assert answer.status_code == 303
    assert "/sign-in?next=" in answer.location
    assert WORDS in client.get(f"/calls/{call.slug}/contributions/new").text
    assert not _sent(call)


def test_a_closed_call_takes_nothing_and_loses_nothing(db_session, client) -> None:
    call = make_call(stage=Stage.ANSWERING)
    client.sign_in(make_user())
    page = client.post(f"/en/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"})
    assert page.status_code == 422
    assert "not taking contributions now" in page.text
    assert WORDS in page.text


@pytest.mark.parametrize("is_guest", [True, False])
def test_a_draft_is_kept_and_stands_in_the_form_again(call, client, is_guest: bool) -> None:
    if not is_guest:
        client.sign_in(make_user())
    typed = {"body": WORDS, "title": "担架", "is_private": "y", "act": "draft"}
    answer = client.post(f"/calls/{call.slug}/contributions/new", data=typed)
    assert answer.status_code == 303
    for address in (answer.location, f"/calls/{call.slug}"):
        page = client.get(address).text
        assert WORDS in page
        assert 'value="担架"' in page
        assert re.search(r'<input[^>]* checked [^>]*name="is_private"', page)


def test_a_draft_is_kept_without_a_reload_and_gone_once_it_is_sent(call, client) -> None:
    client.sign_in(make_user())
    saved = client.post(
        f"/calls/{call.slug}/contributions/new",
        data={"body": WORDS, "act": "draft"},
        headers={"Accept": "application/json"},
    )
    assert set(saved.json) == {"saved"}
    assert db.session.query(Draft).count() == 1
    client.post(f"/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"})
    assert db.session.query(Draft).count() == 0


def test_a_clause_can_be_chosen_by_its_link(call, client) -> None:
    clause = Clause(call_id=call.id, position=1, label="第一条", text="条文")
    db.session.add(clause)
    db.session.flush()
    page = client.get(f"/calls/{call.slug}/contributions/new?clause={clause.id}").text
    assert f'<option selected value="{clause.id}">' in page
    client.sign_in(make_user())
    client.post(
        f"/calls/{call.slug}/contributions/new",
        data={"body": WORDS, "clause_id": str(clause.id), "act": "send"},
    )
    [sent] = _sent(call)
    assert sent.clause_id == clause.id


def test_support_is_one_tap_with_and_without_script(call, client) -> None:
    words = make_contribution(call)
    client.sign_in(make_user())
    address = f"/contributions/{words.number}/support"
    asked = {"headers": {"Accept": "application/json"}}
    assert client.post(address, data={"mark": "1"}, **asked).json == {"supported": True, "votes": 1}
    assert client.post(address, data={"mark": "1"}, **asked).json == {"supported": True, "votes": 1}
    assert 'aria-pressed="true"' in client.get(f"/calls/{call.slug}").text
    back = client.post(address, data={"mark": "0"})
    assert back.location == f"/contributions/{words.number}"
    assert 'aria-pressed="true"' not in client.get(f"/calls/{call.slug}").text


def test_nobody_supports_their_own(call, client) -> None:
    author = make_user()
    words = make_contribution(call, author=author)
    client.sign_in(author)
    assert client.post(f"/contributions/{words.number}/support", data={"mark": "1"}).status_code == 403
    assert "data-support" not in client.get(f"/contributions/{words.number}").text


def test_comments_and_replies_wait_for_review_and_then_stand_under_the_words(call, client) -> None:
    words = make_contribution(call)
    first = make_contribution(call, author=make_user("李建国"), under=words, body="我们楼也是")
    client.sign_in(make_user())
    address = f"/contributions/{words.number}/comment"
    assert "我们楼也是" in client.get(f"{address}?to={first.number}").text
    client.post(address, data={"body": "我来回复", "parent": first.number})
    page = client.get(f"/en/contributions/{words.number}").text
    assert "我来回复" in page
    assert "answering 李**" in page
    assert "Being reviewed" in page
    client.sign_out()
    assert "我来回复" not in client.get(f"/contributions/{words.number}").text


@pytest.mark.parametrize("body", ["", "长" * 1001])
def test_a_comment_that_does_not_fit_is_kept(call, client, body: str) -> None:
    words = make_contribution(call)
    client.sign_in(make_user())
    page = client.post(f"/contributions/{words.number}/comment", data={"body": body})
    assert page.status_code == 422
    assert body in page.text


def test_words_can_be_changed_while_they_wait(call, client) -> None:
    author = make_user()
    words = make_contribution(call, author=author, state=State.RETURNED, body="原来的话")
    client.sign_in(author)
    assert "原来的话" in client.get(f"/contributions/{words.number}/revise").text
    client.post(f"/contributions/{words.number}/revise", data={"body": "换成这样说", "title": "新题"})
    changed = queries.get(words.number)
    assert (changed.body, changed.title, changed.state) == ("换成这样说", "新题", State.IN_REVIEW)


@pytest.mark.parametrize("is_call", [True, False])
def test_following_begins_and_ends_with_one_button(call, client, is_call: bool) -> None:
    words = make_contribution(call)
    address = f"/en/calls/{call.slug}" if is_call else f"/en/contributions/{words.number}"
    answer = client.post(f"{address}/follow")
    assert "/sign-in" in answer.location
    client.sign_in(make_user())
    for mark, shown in [("", "Stop following"), ("0", "Follow")]:
        assert client.post(f"{address}/follow", data={"mark": mark}).status_code == 303
        assert f"</svg>{shown}</button>" in client.get(address).text


def test_withdrawing_asks_first(call, client) -> None:
    author = make_user()
    words = make_contribution(call, author=author)
    client.sign_in(author)
    address = f"/contributions/{words.number}/withdraw"
    assert client.get(address).status_code == 200
    assert queries.get(words.number).state is State.PUBLIC
    assert client.post(address).status_code == 303
    assert queries.get(words.number).state is State.WITHDRAWN
    assert client.get(address).status_code == 403


def test_number_and_code_open_what_became_of_it(app, call, client) -> None:
    words = make_contribution(call, state=State.IN_REVIEW, body=WORDS)
    with app.test_request_context():
        code = code_of(words)
    for given in (code, code.lower().replace("-", " ")):
        page = client.post("/en/lookup", data={"number": words.number, "code": given})
        assert page.status_code == 200
        assert WORDS in page.text
        assert "Being reviewed" in page.text
    assert WORDS in client.get(f"/lookup?number={words.number}&code={code}").text


@pytest.mark.parametrize("how", ["get", "post"])
@pytest.mark.parametrize("number", ["2026-000001", "2026-999999", "", "\u202e1"])
def test_a_wrong_code_opens_nothing(call, client, how: str, number: str) -> None:
    make_contribution(call, body=WORDS)
    given = {"number": number, "code": "AAAA-AAAA"}
    page = (
        client.get("/en/lookup", query_string=given)
        if how == "get"
        else client.post("/en/lookup", data=given)
    )
    assert page.status_code == 422
    assert "There is no contribution with this number and code" in page.text
    assert WORDS not in page.text


def test_like_contributions_are_a_piece_of_a_page(call, client) -> None:
    page = client.get(f"/calls/{call.slug}/contributions/similar?text=担架")
    assert page.status_code == 200
    assert "<html" not in page.text


@pytest.mark.parametrize(
    ("given", "kept"), [("elder", "elder"), ("standard", "standard"), ("<b>", "standard")]
)
def test_the_mode_is_kept_in_a_cookie_of_its_own(client, given: str, kept: str) -> None:
    answer = client.post(
        "/preferences/mode", data={"mode": given}, headers={"Referer": "http://localhost/calls?tab=results"}
    )
    assert answer.status_code == 303
    assert answer.location == "/calls?tab=results"
    assert f'data-mode="{kept}"' in client.get("/").text


def test_the_mode_never_leads_to_another_site(client) -> None:
    answer = client.post(
        "/preferences/mode", data={"mode": "elder"}, headers={"Referer": "http://localhost.evil/x"}
    )
    assert answer.status_code in (303, 403)
    assert "evil" not in (answer.location or "")


def test_members_only_calls_say_so(db_session, client) -> None:
    agency = make_agency()
    call = make_call(agency=agency, participation="agency")
    client.sign_in(make_user())
    page = client.post(f"/en/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"})
    assert "for members of the agency" in page.text
    client.sign_in(make_member(agency))
    assert (
        client.post(f"/calls/{call.slug}/contributions/new", data={"body": WORDS, "act": "send"}).status_code
        == 303
    )


@pytest.mark.parametrize("part", range(4))
def test_no_text_breaks_writing(call, client, part: int) -> None:
    client.sign_in(make_user())
    words = make_contribution(call)
    for text in strings()[part::29]:
        for address, typed in [
            (
                f"/calls/{call.slug}/contributions/new",
                {"body": text, "title": text, "clause_id": text, "act": "send"},
            ),
            (f"/calls/{call.slug}/contributions/new", {"body": text, "act": "draft"}),
            ("/lookup", {"number": text, "code": text}),
            (f"/contributions/{words.number}/comment", {"body": text, "parent": text}),
        ]:
            answer = client.post(address, data=typed)
            assert answer.status_code in (200, 303, 404, 422), (address, text)
            assert "<script>alert" not in answer.text
