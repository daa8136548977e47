"""The pages on which agencies and roles are kept."""

from __future__ import annotations

import pytest

from cocreate.accounts import queries
from cocreate.accounts.models import Role
from tests.factories import make_agency, make_member, make_user


@pytest.fixture
def city(db_session):
    return make_agency("某市人民政府", slug="city")


@pytest.fixture
def enter(app, city):
    """A browser in which somebody with a role in the city (or none) has signed in."""

    def sign_in(role: str | None = Role.SYSTEM_ADMIN):
        user = make_user()
        if role is not None:
            make_member(city, role, user=user)
        visitor = app.test_client()
        visitor.sign_in(user)
        return visitor

    return sign_in


PAGES = [
    "/admin/agencies",
    "/admin/agencies/city",
    "/admin/agencies/city/new",
    "/admin/agencies/city/edit",
    "/admin/agencies/city/members/new",
]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_the_system_administrator_sees_every_page(enter, language, path):
    assert enter().get(language + path).status_code == 200


@pytest.mark.parametrize("role", [None, "editor", "moderator", "security_admin", "audit_admin"])
def test_nobody_else_sees_any(enter, client, role):
    browser = enter(role)
    for path in PAGES:
        assert browser.get(path).status_code == 403
        assert browser.post(path).status_code in (403, 405)
        assert client.get(path).status_code in (303, 403)


def test_an_agency_is_added_changed_and_given_people(enter, city):
    browser, person = enter(), make_user(phone="+8613800001111")
    made = browser.post("/admin/agencies/city/new", data={"name": "市住房局", "slug": "housing"})
    assert made.location == "/admin/agencies/housing"
    change = {"name": "市住建局", "phone": "12345", "approvals_needed": "2", "answer_days": "20"}
    change["may_show_at_once"] = "y"
    assert browser.post("/admin/agencies/housing/edit", data=change).status_code == 303
    given = {"address": "138 0000 1111", "role": "editor", "ends_on": "2099-12-31"}
    assert browser.post("/admin/agencies/housing/members/new", data=given).status_code == 303
    office = queries.agency("housing")
    assert (office.name, office.contact, office.approvals_needed) == ("市住建局", {"phone": "12345"}, 2)
    assert office.may_show_at_once
    [member] = queries.members(office.id)
    assert (member.user_id, member.role, str(member.ends_on)) == (person.id, "editor", "2099-12-31")
    assert "2099" in browser.get("/admin/agencies/housing").text
    assert browser.post(f"/admin/memberships/{member.id}/end").status_code == 303
    [member] = queries.members(office.id)
    assert member.ends_on < queries.local_today()


@pytest.mark.parametrize(
    "part, data, field",
    [
        ("new", {"name": "", "slug": "x"}, "name"),
        ("new", {"name": "名", "slug": "city"}, "slug"),
        ("new", {"name": "名" * 81, "slug": "x"}, "name"),
        ("edit", {"name": "名", "approvals_needed": "two", "answer_days": "30"}, "approvals_needed"),
        ("edit", {"name": "名", "approvals_needed": "1", "answer_days": "9" * 400}, "answer_days"),
        ("edit", {"name": "名", "approvals_needed": "9", "answer_days": "30"}, "approvals_needed"),
        ("members/new", {"address": "13800009999", "role": "editor"}, "address"),
        ("members/new", {"address": "13800001111", "role": "emperor"}, "role"),
        ("members/new", {"address": "13800001111", "role": "editor", "ends_on": "tomorrow"}, "ends_on"),
        ("members/new", {"address": "13800001111", "role": "editor", "ends_on": "2001-01-01"}, "ends_on"),
    ],
)
def test_what_is_refused_stands_beside_its_field_with_what_was_typed(enter, part, data, field):
    make_user(phone="+8613800001111")
    answer = enter().post(f"/admin/agencies/city/{part}", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    for name, typed in data.items():
        assert name == "role" or typed in answer.text


def test_an_agency_lower_down_is_not_open_to_another_office(app, city):
    office, other = make_agency(parent=city, slug="one"), make_agency(parent=city, slug="two")
    user = make_member(office, Role.SYSTEM_ADMIN)
    make_member(other, Role.EDITOR)
    browser = app.test_client()
    browser.sign_in(user)
    assert browser.get("/admin/agencies/one").status_code == 200
    assert browser.get("/admin/agencies/two").status_code == 403
    [member] = queries.members(other.id)
    assert browser.post(f"/admin/memberships/{member.id}/end").status_code == 403
    assert "two" not in browser.get("/admin/agencies").text


@pytest.mark.parametrize(
    "path", ["/admin/agencies/nowhere", "/admin/agencies/%00", "/admin/agencies/" + "x" * 5000]
)
def test_an_agency_that_is_none_is_not_found(enter, path):
    assert enter().get(path).status_code == 404


@pytest.mark.parametrize("number", ["1", "0", "9" * 40])
def test_a_membership_that_is_none_is_not_found(enter, number):
    assert enter().post(f"/admin/memberships/{number}/end").status_code == 404


@pytest.mark.parametrize("path", ["/admin/agencies", "/admin/agencies/city"])
def test_a_page_costs_the_same_for_two_rows_and_for_many(enter, city, statements, path):
    browser = enter()

    def cost(rows: int) -> int:
        for _number in range(rows):
            make_member(make_agency(parent=city), Role.EDITOR)
            make_member(city, Role.EDITOR)
        browser.get(path)
        with statements() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    assert cost(2) == cost(30) <= 12
