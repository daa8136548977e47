"""The administrators' calendar: the year as sheets, one day, a whole year, and what can't be taken."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cocreate.calendars import queries
from cocreate.calendars.rules import statutory
from tests.factories import make_agency, make_member, make_user

WHOLE = "\n".join(f"{day},holiday,{name}" for day, name in statutory(2027).items())
AT = "/admin/calendar"


@pytest.fixture
def admin(client: Any, db_session: Any) -> Any:
    client.sign_in(make_member(make_agency(), "system_admin"))
    return client


def test_others_stay_out(client: Any, db_session: Any) -> None:
    assert client.get(f"{AT}/2026").status_code in (302, 303, 403)
    for user in (make_user(), make_member(make_agency(), "editor")):
        client.sign_in(user)
        assert client.get(f"{AT}/2026").status_code == 403
        assert client.post(f"{AT}/2027/enter", data={"days": WHOLE}).status_code == 403


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_year_as_twelve_sheets(admin: Any, prefix: str) -> None:
    text = admin.get(f"{prefix}{AT}/2026").text
    assert text.count('<table class="month">') == 12
    assert "春节" in text or "Spring Festival" in text
    assert admin.get(f"{prefix}{AT}").status_code == 303


def test_a_year_not_announced_is_said_to_be_so(admin: Any) -> None:
    assert "warning" not in admin.get(f"{AT}/2026").text
    assert "warning" in admin.get(f"{AT}/2027").text


@pytest.mark.parametrize("year", ["1999", "2101", "99999999999999999999", "x"])
def test_years_that_no_calendar_holds(admin: Any, year: str) -> None:
    assert admin.get(f"{AT}/{year}").status_code == 404


def test_entering_a_day_and_taking_it_out(admin: Any) -> None:
    posted = {"day": "2026-11-25", "kind": "holiday", "name": "台风停工", "source": "市政府通告"}
    assert admin.post(f"{AT}/2026", data=posted).status_code == 303
    assert not queries.current().is_workday(date(2026, 11, 25))
    text = admin.get(f"{AT}/2026").text
    assert "台风停工" in text
    assert "市政府通告" in text
    assert admin.post(f"{AT}/2026/remove", data={"day": "2026-11-25"}).status_code == 303
    assert queries.current().is_workday(date(2026, 11, 25))
    for nonsense in ("2026-11-25", "x", ""):
        assert admin.post(f"{AT}/2026/remove", data={"day": nonsense}).status_code == 404


@pytest.mark.parametrize("day", ["", "2026-02-30", "x", "1026-01-01"])
def test_a_day_that_is_none_keeps_what_was_typed(admin: Any, day: str) -> None:
    refused = admin.post(f"{AT}/2026", data={"day": day, "kind": "holiday", "name": "台风停工"})
    assert refused.status_code == 422
    assert "台风停工" in refused.text
    assert 'id="day-error"' in refused.text


def test_a_tapped_day_stands_in_the_form(admin: Any) -> None:
    assert 'value="2026-11-25"' in admin.get(f"{AT}/2026?day=2026-11-25&kind=workday").text
    assert admin.get(f"{AT}/2026?day=nonsense&kind=odd").status_code == 200


def test_a_whole_year_pasted_or_as_a_file(admin: Any) -> None:
    assert admin.post(f"{AT}/2027/enter", data={"days": WHOLE, "source": "通知"}).status_code == 303
    assert queries.current().is_announced(2027)
    assert "通知" in admin.get(f"{AT}/2027").text
    assert admin.post(f"{AT}/2027/withdraw").status_code == 303
    assert not queries.current().is_announced(2027)
    file = (io.BytesIO(WHOLE.encode("gb18030")), "2027.csv")
    assert admin.post(f"{AT}/2027/enter", data={"file": file}).status_code == 303
    assert queries.current().is_announced(2027)


def test_bad_lines_are_named_beside_the_field_and_nothing_is_half_done(admin: Any) -> None:
    refused = admin.post(f"{AT}/2027/enter", data={"days": WHOLE + "\n2027-02-30,holiday"})
    assert refused.status_code == 422
    assert "14" in refused.text
    assert "2027-02-30,holiday" in refused.text
    assert not queries.current().is_announced(2027)


def test_what_the_page_costs(admin: Any, statements: Callable[[], Any]) -> None:
    def cost() -> int:
        admin.get(f"{AT}/2026")
        with statements() as seen:
            assert admin.get(f"{AT}/2026").status_code == 200
        return len(seen)

    few = cost()
    for day in range(1, 29):
        admin.post(f"{AT}/2026", data={"day": f"2026-02-{day:02d}", "kind": "workday"})
    assert cost() == few <= 12
