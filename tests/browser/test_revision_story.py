"""An answer made anew in a real browser: not satisfied, found justified, answered again, approved, and both are read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from cocreate.core.db import db
from tests.browser.storyteller import Storyteller, work_through
from tests.factories import make_member
from tests.milestones.conftest import Aftermath, office

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


def test_from_not_satisfied_to_a_new_answer(story: Storyteller, office: Aftermath, sms_gateway: Any) -> None:
    judge = make_member(office.agency, "supervisor")
    db.session.commit()
    slug, number = office.call.slug, office.kept.number
    author = story.person(office.author)
    story.open(author, f"/contributions/{number}")
    story.press(author, "I am not satisfied", "link")
    author.locator("textarea[name=text]").fill("没有说清楚明年的预算里有没有这一项。")
    story.press(author, "Send this")
    expect(author.locator("main")).to_contain_text(story.words("You are not satisfied"))

    checker = story.person(judge)
    story.open(checker, f"/desk/calls/{slug}/questions")
    story.press(checker, office.kept.title, "link")
    checker.locator("input[name=finding_is][value=justified]").check()
    checker.locator("textarea[name=finding]").fill("答复确实没有提到预算。")
    story.press(checker, "Keep what I found")

    editor = story.person(office.editor)
    story.open(editor, f"/desk/calls/{slug}/questions")
    story.press(editor, office.kept.title, "link")
    editor.locator("input[name=degree][value=adopted]").check()
    editor.locator("textarea[name=measure]").fill("已经列入明年预算，三月开工。")
    story.press(editor, "Give it to the approvers")
    why = "Please say in a full sentence why the answer changes. Everybody can read it beside the new answer."
    expect(editor.locator("main")).to_contain_text(story.words(why))
    assert editor.locator("textarea[name=measure]").input_value() == "已经列入明年预算，三月开工。"
    editor.locator("textarea[name=why]").fill("预算已经批下来。")
    story.press(editor, "Give it to the approvers")
    expect(editor.locator("main")).to_contain_text(story.words("waits for approval"))

    approver = story.person(office.approver)
    story.open(approver, f"/desk/calls/{slug}/questions")
    story.press(approver, office.kept.title, "link")
    if folder := os.environ.get("PICTURES"):
        approver.screenshot(path=f"{folder}/revision-{story.root[-2:]}-{story.scripts}.png", full_page=True)
    story.press(approver, "Approve the new answer")
    expect(approver.locator("main")).to_contain_text(story.words("public"))

    db.session.rollback()
    work_through()
    story.open(author, "/notices")
    expect(author.locator("main")).to_contain_text("已经列入明年预算")
    story.open(author, f"/contributions/{number}")
    main = author.locator("main")
    for said in ("已经列入明年预算，三月开工。", "预算已经批下来。"):
        expect(main).to_contain_text(said)
    main.locator(".earlier summary").click()
    expect(main.locator(".earlier")).to_contain_text("要等明年的预算定下来。")
    if folder := os.environ.get("PICTURES"):
        author.screenshot(path=f"{folder}/revised-{story.root[-2:]}-{story.scripts}.png", full_page=True)
    story.look(author)
