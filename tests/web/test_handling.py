"""The desks of departments, of those who assign, and of supervisors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cocreate.accounts.queries import local_today
from cocreate.calls.models import Stage
from cocreate.contributions import queries as contributions
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.localtime import end_of, last_day
from cocreate.handling import queries, service
from cocreate.handling.models import State
from cocreate.outcomes import clock
from tests.factories import make_call, make_contribution, make_member
from tests.handling.conftest import Office, make_office

LATER = (now().date() + timedelta(days=90)).isoformat()


@pytest.fixture
def office(db_session: Any) -> Office:
    return make_office()


def at(office: Office, number: str) -> str:
    return f"/desk/assignments/{number}/{office.department.slug}"


def test_strangers_stay_out(client: Any, office: Office) -> None:
    number = office.give().contribution.number
    pages = ("/desk/assignments", at(office, number), "/desk/clock", f"/desk/calls/{office.call.slug}/assign")
    for user in (None, office.author, make_member(office.beside, "moderator")):
        if user is not None:
            client.sign_in(user)
        for page in pages:
            assert client.get(page).status_code in (302, 303, 403), page
    client.sign_in(make_member(office.beside, "editor"))
    assert client.get(at(office, number)).status_code == 403
    assert client.post(at(office, number), data={"act": "accept"}).status_code == 403


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_whole_way_on_the_pages(client: Any, office: Office, prefix: str) -> None:
    numbers = [office.contribution().number for _ in range(2)]
    client.sign_in(office.editor)
    choose = client.post(f"{prefix}/desk/calls/{office.call.slug}/assign", data={"numbers": numbers})
    assert choose.status_code == 200
    assert all(number in choose.text for number in numbers)
    posted = {
        "numbers": numbers,
        "lead": office.department.slug,
        "assisting": [office.beside.slug],
        "days": "5",
    }
    given = client.post(f"{prefix}/desk/calls/{office.call.slug}/assign", data=posted)
    assert given.status_code == 303
    assert numbers[0] in client.get(f"{prefix}/desk/calls/{office.call.slug}/assignments").text

    client.sign_in(office.clerk)
    assert numbers[0] in client.get(f"{prefix}/desk/assignments").text
    here = prefix + at(office, numbers[0])
    assert "欧阳**" in client.get(here).text
    assert client.post(here, data={"act": "accept"}).status_code == 303
    asked = {"act": "ask", "ask-until": LATER, "ask-reason": "要等专家论证。"}
    assert client.post(here, data=asked).status_code == 303
    text = "已列入明年三月计划。"
    assert client.post(here, data={"act": "hand_in", "hand_in-text": text}).status_code == 303

    client.sign_in(office.editor)
    answer = f"{prefix}/desk/calls/{office.call.slug}/answers/{numbers[0]}"
    assert text in client.get(answer).text
    taken = client.get(f"{answer}?take={office.department.slug}").text
    assert f"{text}</textarea>" in taken
    assert client.get(f"{answer}?take=nonsense").status_code == 200


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(client: Any, office: Office) -> None:
    one = office.give()
    service.accept(office.hand, one)
    client.sign_in(office.clerk)
    here = at(office, one.contribution.number)
    refused = client.post(
        here, data={"act": "ask", "ask-until": "2020-01-01", "ask-reason": "要等专家论证。"}
    )
    assert refused.status_code == 422
    assert 'id="ask-until-error"' in refused.text
    assert "要等专家论证。" in refused.text
    refused = client.post(here, data={"act": "send_back", "send_back-reason": ""})
    assert refused.status_code == 422
    assert 'id="send_back-reason-error"' in refused.text
    assert 'id="ask-reason-error"' not in refused.text
    assert client.post(here, data={"act": "accept"}).status_code == 409
    assert client.post(here, data={"act": "nonsense"}).status_code == 404
    assert client.post(here, data={"act": "recall", "recall-reason": "改由本局答复。"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lead": ""}, "lead"),
        ({"days": "0"}, "days"),
        ({"days": "many"}, "days"),
        ({"days": ""}, "days"),
        ({"assisting": "=lead"}, "assisting"),
    ],
)
def test_bad_assignments_keep_the_chosen_ones(
    client: Any, office: Office, changes: dict[str, str], field: str
) -> None:
    number = office.contribution().number
    client.sign_in(office.editor)
    posted = {"numbers": number, "lead": office.department.slug, "days": "5"} | changes
    posted = {key: office.department.slug if value == "=lead" else value for key, value in posted.items()}
    refused = client.post(f"/desk/calls/{office.call.slug}/assign", data=posted)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert f'name="numbers" value="{number}"' in refused.text
    assert queries.of_contribution(office.call.id, contributions.get(number).id) == []


def test_a_department_that_was_not_offered(client: Any, office: Office) -> None:
    number = office.contribution().number
    client.sign_in(office.editor)
    for slug in (office.root.slug, "nowhere"):
        posted = {"numbers": number, "lead": slug, "days": "5"}
        assert client.post(f"/desk/calls/{office.call.slug}/assign", data=posted).status_code == 404


@pytest.mark.parametrize("number", ["2026-999999", "nonsense", "%00"])
def test_assignments_that_are_none(client: Any, office: Office, number: str) -> None:
    client.sign_in(office.editor)
    assert client.get(f"/desk/assignments/{number}/x").status_code == 404
    assert client.get("/desk/assignments?show=odd&after=x.y").status_code == 200
    assert client.get("/desk/assignments?after=2026-01-01.99999999999999999999").status_code == 200


def test_hostile_words_stay_words(client: Any, office: Office) -> None:
    one = office.give(office.contribution(body="<script>alert(1)</script> 请修路灯。"), note="<b>请办</b>")
    service.accept(office.hand, one)
    service.hand_in(office.hand, one, "<img src=x onerror=alert(1)> 已修好。")
    client.sign_in(office.editor)
    for page in (
        at(office, one.contribution.number),
        f"/desk/calls/{office.call.slug}/answers/{one.contribution.number}",
    ):
        text = client.get(page).text
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_deadline_is_extended_and_the_public_reads_it(client: Any, office: Office, prefix: str) -> None:
    office.call.answers_by = end_of(local_today() + timedelta(days=2))
    slug, here = office.call.slug, f"{prefix}/desk/calls/{office.call.slug}/deadline"
    client.sign_in(office.editor)
    refused = client.post(here, data={"act": "ask", "ask-until": "", "ask-reason": "要等专家论证。"})
    assert refused.status_code == 422
    asked = {"act": "ask", "ask-until": LATER, "ask-reason": "要等专家论证。"}
    assert client.post(here, data=asked).status_code == 303
    client.sign_in(office.approver)
    assert client.post(here, data={"act": "extend", "extend-reason": ""}).status_code == 303
    assert last_day(office.call.answers_by).isoformat() == LATER
    client.sign_out()
    word = "extended to" if prefix else "已延期至"
    assert word in client.get(f"{prefix}/calls/{slug}").text


def test_the_supervisor_sees_cards_and_presses(client: Any, office: Office) -> None:
    office.call.answers_by = end_of(local_today() - timedelta(days=20))
    late = office.give()
    late.due_on = local_today() - timedelta(days=20)
    db.session.flush()
    clock.run()
    client.sign_in(office.supervisor)
    text = client.get("/desk/clock").text
    assert text.count("card-mark red") == 2
    here = f"/desk/calls/{office.call.slug}/deadline"
    assert client.post(here, data={"act": "supervise", "supervise-reason": ""}).status_code == 422
    assert (
        client.post(here, data={"act": "supervise", "supervise-reason": "群众催问多次。"}).status_code == 303
    )
    number = late.contribution.number
    posted = {"act": "supervise", "supervise-reason": "群众催问多次。"}
    assert client.post(at(office, number), data=posted).status_code == 303
    assert queries.get(number, office.department.slug).is_supervised


def test_the_public_thread_names_the_department(client: Any, office: Office) -> None:
    row = office.contribution()
    number = row.number
    assert "物业科" not in client.get(f"/contributions/{number}").text
    one = office.give(row)
    service.accept(office.hand, one)
    service.ask(office.hand, one, date.fromisoformat(LATER), "要等专家论证。")
    service.extend(office.giver, one)
    text = client.get(f"/contributions/{number}").text
    assert "物业科" in text
    assert "已延期至" in text
    assert "Property Division" in client.get(f"/en/contributions/{number}").text


def test_what_the_pages_cost(client: Any, office: Office, statements: Callable[[], Any]) -> None:
    number = office.give().contribution.number
    slug = office.call.slug

    def cost(user: Any, path: str) -> int:
        client.sign_in(user)
        client.get(path)
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    pages = [
        (office.clerk, "/desk/assignments"),
        (office.clerk, at(office, number)),
        (office.editor, f"/desk/calls/{slug}/assignments"),
        (office.editor, f"/desk/calls/{slug}/deadline"),
        (office.editor, f"/desk/calls/{slug}/assign?numbers={number}"),
        (office.supervisor, "/desk/clock"),
    ]
    few = [cost(*page) for page in pages]
    rows = [office.contribution() for _ in range(30)]
    service.give(office.giver, office.call, rows, office.department, [office.beside], days=1)
    for _ in range(5):
        call = make_call(agency=office.agency, stage=Stage.ANSWERING)
        service.give(office.giver, call, [make_contribution(call)], office.department, days=1)
    assert [cost(*page) for page in pages] == few
    assert max(few) <= 12, few


def test_states_have_their_words(client: Any, office: Office) -> None:
    one = office.give()
    client.sign_in(office.editor)
    for state in State:
        one = queries.get(one.contribution.number, office.department.slug)
        one.state = state
        assert client.get(at(office, one.contribution.number)).status_code == 200
