"""The moderators' pages: look, decide, meet a colleague, and lose nothing on the way."""

from __future__ import annotations

import re

import pytest

from cocreate.contributions import service as contributions
from cocreate.contributions.models import State
from cocreate.contributions.service import Words
from cocreate.moderation import queries, service
from cocreate.moderation.models import Act
from tests.factories import actor_of, make_call, make_contribution, make_member, make_user
from tests.hostile import strings
from tests.moderation.office import WORDS, Office, open_office


@pytest.fixture
def office(db_session, clock) -> Office:
    return open_office()


@pytest.fixture
def desk(office: Office, client):
    client.sign_in(office.ann)
    return client


def _decision(office: Office, contribution, act: str, **given):
    return {
        "act": act,
        "version": office.case(contribution).version,
        "rule_key": "",
        "text": "",
        "note": "",
    } | given


def _state(contribution) -> State:
    return contribution.state


def test_an_empty_queue_says_what_it_is_for(desk) -> None:
    answer = desk.get("/en/moderation")
    assert answer.status_code == 200
    assert "Nothing waits for you" in answer.text


def test_the_list_leads_to_the_case(desk, office: Office) -> None:
    contribution = office.waiting(title="给小学门口装减速带")
    text = desk.get("/moderation").text
    assert "给小学门口装减速带" in text
    assert f'href="/moderation/{contribution.number}"' in text
    case = desk.get(f"/moderation/{contribution.number}")
    assert case.status_code == 200
    assert contribution.body in case.text


@pytest.mark.parametrize(
    "act, given, after",
    [
        ("publish", {}, State.PUBLIC),
        ("return", {"rule_key": "privacy", "text": WORDS}, State.RETURNED),
        ("withhold", {"rule_key": "respect", "text": WORDS, "note": "请复核"}, State.WITHHELD),
    ],
)
def test_deciding_leads_to_the_next_case(desk, office: Office, act, given, after) -> None:
    first, second = office.waiting(), office.waiting()
    url = f"/moderation/{first.number}"
    answer = desk.post(url, data=_decision(office, first, act, **given))
    assert (answer.status_code, answer.location) == (302, f"/moderation/{second.number}")
    assert _state(first) is after
    last = desk.post(answer.location, data=_decision(office, second, "publish"))
    assert last.location == "/moderation"


def test_filters_stay_while_deciding(desk, office: Office) -> None:
    other = make_call(agency=office.agency, slug="other-call")
    first = office.waiting(other)
    office.waiting()
    second = office.waiting(other)
    url = f"/moderation/{first.number}?call=other-call"
    answer = desk.post(url, data=_decision(office, first, "publish"))
    assert answer.location == f"/moderation/{second.number}?call=other-call"


@pytest.mark.parametrize("act", ["return", "withhold"])
def test_a_refusal_without_rule_or_words_keeps_what_was_typed(desk, office: Office, act: str) -> None:
    contribution = office.waiting()
    typed = _decision(office, contribution, act, text="这里写着电话号码，请删去。", note="备忘一条")
    answer = desk.post(f"/en/moderation/{contribution.number}", data=typed)
    assert answer.status_code == 422
    assert "Please choose the rule that this is about." in answer.text
    assert "这里写着电话号码，请删去。" in answer.text
    assert "备忘一条" in answer.text
    assert _state(contribution) is State.IN_REVIEW


@pytest.mark.parametrize(
    "broken",
    [
        {"act": "reverse"},
        {"act": "destroy"},
        {"act": ""},
        {"version": "x"},
        {"version": ""},
        {"rule_key": "no-rule"},
    ],
)
def test_forged_fields_decide_nothing(desk, office: Office, broken: dict) -> None:
    contribution = office.waiting()
    answer = desk.post(
        f"/moderation/{contribution.number}", data=_decision(office, contribution, "publish") | broken
    )
    assert answer.status_code == 422
    assert _state(contribution) is State.IN_REVIEW


def test_a_stale_decision_shows_what_the_other_did(desk, office: Office) -> None:
    contribution = office.waiting()
    mine = _decision(office, contribution, "withhold", rule_key="privacy", text="这句话我还需要。")
    office.decide(contribution, Act.RETURN, by=office.bea, text="请把门牌号去掉再发。")
    answer = desk.post(f"/en/moderation/{contribution.number}", data=mine)
    assert answer.status_code == 409
    for words in ("周宁", "Returned for a change", "请把门牌号去掉再发。", "这句话我还需要。"):
        assert words in answer.text
    assert _state(contribution) is State.RETURNED


