"""Who may take part and who may run things, each refusal with its own sentence."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from cocreate.accounts import texts
from cocreate.accounts.models import TextKind
from cocreate.accounts.policy import POLICY, is_staff, is_system_admin, may_take_part
from cocreate.core.actor import Actor, Seat
from cocreate.core.clock import now

CURRENT = {"terms_version": texts.version(TextKind.TERMS), "privacy_version": texts.version(TextKind.PRIVACY)}
PERSON = {
    "id": 1,
    "closed_at": None,
    "suspended_until": None,
    "phone_verified_at": now(),
    "email_verified_at": None,
    **CURRENT,
}
BY_MAIL = {"phone_verified_at": None, "email_verified_at": now()}


def person(settings=None, **changes) -> Actor:
    return Actor(user=SimpleNamespace(**PERSON | changes), settings=settings or {})


@pytest.mark.parametrize(
    "actor, word",
    [
        (person(), None),
        (Actor.guest(), "sign in"),
        (person(closed_at=now()), "sign in"),
        (person(suspended_until=now() + timedelta(days=1)), "suspended"),
        (person(suspended_until=now() - timedelta(days=1)), None),
        (person(phone_verified_at=None), "mobile number"),
        (person(**BY_MAIL), "mobile number"),
        (person({"participation_level": "mobile"}, **BY_MAIL), "mobile number"),
        (person({"participation_level": "email"}, **BY_MAIL), None),
        (person({"participation_level": "email"}), None),
        (person({"participation_level": "email"}, phone_verified_at=None), "mobile number"),
        (person(terms_version=""), "terms"),
        (person(privacy_version="0.1"), "privacy"),
    ],
)
def test_who_may_take_part(app, actor, word):
    with app.test_request_context("/", environ_base={"cocreate.language": "en"}):
        why = may_take_part.why_not(actor, None)
        assert why is None if word is None else word in str(why)


CITY, OFFICE, OTHER = (SimpleNamespace(path=path) for path in ("/1/", "/1/7/", "/1/70/"))


@pytest.mark.parametrize(
    "seats, agency, allowed",
    [
        ((), OFFICE, False),
        ((Seat("system_admin", "/1/"),), CITY, True),
        ((Seat("system_admin", "/1/"),), OFFICE, True),
        ((Seat("system_admin", "/1/7/"),), OFFICE, True),
        ((Seat("system_admin", "/1/7/"),), OTHER, False),
        ((Seat("system_admin", "/1/7/"),), CITY, False),
        ((Seat("system_admin", "/1/7/"),), None, True),
        ((Seat("audit_admin", "/1/"), Seat("security_admin", "/1/"), Seat("editor", "/1/")), CITY, False),
    ],
)
def test_the_system_administrator_rules_at_and_below(seats, agency, allowed):
    actor = Actor(user=SimpleNamespace(**PERSON), memberships=seats)
    assert (is_system_admin.why_not(actor, agency) is None) is allowed
    assert (is_staff.why_not(actor, None) is None) is bool(seats)


@pytest.mark.parametrize("name", sorted(set(POLICY) - {"session.begin"}))
def test_guests_may_do_nothing_but_come_in(name):
    thing = SimpleNamespace(path="/1/", agency=CITY)
    assert POLICY[name].why_not(Actor.guest(), thing) is not None
