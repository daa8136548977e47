"""Who acts, and who holds what: answers and what they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cocreate.accounts import queries
from cocreate.accounts.models import Role, SiteSetting
from cocreate.core.clock import now
from tests.factories import actor_of, make_agency, make_member, make_user

pytestmark = pytest.mark.usefixtures("db_session")


def test_a_session_belongs_to_its_person_with_their_seats():
    city = make_agency()
    user = make_member(city, "editor")
    make_member(city, "approver", user=user)
    actor = queries.load_actor(user.id, 0)
    assert actor.user == user
    assert [seat.role for seat in actor.memberships] == ["editor", "approver"]


@pytest.mark.parametrize(
    "changes, epoch", [({"epoch": 1}, 0), ({"epoch": 1}, 2), ({"closed": True}, 0), (None, 0)]
)
def test_a_session_without_a_living_account_is_a_guests(changes, epoch):
    if changes and changes.pop("closed", False):
        changes["closed_at"] = now()
    user_id = make_user(**changes).id if changes is not None else 12345
    assert queries.load_actor(user_id, epoch).is_guest


def test_loading_who_acts_costs_one_statement(db_session, statements):
    city = make_agency()
    user = make_user()
    for role in Role:
        make_member(city, role, user=user)
    db_session.add(SiteSetting(key="participation_level", value="email"))
    db_session.add(SiteSetting(key="something", value=[1]))
    db_session.commit()
    user_id = user.id
    db_session.expunge_all()
    with statements() as seen:
        actor = queries.load_actor(user_id, 0)
    assert len(seen) == 1
    assert len(actor.memberships) == len(Role)
    assert actor.settings == {"participation_level": "email"}


def test_the_tree_comes_in_order_each_below_its_parent():
    city = make_agency("市")
    first, second = make_agency("一", parent=city), make_agency("二", parent=city)
    below = make_agency("科", parent=first)
    assert queries.agencies() == [city, first, below, second]
    assert queries.agencies([first.path]) == [first, below]
    assert queries.agencies([]) == []


def test_holders_of_a_role_are_found_from_below():
    city = make_agency()
    office = make_agency(parent=city)
    above, here = make_member(city, "moderator"), make_member(office, "moderator")
    make_member(office, "editor")
    make_member(city, "moderator", ends_on=queries.local_today() - timedelta(days=1))
    make_member(make_agency(parent=city), "moderator")
    make_member(city, "moderator", user=make_user(closed_at=now()))
    assert queries.holders(Role.MODERATOR, office.path) == [above, here]
    assert queries.holders(Role.MODERATOR, city.path) == [above]


def test_members_list_those_in_force_first():
    city = make_agency()
    over = make_member(city, "editor", ends_on=queries.local_today() - timedelta(days=1))
    here = make_member(city, "editor", ends_on=queries.local_today())
    assert [one.user for one in queries.members(city.id)] == [here, over]


def test_people_come_in_one_statement(statements):
    people = [make_user() for _number in range(20)]
    with statements() as seen:
        assert queries.users([user.id for user in people]) == {user.id: user for user in people}
    assert len(seen) == 1
    with statements() as seen:
        assert queries.users([]) == {}
    assert seen == []


def test_the_actor_of_a_person_at_hand():
    user = make_user()
    assert actor_of(user).user_id == user.id
