"""A promise in a real browser: its day comes, contributors say that it was not kept, and from five on everybody reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from cocreate.cli.run import routine
from cocreate.core.db import db
from tests.browser.storyteller import Storyteller, work_through
from tests.milestones.conftest import Aftermath, in_days, office

__all__ = ["office"]


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


def test_from_a_promise_to_what_contributors_say_of_it(
    story: Storyteller, live_server: Any, office: Aftermath, sms_gateway: Any, clock: Any
) -> None:
    db.session.commit()
    slug = office.call.slug
    editor = story.person(office.editor)
    story.open(editor, f"/desk/calls/{slug}/milestones")
    story.press(editor, "Add a step", "link")
    editor.locator("input[name=title]").fill("首批十栋楼装上电梯")
    editor.locator("input[name=planned_on]").fill(in_days(30).isoformat())
    editor.locator("textarea[name=numbers]").fill(office.kept.number)
    story.press(editor, "Make it public")
    expect(editor.locator("main")).to_contain_text("首批十栋楼装上电梯")

    db.session.rollback()  # to read what the editor wrote meanwhile
    clock.advance(days=30)
    routine()
    work_through()
    for count, user in enumerate(office.people[:5], start=1):
        page = story.person(user)
        story.open(page, "/notices")
        page.locator("main a[href*='/promises/']").first.click()
        page.wait_for_load_state()
        if count == 1:
            story.press(page, "Send my answer")
            expect(page.locator("main")).to_contain_text(story.words("Please choose a number from 1 to 5."))
        page.locator("input[name=kept][value=not_kept]").check()
        page.locator("input[name=rating][value='2']").check()
        if count == 1:
            page.locator("textarea[name=comment]").fill("第三栋到现在也没有动工。")
        story.press(page, "Send my answer")
        story.open(page, f"/calls/{slug}/outcome")
        opinion = page.locator(".claims .opinion")
        expect(opinion).to_have_count(1 if count >= 5 else 0)
    expect(opinion).to_contain_text(story.words("Not kept"))
    expect(opinion).not_to_contain_text("第三栋到现在也没有动工。")
    _the_comment_is_reviewed_and_the_agency_replies(story, office)

    for path in (f"/calls/{slug}/outcome", f"/calls/{slug}/outcome/progress"):
        story.open(page, path)
        if story.scripts:
            page.locator(".opinion summary").click()
        expect(opinion if path.endswith("outcome") else page.locator(".opinion")).to_contain_text(
            "明年三月前补装"
        )
    expect(page.locator(".opinion")).to_contain_text("第三栋到现在也没有动工。")
    story.open(page, f"/contributions/{office.kept.number}")
    expect(page.locator("main")).to_contain_text(story.words("Was it kept?"))
    expect(page.locator(".thread")).to_contain_text("明年三月前补装")


def _the_comment_is_reviewed_and_the_agency_replies(story: Storyteller, office: Aftermath) -> None:
    moderator = story.person(office.moderator)
    story.open(moderator, "/moderation/words")
    moderator.locator("main a[href*='/moderation/words/']").first.click()
    moderator.wait_for_load_state()
    story.press(moderator, "Show these words")
    editor = story.person(office.editor)
    story.open(editor, f"/desk/calls/{office.call.slug}/milestones")
    story.press(editor, "Reply to what they say", "link")
    editor.locator("textarea[name=text]").fill("第三栋的管线还没有迁完，明年三月前补装。")
    story.press(editor, "Make the reply public")
