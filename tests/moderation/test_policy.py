"""Who may look at what waits, and who may decide on it: a table of people and acts."""

from __future__ import annotations

import pytest

from cocreate.accounts.models import Role
from cocreate.core.actor import Actor
from cocreate.core.policy import may
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user


@pytest.fixture
def world(db_session):
    city = make_agency("市政府")
    office = make_agency("市住建局", parent=city)
    desk = make_agency("物业科", parent=office)
    author_too = make_member(office, "moderator")
    call = make_call(agency=office)
    contribution = make_contribution(call, author=author_too)
    people = {
        "guest": Actor.guest(),
        "citizen": actor_of(make_user()),
        "moderator here": actor_of(make_member(office, "moderator")),
        "moderator above": actor_of(make_member(city, "moderator")),
        "moderator below": actor_of(make_member(desk, "moderator")),
        "moderator elsewhere": actor_of(make_member(make_agency("市交通局", parent=city), "moderator")),
        "moderator who wrote it": actor_of(author_too),
    }
    for role in set(Role) - {Role.MODERATOR}:
        people[role.value] = actor_of(make_member(office, role))
    return people, (contribution, call)


READERS = {"moderator here", "moderator above", "moderator who wrote it"}
DECIDERS = READERS - {"moderator who wrote it"}


@pytest.mark.parametrize(
    "act, allowed",
    [
        ("case.list", READERS | {"moderator below", "moderator elsewhere"}),
        ("case.read", READERS),
        ("case.release", READERS),
        ("case.claim", DECIDERS),
        ("case.decide", DECIDERS),
    ],
)
def test_who_may(world, act: str, allowed: set[str]) -> None:
    people, matter = world
    assert {name for name, actor in people.items() if may(actor, act, matter)} == allowed
