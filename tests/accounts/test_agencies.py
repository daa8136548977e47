"""The tree of agencies, the roles in it, and the settings of the site."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cocreate.accounts import agencies, digests, queries
from cocreate.accounts.models import Role
from cocreate.core.actor import Actor, Seat
from cocreate.core.errors import Conflict, Denied, Invalid, NotFound
from tests.factories import actor_of, make_agency, make_member, make_user

SYSTEM = Actor.system()
pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def city(db_session):
    return make_agency("某市人民政府", slug="city")


@pytest.fixture
def office(city):
    return make_agency("市住房局", parent=city, slug="housing")


@pytest.fixture
def chief(city):
    """Acts as the system administrator of the city."""
    return actor_of(make_member(city, Role.SYSTEM_ADMIN))


def test_an_agency_hangs_below_its_parent(chief, city):
    office = agencies.create_agency(chief, city, " Housing ", "市住房局", "Housing Office")
    section = agencies.create_agency(chief, office, "lifts", "电梯科")
    assert (office.slug, office.path, office.depth) == ("housing", f"{city.path}{office.id}/", 1)
    assert section.path == f"/{city.id}/{office.id}/{section.id}/"


def test_one_installation_is_one_tree(city):
    with pytest.raises(Conflict):
        agencies.create_agency(SYSTEM, None, "second", "又一个根")


@pytest.mark.parametrize(
    "slug, name, field",
    [
        ("", "名", "slug"),
        ("a b", "名", "slug"),
        ("-a", "名", "slug"),
        ("a--b", "名", "slug"),
        ("住房", "名", "slug"),
        ("a" * 61, "名", "slug"),
        ("city", "名", "slug"),
        ("new", "", "name"),
    ],
)
def test_a_bad_agency_is_refused_beside_its_field(chief, city, slug, name, field):
    with pytest.raises(Invalid) as refusal:
        agencies.create_agency(chief, city, slug, name)
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_plants_and_gives_roles(city, office, role):
    other = actor_of(make_member(city, role))
    with pytest.raises(Denied):
        agencies.create_agency(other, office, "new", "新")
    with pytest.raises(Denied):
        agencies.add_member(other, office, "13800000000", "editor")


def test_an_administrator_of_one_office_has_no_say_in_another(city, office):
    other = make_agency("市教育局", parent=city)
    head = actor_of(make_member(office, Role.SYSTEM_ADMIN))
    agencies.create_agency(head, office, "below", "科")
    for elsewhere in (city, other):
        with pytest.raises(Denied):
            agencies.create_agency(head, elsewhere, "new", "新")


def test_a_role_holds_for_everything_below_and_until_its_last_day(chief, city, office, clock):
    user = make_user(phone="+8613800001111")
    today = queries.local_today()
    agencies.add_member(chief, city, "138 0000 1111", "moderator", ends_on=today)
    assert actor_of(user).holds("moderator", office.path)
    assert not actor_of(user).holds("editor", office.path)
    clock.advance(days=1)
    assert actor_of(user).memberships == ()


def test_a_role_begins_on_its_first_day(chief, office, clock):
    user = make_user(phone="+8613800001111")
    agencies.add_member(
        chief, office, "13800001111", "editor", starts_on=queries.local_today() + timedelta(days=2)
    )
    assert actor_of(user).memberships == ()
    clock.advance(days=2)
    assert actor_of(user).memberships == (Seat("editor", office.path),)


def test_a_role_that_ended_is_opened_again_in_the_same_row(chief, office):
    user = make_user(phone="+8613800001111")
    first = agencies.add_member(chief, office, "13800001111", "editor")
    agencies.end_member(chief, first)
    assert actor_of(user).memberships == ()
    assert agencies.add_member(chief, office, "13800001111", "editor").id == first.id
    assert actor_of(user).memberships == (Seat("editor", office.path),)


@pytest.mark.parametrize(
    "typed, role, days, field",
    [
        ("13800009999", "editor", (None, None), "address"),
        ("nonsense", "editor", (None, None), "address"),
        ("13800001111", "emperor", (None, None), "role"),
        ("13800001111", "editor", (date(2026, 2, 2), date(2026, 2, 1)), "ends_on"),
        ("13800002222", "editor", (None, None), "address"),
        ("13800003333", "system_admin", (None, None), "role"),
    ],
)
def test_a_bad_membership_is_refused_beside_its_field(city, office, typed, role, days, field):
    make_user(phone="+8613800001111")
    chief = actor_of(make_member(city, Role.SYSTEM_ADMIN, user=make_user(phone="+8613800002222")))
    make_member(city, Role.AUDIT_ADMIN, user=make_user(phone="+8613800003333"))
    with pytest.raises(Invalid) as refusal:
        agencies.add_member(chief, office, typed, role, *days)
    assert list(refusal.value.fields) == [field]


def test_nobody_ends_their_own_role(chief, city):
    [own] = queries.members(city.id)
    with pytest.raises(Conflict):
        agencies.end_member(chief, own)


def test_the_first_administrator_is_made_by_the_system_only(chief, city):
    user = agencies.create_admin(
        SYSTEM, "13800001111", "管理员", "system_admin", city, "correct horse battery"
    )
    assert digests.password_fits(user.password_hash, "correct horse battery")
    assert user.phone_verified_at is not None
    assert actor_of(user).holds("system_admin", city.path)
    with pytest.raises(Denied):
        agencies.create_admin(chief, "13800002222", "另一个", "system_admin", city)


@pytest.mark.parametrize(
    "changes",
    [
        {"approvals_needed": 0},
        {"approvals_needed": 4},
        {"answer_days": 0},
        {"answer_days": 10**30},
        {"name": " "},
    ],
)
def test_limits_of_an_agency(chief, office, changes):
    fine = {"name": "市住房局", "name_en": "", "contact": {}, "approvals_needed": 2, "answer_days": 20}
    agencies.change_agency(chief, office, **fine)
    assert (office.approvals_needed, office.answer_days) == (2, 20)
    with pytest.raises(Invalid):
        agencies.change_agency(chief, office, **fine | changes)


def test_contacts_are_cleaned_and_empty_ones_left_out(chief, office):
    contact = {"phone": " 12345 ", "email": "  "}
    agencies.change_agency(chief, office, "市住房局", "", contact, 1, 30)
    assert office.contact == {"phone": "12345"}


@pytest.mark.parametrize(
    "key, value",
    [("participation_level", "none"), ("participation_level", None), ("Bad Key", 1), ("", 1), ("a" * 61, 1)],
)
def test_settings_that_are_refused(key, value):
    with pytest.raises(Invalid):
        agencies.change_setting(SYSTEM, key, value)
    assert queries.settings_dict() == {}


def test_settings_are_changed_by_the_security_administrator(city, chief):
    keeper = actor_of(make_member(city, Role.SECURITY_ADMIN))
    agencies.change_setting(keeper, "participation_level", "email")
    agencies.change_setting(keeper, "participation_level", "mobile")
    assert queries.settings_dict() == {"participation_level": "mobile"}
    with pytest.raises(Denied):
        agencies.change_setting(chief, "participation_level", "email")


def test_what_does_not_exist_is_not_found():
    for ask in (
        lambda: queries.agency("nowhere"),
        lambda: queries.get_user(1),
        lambda: queries.membership(1),
        lambda: queries.membership(10**30),
    ):
        with pytest.raises(NotFound):
            ask()
