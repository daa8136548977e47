"""What people do with their own account."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate.accounts import digests, profile, queries
from cocreate.accounts.models import Consent, TextKind
from cocreate.core.actor import Actor
from cocreate.core.errors import Denied, Invalid, TooMany
from tests.factories import actor_of, make_user

OLD, NEW = "correct horse battery", "another good sentence"
pytestmark = pytest.mark.usefixtures("db_session", "clock")


def test_showing_the_name_is_a_consent_that_can_be_taken_back(db_session, clock):
    user = make_user("张三")
    for wish in (True, True, False, False, True):
        profile.update_profile(actor_of(user), "张三", "zh", wish)
        clock.advance(minutes=1)
    rows = db_session.scalars(sa.select(Consent).order_by(Consent.accepted_at)).all()
    assert [row.text for row in rows] == [TextKind.SHOW_NAME] * 2
    assert [row.withdrawn_at is None for row in rows] == [False, True]
    assert user.shows_name


def test_name_and_language():
    user = make_user("张三")
    profile.update_profile(actor_of(user), " 李四 ", "en", False)
    assert (user.name, user.language) == ("李四", "en")
    with pytest.raises(Invalid):
        profile.update_profile(actor_of(user), "", "en", False)


def with_password():
    return make_user(password_hash=digests.of_password(OLD))


def test_a_first_password_needs_no_present_one_and_ends_other_sessions():
    user = make_user()
    profile.set_password(actor_of(user), NEW, "", "one")
    assert digests.password_fits(user.password_hash, NEW)
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.epoch == 1
    assert queries.load_actor(user.id, 0).is_guest


@pytest.mark.parametrize(
    "current, is_fresh, fine",
    [(OLD, False, True), ("", True, True), ("wrong", False, False), ("", False, False)],
)
def test_who_has_a_password_proves_to_know_it_or_came_with_a_code(current, is_fresh, fine):
    user = with_password()
    if fine:
        profile.set_password(actor_of(user), NEW, current, "one", is_fresh)
    else:
        with pytest.raises(Invalid) as refusal:
            profile.set_password(actor_of(user), NEW, current, "one", is_fresh)
        assert list(refusal.value.fields) == ["current"]
    assert digests.password_fits(user.password_hash, NEW if fine else OLD)


def test_guessing_the_present_password_is_slow_too():
    user = with_password()
    for _turn in range(5):
        with pytest.raises(Invalid):
            profile.set_password(actor_of(user), NEW, "wrong", "one")
    with pytest.raises(TooMany):
        profile.set_password(actor_of(user), NEW, OLD, "two")


def test_a_bad_new_password_changes_nothing():
    user = with_password()
    for bad in ("short", "1234567890", user.phone):
        with pytest.raises(Invalid) as refusal:
            profile.set_password(actor_of(user), bad, OLD, "one")
        assert list(refusal.value.fields) == ["password"]
    assert (user.epoch, digests.password_fits(user.password_hash, OLD)) == (0, True)


def test_signing_out_everywhere_ends_every_session():
    user = make_user()
    token = user.get_id()
    profile.sign_out_everywhere(actor_of(user))
    assert user.get_id() != token
    assert queries.load_actor(user.id, 0).is_guest


@pytest.mark.parametrize(
    "act",
    [
        lambda: profile.update_profile(Actor.guest(), "张三", "zh", True),
        lambda: profile.set_password(Actor.guest(), NEW, "", "one"),
        lambda: profile.sign_out_everywhere(Actor.guest()),
    ],
)
def test_guests_have_nothing_to_change(act):
    with pytest.raises(Denied):
        act()
