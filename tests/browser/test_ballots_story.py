"""Ballots in a real browser: an editor sets one up, a person votes by each method, the result is approved and read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.polls import queries
from cocreate.polls.models import Method
from tests.browser.storyteller import Storyteller
from tests.factories import make_call, make_member, make_user
from tests.polls.making import make_poll, options_of


@pytest.fixture(
    params=[("zh", True), ("en", True), ("zh", False)], ids=["chinese", "english", "without-javascript"]
)
def story(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, axe: Any
) -> Iterator[Storyteller]:
    language, scripts = request.param
    teller = Storyteller(browser, live_server, language, scripts, axe)
    yield teller
    [context.close() for context in teller.contexts]
    assert teller.complaints == []


def fill(page: Page, method: Method, ids: list[int]) -> None:
    """Mark the first two options."""
    for place, option in enumerate(ids[:2], start=1):
        field = page.locator(f"[name=o{option}]")
        if method is Method.UP_DOWN:
            page.locator(f"[name=o{option}][value='1']").check()
        elif method is Method.POINTS:
            field.fill("3")
        elif method is Method.RANKING:
            field.select_option(str(place))
        else:
            field.check()


@pytest.mark.usefixtures("db_session")
def test_a_person_votes_by_each_method_and_reads_the_result(story: Storyteller) -> None:
    call = make_call()
    polls = {method: make_poll(method, call=call, options=3)[0] for method in Method}
    ids = {method: options_of(poll) for method, poll in polls.items()}
    voter, approver = make_user(), make_member(call.agency, "approver")
    make_member(call.agency, user=approver)
    db.session.commit()
    page, desk = story.person(voter), story.person(approver)
    story.open(page, f"/calls/{call.slug}")
    page.locator("aside a[href$='/ballots/1']").click()
    for method, poll in polls.items():
        story.open(page, f"/calls/{call.slug}/ballots/{poll.number}")
        if method is Method.OPINION:
            for answer in ("Agree", "Disagree", "Pass"):
                story.press(page, answer)
            expect(page.locator("main")).to_contain_text(
                story.words("You have marked every statement. Thank you.")
            )
            continue
        fill(page, method, ids[method])
        if story.scripts and method is Method.BUDGET:
            expect(page.locator("output")).to_contain_text("80")
        story.press(page, "Cast the vote")
        expect(page.locator("main")).to_contain_text(
            story.words("Your vote counts. You can change it until voting ends.")
        )
    db.session.rollback()
    assert queries.audit(call.id).tallies_equal
    assert all(queries.counts(poll)[queries.VOTERS] == 1 for poll in queries.of_call(call.id))
    for poll in queries.of_call(call.id):
        poll.closes_at = now() - timedelta(seconds=1)
    db.session.commit()
    for poll in polls.values():
        story.open(desk, f"/desk/calls/{call.slug}/ballots/{poll.number}")
        story.press(desk, "Approve and publish the result")
        story.open(page, f"/calls/{call.slug}/ballots/{poll.number}/result")
        expect(page.locator("main")).to_contain_text(story.words("Check it yourself"))


@pytest.mark.usefixtures("db_session")
def test_an_editor_sets_up_a_budget(story: Storyteller) -> None:
    call = make_call()
    editor = make_member(call.agency)
    db.session.commit()
    page = story.person(editor)
    story.open(page, f"/desk/calls/{call.slug}/ballots")
    page.locator("[name=question]").fill("钱给谁？")
    page.locator("[name=method][value=budget]").check()
    page.locator("[name=options]").fill("长椅 | 30000\n路灯 | 50000")
    page.locator("[name=budget]").fill("40000")
    story.press(page, "Set up the ballot")
    expect(page.locator("[name=options]")).to_have_value("长椅 | 30000\n路灯 | 50000")
    page.locator("[name=budget]").fill("80000")
    story.press(page, "Set up the ballot")
    expect(page.locator("main")).to_contain_text("路灯")
