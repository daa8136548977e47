"""The editable table: days and whole years, all or nothing, in force at once, and asked for once a transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cocreate.calendars import queries, service
from cocreate.calendars.listing import BadList
from cocreate.calendars.rules import statutory
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import Denied, Invalid, NotFound
from tests.factories import actor_of, make_agency, make_member

MONDAY = date(2026, 11, 23)
SYSTEM = Actor.system()
WHOLE = "\n".join(f"{day},holiday,{name}" for day, name in statutory(2027).items()) + "\n2027-02-20,workday"


@pytest.fixture
def admin(db_session: Any) -> Actor:
    return actor_of(make_member(make_agency(), "system_admin"))


def test_a_day_is_in_force_at_once_and_can_be_taken_out(admin: Actor) -> None:
    service.set_day(admin, MONDAY, False, "台风", "通知")
    assert not queries.current().is_workday(MONDAY)
    service.set_day(admin, MONDAY, True)
    assert queries.current().is_workday(MONDAY)
    service.remove_day(admin, MONDAY)
    assert queries.current().find(MONDAY) is None
    assert [change.act for change in queries.changes()] == ["remove", "set", "set"]
    assert queries.changes()[0].by_id == admin.user_id
    with pytest.raises(NotFound):
        service.remove_day(admin, MONDAY)


@pytest.mark.parametrize("role", ["editor", "security_admin", "supervisor"])
def test_only_system_administrators_change_it(db_session: Any, role: str) -> None:
    other = actor_of(make_member(make_agency(), role))
    for act in (
        lambda: service.set_day(other, MONDAY, False),
        lambda: service.remove_day(other, MONDAY),
        lambda: service.enter(other, WHOLE),
        lambda: service.withdraw_year(other, 2027),
    ):
        with pytest.raises(Denied):
            act()


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_days_out_of_range(admin: Actor, day: date) -> None:
    with pytest.raises(Invalid):
        service.set_day(admin, day, False)


def test_a_whole_year_replaces_what_was_entered_and_counts_as_announced(admin: Actor) -> None:
    service.set_day(admin, date(2027, 3, 3), False)
    service.set_day(admin, date(2028, 3, 3), False)
    assert service.enter(admin, WHOLE, "国办发明电〔2026〕7号") == {2027: 14}
    calendar = queries.current()
    assert calendar.is_announced(2027)
    assert calendar.is_workday(date(2027, 3, 3))
    assert calendar.is_workday(date(2027, 2, 20))
    assert not calendar.is_workday(date(2028, 3, 3)), "another year is left alone"
    assert calendar.find(date(2027, 2, 20)).source == "国办发明电〔2026〕7号"  # type: ignore[union-attr]
    service.withdraw_year(admin, 2027)
    assert not queries.current().is_announced(2027)
    with pytest.raises(NotFound):
        service.withdraw_year(admin, 2027)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + "\n2027-13-01,holiday",
        WHOLE.replace("2027-10-01,holiday", "2027-10-01,workday"),
        "\n".join(WHOLE.split("\n")[:4]),
        "2027-02-05,holiday",
    ],
)
def test_a_bad_list_changes_nothing(admin: Actor, text: str) -> None:
    service.set_day(admin, date(2027, 3, 3), False)
    with pytest.raises(BadList):
        service.enter(admin, text)
    calendar = queries.current()
    assert not calendar.is_announced(2027)
    assert list(calendar.entered) == [date(2027, 3, 3)]


def test_one_statement_a_transaction_however_often_it_is_asked(
    admin: Actor, statements: Callable[[], Any]
) -> None:
    service.set_day(admin, MONDAY, False)
    queries.current()
    db.session.commit()
    with statements() as seen:
        assert not queries.current().is_workday(MONDAY)
        assert not queries.current().is_workday(MONDAY)
    assert len(seen) == 1, seen


def test_another_process_sees_the_change_and_a_rollback_takes_it_back(app: Any, admin: Actor) -> None:
    db.session.commit()
    assert queries.current().is_workday(MONDAY)
    service.set_day(admin, MONDAY, False)
    assert not queries.current().is_workday(MONDAY)
    db.session.rollback()
    assert queries.current().is_workday(MONDAY)
    service.set_day(admin, MONDAY, False)
    db.session.commit()
    app.extensions[queries.KEPT].clear()
    assert not queries.current().is_workday(MONDAY)
