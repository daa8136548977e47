"""What was said elsewhere is entered by the staff, counted, reviewed and found like anything else, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cocreate.calls.models import Stage, Visibility
from cocreate.contributions import behalf, queries
from cocreate.contributions.behalf import Entry
from cocreate.contributions.models import Channel, State
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import Denied, Invalid
from cocreate.moderation import queries as moderation
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user


@pytest.fixture
def hall(db_session, clock):
    """An editor and an open call."""
    agency = make_agency()
    return actor_of(make_member(agency, "editor")), make_call(agency=agency)


def entry(**changes) -> Entry:
    first = {"row": "1", "channel": Channel.HALL, "body": "请给六号楼也装电梯。", "received_on": today()}
    return Entry(**first | changes)


def test_an_entry_is_a_contribution_like_any_other(hall) -> None:
    clerk, call = hall
    row = behalf.enter(clerk, call, entry(name="张祥瑞", phone="13812345678"))
    assert (row.channel, row.state, row.author_id, row.author_name) == (
        Channel.HALL,
        State.IN_REVIEW,
        None,
        "张祥瑞",
    )
    assert moderation.find_open(call.id, row.id) is not None
    figures = queries.figures([call.id])[call.id]
    assert queries.counted(call.id) == {name: getattr(figures, name) for name in queries.counted(call.id)}
    known = behalf.intake(row)
    assert known is not None
    assert (known.phone, known.entered_by_id) == ("13812345678", clerk.user_id)


def test_a_form_sent_twice_gives_one(hall) -> None:
    clerk, call = hall
    assert behalf.enter(clerk, call, entry()).id == behalf.enter(clerk, call, entry()).id
    assert behalf.enter(clerk, call, entry(row="2")).id != behalf.enter(clerk, call, entry()).id
    assert behalf.by_channel(call.id) == {Channel.HALL: 2}


def test_what_is_kept_from_the_public_is_counted_but_not_listed(hall) -> None:
    clerk, call = hall
    call.visibility = Visibility.AT_ONCE
    behalf.enter_all(
        clerk, call, "meeting", [entry(is_private=True), entry(row="2", channel=Channel.MEETING)]
    )
    figures = queries.figures([call.id])[call.id]
    assert (figures.received, figures.listed) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": " "}, "body"),
        ({"body": "长" * 5001}, "body"),
        ({"title": "长" * 61}, "title"),
        ({"channel": Channel.WEB}, "channel"),
        ({"name": "长" * 81}, "name"),
        ({"phone": "1" * 31}, "phone"),
        ({"clause_id": 7}, "clause_id"),
    ],
)
def test_what_can_not_be_entered(hall, changes, field: str) -> None:
    clerk, call = hall
    with pytest.raises(Invalid) as refusal:
        behalf.enter(clerk, call, entry(**changes))
    assert list(refusal.value.fields) == [field]


def test_received_in_time_may_be_entered_late_what_came_later_not(hall) -> None:
    clerk, call = hall
    call.stage, call.closes_at = Stage.ANSWERING, call.closes_at - timedelta(days=25)
    db.session.flush()
    last = today() - timedelta(days=5)
    assert behalf.enter(clerk, call, entry(received_on=last)).received_at.date() == last
    for day in (today(), last + timedelta(days=1), today() + timedelta(days=1), today() - timedelta(days=11)):
        with pytest.raises(Invalid) as refusal:
            behalf.enter(clerk, call, entry(row="2", received_on=day))
        assert list(refusal.value.fields) == ["received_on"]
    call.stage = Stage.PUBLISHED
    with pytest.raises(Denied):
        behalf.enter(clerk, call, entry(row="3", received_on=last))


def test_all_or_nothing(hall) -> None:
    clerk, call = hall
    with pytest.raises(Invalid):
        behalf.enter_all(clerk, call, "letters", [entry(), entry(row="2", body="")])
    assert behalf.by_channel(call.id) == {}


def test_only_editors_and_moderators_of_the_agency(hall) -> None:
    _clerk, call = hall
    for user in (make_user(), make_member(make_agency(), "editor"), make_member(call.agency, "supervisor")):
        with pytest.raises(Denied):
            behalf.enter(actor_of(user), call, entry())
    assert behalf.enter(actor_of(make_member(call.agency, "moderator")), call, entry()).number


def test_channels_are_counted_without_comments_and_withdrawn_ones(hall) -> None:
    clerk, call = hall
    web = make_contribution(call)
    make_contribution(call, under=web)
    make_contribution(call, state=State.WITHDRAWN)
    for row, channel in enumerate((Channel.HOTLINE, Channel.HOTLINE, Channel.MAIL)):
        behalf.enter(clerk, call, replace(entry(), row=str(row), channel=channel))
    assert behalf.by_channel(call.id) == {Channel.WEB: 1, Channel.HOTLINE: 2, Channel.MAIL: 1}
    assert [row.channel for row in behalf.recent(call.id, clerk.user_id)][0] is Channel.MAIL
