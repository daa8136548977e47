"""Choosing how one is told, and the links that end letters."""

from __future__ import annotations

import pytest

from cocreate.core.actor import Actor
from cocreate.core.errors import Denied, Invalid, NotFound
from cocreate.notices import choices, queries
from cocreate.notices.choices import Wish
from cocreate.notices.models import Pace, Topic
from tests.factories import actor_of, make_user


def _token(user, topic: Topic | None = Topic.TALK) -> str:
    return choices.unsubscribe_url(user.id, topic).rpartition("/")[2]


def test_choices_are_kept_and_changed(db_session) -> None:
    user, other = make_user(), make_user()
    choices.choose(actor_of(user), {Topic.OWN: Wish(Pace.DAILY, Pace.AT_ONCE)})
    choices.choose(actor_of(user), {Topic.OWN: Wish(Pace.WEEKLY), Topic.TALK: Wish(Pace.NEVER)})
    found = queries.choices([user.id, other.id])
    assert {key: (row.mail, row.sms) for key, row in found.items()} == {
        (user.id, Topic.OWN): (Pace.WEEKLY, None),
        (user.id, Topic.TALK): (Pace.NEVER, None),
    }


def test_guests_choose_nothing_and_text_messages_have_no_digest(db_session) -> None:
    with pytest.raises(Denied):
        choices.choose(Actor.guest(), {Topic.OWN: Wish()})
    with pytest.raises(Invalid) as refusal:
        choices.choose(actor_of(make_user()), {Topic.OWN: Wish(sms=Pace.DAILY)})
    assert list(refusal.value.fields) == ["own_sms"]


def test_a_link_ends_letters_about_one_topic_or_all(db_session) -> None:
    user = make_user()
    choices.choose(actor_of(user), {Topic.TALK: Wish(Pace.DAILY, Pace.AT_ONCE)})
    assert choices.unsubscribe(_token(user)) is Topic.TALK
    row = queries.choices([user.id])[user.id, Topic.TALK]
    assert (row.mail, row.sms) == (Pace.NEVER, Pace.AT_ONCE)
    assert choices.unsubscribe(_token(user, None)) is None
    assert {row.mail for row in queries.choices([user.id]).values()} == {Pace.NEVER}
    choices.unsubscribe(_token(user), again=True)
    assert queries.choices([user.id])[user.id, Topic.TALK].mail is Pace.AT_ONCE


@pytest.mark.parametrize("spoil", ["", "x", '[1,"own"].abc', "W10.x"])
def test_a_link_we_did_not_write_opens_nothing(db_session, spoil: str) -> None:
    with pytest.raises(NotFound):
        choices.unsubscribe(spoil)


def test_a_changed_link_opens_nothing(db_session) -> None:
    token = _token(make_user())
    with pytest.raises(NotFound):
        choices.unsubscribe(token[:-2] + ("aa" if token[-2:] != "aa" else "bb"))
