"""Pages of scorecards: who may read them, what they show, what a wrong period leaves, files, and opening them."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest

from cocreate.accounts.models import Role
from cocreate.core.db import db
from cocreate.insights.models import Audience, ScorecardOpening
from cocreate.milestones.models import Confirmation, Kept, Promise
from tests.factories import make_agency, make_member, make_user
from tests.insights.conftest import City, city

__all__ = ["city"]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def town(city: City, clock: Any) -> City:
    """The housing office answered six of seven, the office of roads none of two."""
    clock.set(NOW)
    days = {"closed_at": NOW - timedelta(days=30), "answers_by": NOW - timedelta(days=5)}
    call = city.call(city.housing, published_at=NOW - timedelta(days=10), **days)
    for number in range(7):
        row = city.put(call, NOW - timedelta(days=40 + number))
        if number:
            city.answer(row, ["adopted", "planned", "not_adopted"][number % 3])
    late = city.call(city.roads, closed_at=NOW - timedelta(days=90))
    city.put(late, NOW - timedelta(days=120))
    city.put(late, NOW - timedelta(days=100))
    db.session.commit()
    return city


def open_to(city: City, audience: Audience, agency: Any = None) -> None:
    agency = agency or city.city
    db.session.add(ScorecardOpening(agency_id=agency.id, audience=audience, reason="大家都应当看得到。"))
    db.session.commit()


def path(city: City, rest: str = "") -> str:
    return f"/en/scorecards/{city.city.slug}{rest}"


def test_it_is_internal_until_it_is_opened(client: Any, town: City) -> None:
    outsider = make_member(make_agency("外市"), Role.EDITOR)
    below, above = make_member(town.housing, Role.EDITOR), make_member(town.city, Role.SUPERVISOR)
    db.session.commit()
    assert client.get(path(town)).status_code == 403
    assert client.get(path(town, "/figures.json")).status_code == 403
    assert client.get("/en/scorecards/no-such-agency").status_code == 404
    client.sign_in(below)
    assert client.get(path(town)).status_code == 403
    assert client.get(f"/en/scorecards/{town.housing.slug}").status_code == 200
    client.sign_in(above)
    assert client.get(path(town)).status_code == 200
    open_to(town, Audience.HIERARCHY)
    client.sign_in(below)
    assert client.get(path(town)).status_code == 200
    client.sign_in(make_user())
    db.session.commit()
    assert client.get(path(town)).status_code == 403
    client.sign_in(outsider)
    assert client.get(path(town)).status_code == 200


def test_a_public_one_shows_figures_in_words(client: Any, town: City) -> None:
    open_to(town, Audience.PUBLIC)
    page = client.get(path(town)).text
    assert "9 contributions came in" in page
    assert "86% · 6 of 7" in page  # six in time, the seventh past its day
    assert "Adopted 2, Adopted in part 2, Not adopted 2" in page
    assert "0 of 2" in page  # too few to be compared
    assert "大家都应当看得到。" in page


def test_satisfaction_is_shown_from_five_answers_on(client: Any, town: City) -> None:
    open_to(town, Audience.PUBLIC)
    call = town.call(town.housing)
    promise = Promise(call_id=call.id, round=1)
    db.session.add(promise)
    db.session.flush()

    def say(kept: Kept, rating: int) -> None:
        db.session.add(
            Confirmation(
                call_id=call.id, promise_id=promise.id, user_id=make_user().id, kept=kept, rating=rating
            )
        )
        db.session.commit()

    for _ in range(4):
        say(Kept.KEPT, 5)
    found = json.loads(client.get(path(town, "/figures.json")).data)["figures"]
    assert (found["kept"], found["satisfaction"], found["asked_and_answered"]) == (None, None, None)
    assert "fewer than five answers" in client.get(path(town, "?x=1")).text
    say(Kept.NOT_KEPT, 1)
    found = json.loads(client.get(path(town, "/figures.json")).data)["figures"]
    assert (found["kept"], found["not_kept"], found["satisfaction"]) == (4, 1, 4.2)
    assert "4.2 from 5 people" in client.get(path(town, "?x=2")).text


def test_a_part_that_is_closed_is_in_the_whole_only(client: Any, town: City) -> None:
    open_to(town, Audience.PUBLIC)
    open_to(town, Audience.INTERNAL, town.roads)
    found = json.loads(client.get(path(town, "/figures.json")).data)
    assert found["figures"]["received"] == 9
    assert [part["agency"] for part in found["parts"]] == [town.housing.slug]
    assert "1 agency whose own scorecard is not open to you" in client.get(path(town)).text
    assert client.get(f"/en/scorecards/{town.roads.slug}").status_code == 403


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("from=2026-11-01&to=2026-10-01", "after the last one"),
        ("from=1990-01-01", "at most five years"),
        ("from=yesterday", "year, month and day"),
        ("to=2026-02-30", "year, month and day"),
        ("from=2027-01-01&to=2027-02-01", "not begun yet"),
    ],
)
def test_a_period_that_is_none_says_why(client: Any, town: City, asked: str, why: str) -> None:
    open_to(town, Audience.PUBLIC)
    page = client.get(path(town, f"?{asked}"))
    assert page.status_code == 200
    assert why in page.text
    assert "9 contributions came in" in page.text
    assert client.get(path(town, f"/figures.csv?{asked}")).status_code == 422


def test_an_empty_period(client: Any, town: City) -> None:
    open_to(town, Audience.PUBLIC)
    assert "Nothing came in during this period." in client.get(path(town, "?from=2026-11-23")).text


def test_files_hold_the_same_figures(client: Any, town: City) -> None:
    open_to(town, Audience.PUBLIC)
    found = json.loads(client.get(path(town, "/figures.json")).data)
    csv = client.get(path(town, "/figures.csv"))
    lines = csv.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 1 + len(found["parts"])
    assert lines[1].startswith(f"{town.city.slug},云州市,,9,9,6,6,")
    book = openpyxl.load_workbook(io.BytesIO(client.get(path(town, "/figures.xlsx")).data))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[3] for row in rows[1:]] == [9, *(part["received"] for part in found["parts"])]
    assert client.get(path(town, "/figures.pdf")).status_code == 404


def test_opening_is_for_security_administrators_and_needs_a_reason(client: Any, town: City) -> None:
    address = f"/en/desk/scorecards/{town.city.slug}"
    client.sign_in(make_member(town.city, Role.SUPERVISOR))
    db.session.commit()
    assert client.get(address).status_code == 403
    admin = make_member(town.city, Role.SECURITY_ADMIN)
    db.session.commit()
    client.sign_in(admin)
    refused = client.post(address, data={"audience": "public", "reason": " "})
    assert refused.status_code == 422
    assert "Please say in a sentence why" in refused.text
    sent = {"audience": "public", "reason": "年度公开，请监督。"}
    assert client.post(address, data=sent).status_code == 303
    assert "年度公开，请监督。" in client.get(address).text
    assert client.post(address, data=sent | {"audience": "everybody"}).status_code == 422
    client.post("/en/sign-out", data={})
    assert "年度公开，请监督。" in client.application.test_client().get(path(town)).text


def test_the_list_names_what_one_may_read(client: Any, town: City) -> None:
    assert "No scorecard is open to you." in client.get("/en/scorecards").text
    open_to(town, Audience.PUBLIC, town.housing)
    page = client.get("/en/scorecards?x=1").text
    assert town.housing.slug in page
    assert town.city.slug not in page
    assert client.get("/en/about/scorecards").status_code == 200


def test_a_page_costs_a_fixed_number_of_statements(client: Any, town: City, statements: Any) -> None:
    open_to(town, Audience.PUBLIC)
    client.sign_in(make_member(town.housing, Role.EDITOR))
    db.session.commit()
    with statements() as few:
        client.get(path(town))
    for number in range(6):
        office = make_agency(f"第{number}局", parent=town.city)
        call = town.call(office, closed_at=NOW - timedelta(days=50))
        for day in range(8):
            town.put(call, NOW - timedelta(days=60 + day))
    db.session.commit()
    with statements() as many:
        client.get(path(town))
    assert len(few) == len(many) <= 12