def test_words_changed_meanwhile_are_read_again_first(desk, office: Office) -> None:
    author = make_user()
    contribution = office.waiting(author=author)
    mine = _decision(office, contribution, "publish")
    contributions.revise(actor_of(author), contribution, office.call, Words("改成了完全不同的一段话。"))
    answer = desk.post(f"/en/moderation/{contribution.number}", data=mine)
    assert answer.status_code == 409
    assert f'href="/en/moderation/{contribution.number}"' in answer.text
    again = desk.get(f"/moderation/{contribution.number}").text
    assert "<ins>" in again
    assert "<del>" in again


def test_taking_and_giving_back(desk, office: Office, app) -> None:
    contribution = office.waiting()
    url = f"/moderation/{contribution.number}"
    assert desk.post(f"{url}/claim").status_code == 302
    colleague = app.test_client()
    colleague.sign_in(office.bea)
    seen = colleague.get(f"/en{url}").text
    assert f"{office.ann.name} is working on this case" in seen
    assert 'value="publish"' not in seen
    answer = colleague.post(f"/en{url}/claim", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["status"]) == (409, 409)
    assert office.ann.name in answer.json["title"]
    assert "taken" in colleague.get("/moderation").text
    desk.post(f"{url}/release")
    assert colleague.post(f"{url}/claim").status_code == 302


def test_taking_one_case_leaves_the_other(desk, office: Office) -> None:
    first, second = office.waiting(), office.waiting()
    desk.post(f"/moderation/{first.number}/claim")
    desk.post(f"/moderation/{second.number}/claim", data={"leave": first.number})
    assert office.case(first).claimed_by_id is None
    assert office.case(second).claimed_by_id == office.ann.id


def test_several_are_published_at_once(desk, office: Office) -> None:
    waiting = [office.waiting() for _ in range(3)]
    picks = [f"{one.number}:{office.case(one).version}" for one in waiting[:2]]
    answer = desk.post("/moderation/publish", data={"pick": picks})
    assert answer.status_code == 302
    assert [_state(one) for one in waiting] == [State.PUBLIC, State.PUBLIC, State.IN_REVIEW]


@pytest.mark.parametrize(
    "pick", ["2026-999999:1", "x", ":", "2026-999999:x", "\0", "1:" + "9" * 30, "2026-000001:²"]
)
def test_forged_picks_publish_nothing(desk, office: Office, pick: str) -> None:
    contribution = office.waiting()
    good = f"{contribution.number}:{office.case(contribution).version}"
    assert desk.post("/moderation/publish", data={"pick": [good, pick]}).status_code in (
        302,
        303,
        404,
        409,
        422,
    )
    assert _state(contribution) is State.IN_REVIEW


def test_nothing_ticked_is_said(desk) -> None:
    answer = desk.post(
        "/en/moderation/publish", follow_redirects=True, headers={"Referer": "http://localhost/en/moderation"}
    )
    assert "Please choose between 1 and 50 cases." in answer.text


def test_ones_own_words_are_for_a_colleague(desk, office: Office) -> None:
    contribution = office.waiting(author=office.ann)
    url = f"/en/moderation/{contribution.number}"
    assert "Nobody decides on their own contribution." in desk.get(url).text
    assert desk.post(url, data=_decision(office, contribution, "publish")).status_code == 403
    assert _state(contribution) is State.IN_REVIEW


@pytest.mark.parametrize("who", ["guest", "citizen", "moderator elsewhere"])
def test_others_see_nothing(client, office: Office, who: str) -> None:
    contribution = office.waiting(body="还没有公开的一段话。")
    other = make_call()
    if who != "guest":
        service_user = make_user() if who == "citizen" else _moderator_of(other)
        client.sign_in(service_user)
    for url in (f"/moderation/{contribution.number}", "/moderation"):
        answer = client.get(url, follow_redirects=True)
        assert "还没有公开的一段话。" not in answer.text
    stolen = {"pick": [f"{contribution.number}:1"]}
    assert client.post("/moderation/publish", data=stolen).status_code in (303, 400, 403)
    assert _state(contribution) is State.IN_REVIEW


def _moderator_of(call):
    return make_member(call.agency, "moderator")


