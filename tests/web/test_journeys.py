"""A person's page of all their words, and the share card: only one's own, only what is public, at a fixed cost."""

from __future__ import annotations

import pytest

from cocreate.contributions.models import State
from cocreate.core.db import db
from cocreate.journeys import people, png
from cocreate.milestones import promise_queries, promises
from cocreate.milestones.models import Promise
from tests.factories import make_call, make_contribution, make_user
from tests.milestones.conftest import Aftermath, done, office

__all__ = ["office"]

BUDGET = 12


def test_the_page_costs_the_same_however_many(db_session, client, statements) -> None:
    user = make_user(language="en")
    client.sign_in(user)
    costs = []
    for _ in range(2):
        for at in range(8):
            make_contribution(make_call(), author=user, title=f"我的话{at}")
        db.session.commit()
        with statements() as seen:
            page = client.get("/en/journeys")
        costs.append(len(seen))
        assert "我的话3" in page.text
    assert costs[0] == costs[1] <= BUDGET


def test_totals_add_up_and_what_was_returned_waits(db_session, client) -> None:
    user = make_user(language="en")
    for state in (State.PUBLIC, State.IN_REVIEW, State.RETURNED, State.WITHHELD, State.WITHDRAWN):
        make_contribution(author=user, state=state, title=f"话-{state.value}")
    make_contribution(author=make_user(), title="别人的话")
    found = people.totals(user.id)
    assert (found.sent, found.waiting, found.returned, found.ended) == (5, 2, 1, 2)
    client.sign_in(user)
    text = client.get("/en/journeys").text
    assert "A moderator asks you to change something." in text
    assert "别人的话" not in text


def test_a_promise_whose_day_has_come_waits_for_its_author(office: Aftermath, client, statements) -> None:
    def asked(*numbers: str) -> Promise:
        step = office.plan(done(numbers=numbers))
        promises.ask_due()
        return office.promise(step)

    promise, other = asked(office.kept.number), asked(office.refused.number)
    db.session.commit()
    client.sign_in(office.author)
    with statements() as seen:
        page = client.get("/en/journeys").text
    assert len(seen) <= BUDGET
    assert f"/promises/{promise.id}" in page
    assert f"/promises/{other.id}" not in page
    assert [one.promise.id for one in promise_queries.unsaid(office.author.id)] == [promise.id]
    asked()  # goes back to no one contribution, so to all
    assert len(promise_queries.unsaid(office.author.id)) == 2
    office.say(office.author, promise)
    db.session.commit()
    page = client.get("/en/journeys").text
    assert page.count(f"/promises/{promise.id}") == 1  # in its thread, and no longer in what waits
    assert "You said: Kept" in page
    assert promise_queries.unsaid(office.supporters[0].id) == []


def test_nothing_sent_yet_and_guests(db_session, client) -> None:
    assert client.get("/journeys").status_code in (303, 403)
    client.sign_in(make_user())
    assert client.get("/journeys").status_code == 200


@pytest.mark.parametrize("kind", ["card", "card.svg", "card.png"])
def test_cards_only_of_what_is_public(db_session, client, kind: str) -> None:
    author = make_user("张祥瑞")
    hidden = make_contribution(author=author, state=State.IN_REVIEW)
    db.session.commit()
    client.sign_in(author)
    assert client.get(f"/contributions/{hidden.number}/{kind}").status_code == 403


def test_the_card_masks_the_name(db_session, client) -> None:
    row = make_contribution(author=make_user("张祥瑞"), body="先装电梯。")
    db.session.commit()
    drawn = client.get(f"/contributions/{row.number}/card.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert "张**" in drawn.text
    assert "张祥瑞" not in drawn.text
    page = client.get(f"/contributions/{row.number}").text
    assert f'content="http://localhost/contributions/{row.number}/card.png"' in page


@pytest.mark.skipif(not png.can_draw(), reason="this machine has no Chinese font")
def test_the_card_as_a_picture(db_session, client) -> None:
    row = make_contribution()
    db.session.commit()
    assert client.get(f"/contributions/{row.number}/card.png").mimetype == "image/png"