def test_strangers_learn_nothing_from_a_conflict(client, office: Office) -> None:
    contribution = office.waiting()
    office.decide(contribution, Act.WITHHOLD, text="只有本机构的同事能看到这一句。")
    client.sign_in(_moderator_of(make_call()))
    answer = client.post("/moderation/publish", data={"pick": [f"{contribution.number}:1"]})
    assert answer.status_code in (403, 409)
    assert "只有本机构的同事能看到这一句。" not in answer.text
    assert contribution.body not in answer.text


def test_a_closed_case_shows_its_decisions_and_no_buttons(desk, office: Office) -> None:
    contribution = office.waiting()
    office.decide(contribution, Act.WITHHOLD, by=office.bea)
    text = desk.get(f"/en/moderation/{contribution.number}").text
    assert "Nothing to decide" in text
    assert WORDS in text
    assert 'value="publish"' not in text


def test_the_author_is_shown_the_message_in_their_language(desk, office: Office) -> None:
    contribution = office.waiting(author=make_user(language="en"), title="Benches")
    text = desk.get(f"/moderation/{contribution.number}").text
    assert re.search(r'data-preview="return" lang="en"', text)
    assert "Please change something in “Benches”." in text


def test_similar_ones_are_found_among_what_is_public(desk, office: Office) -> None:
    like = make_contribution(
        office.call, title="小学门口装减速带", body="希望在小学门口装减速带，孩子过马路更安全。"
    )
    contribution = office.waiting(title="门口要减速带", body="小学门口应当装减速带，孩子们过马路才安全。")
    text = desk.get(f"/moderation/{contribution.number}/similar").text
    assert like.number in text
    other = office.waiting(body="Please plant more trees along the river.")
    assert like.number not in desk.get(f"/moderation/{other.number}/similar").text


def test_what_screening_saw_is_marked_and_explained(desk, office: Office) -> None:
    contribution = office.waiting(
        title="请联系13800138000", body="请回电139-0013-9000，<b>谢谢</b>。\n见https://t.cn/abc"
    )
    text = desk.get(f"/en/moderation/{contribution.number}").text
    assert "<mark>139-0013-9000</mark>，&lt;b&gt;谢谢&lt;/b&gt;。\n见<mark>https://t.cn/abc</mark>" in text
    assert text.count("This looks like a mobile number.") == 2
    assert "<q>13800138000</q>" in text
    assert contribution.body == "请回电139-0013-9000，<b>谢谢</b>。\n见https://t.cn/abc"


def test_where_screening_saw_nothing_it_says_nothing(desk, office: Office) -> None:
    contribution = office.waiting(body="希望在小学门口装减速带。")
    text = desk.get(f"/en/moderation/{contribution.number}").text
    assert "Screening saw" not in text
    assert "<mark>" not in text


@pytest.mark.parametrize("start", range(4))
def test_hostile_words_do_no_harm(desk, office: Office, start: int) -> None:
    for string in strings()[start::160]:
        contribution = office.waiting()
        url = f"/moderation/{contribution.number}"
        given = _decision(office, contribution, "withhold", rule_key="privacy", text=string, note=string)
        answer = desk.post(url, data=given)
        assert answer.status_code in (302, 422), string
        shown = desk.get(url)
        assert shown.status_code == 200, string
        assert "<script>alert" not in shown.text.lower(), string


@pytest.mark.parametrize("start", range(4))
def test_hostile_filters_do_no_harm(desk, office: Office, start: int) -> None:
    office.waiting()
    for string in strings()[start::160]:
        query = {"call": string, "reason": string, "language": string, "after": string}
        assert desk.get("/moderation", query_string=query).status_code == 200, string


@pytest.mark.parametrize("which", ["list", "case", "similar"])
def test_the_cost_does_not_grow_with_the_queue(desk, office: Office, statements, which: str) -> None:
    contribution = office.waiting(author=make_user())
    make_contribution(office.call)
    url = {"list": "/moderation", "case": f"/moderation/{contribution.number}"}.get(
        which, f"/moderation/{contribution.number}/similar"
    )
    spent = []
    for count in (1, 199):
        for _ in range(count):
            office.waiting()
        service.claim(office.actor(office.bea), office.case(contribution), contribution, office.call)
        desk.get(url)
        with statements() as seen:
            assert desk.get(url).status_code == 200
        spent.append(len(seen))
    assert spent[0] == spent[1] <= 12, seen
    assert queries.waiting((office.agency.path,)).total >= 200
