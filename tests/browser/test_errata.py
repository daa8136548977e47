"""A reader marks a sentence of an outcome, reports what is wrong with it, and finds the correction below the text."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, expect

from cocreate.core.db import db
from cocreate.outcomes import errata, erratum_queries
from tests.browser.storyteller import Storyteller
from tests.outcomes.conftest import Desk, desk

__all__ = ["desk"]

SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector("[data-outcome]"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}"""


def test_what_is_marked_goes_into_the_report(
    browser: Browser, live_server: Any, axe: Any, desk: Desk
) -> None:
    desk.publish()
    db.session.commit()
    teller = Storyteller(browser, live_server, "zh", True, axe)
    page = teller.person(desk.author)
    outcome = f"{live_server.url}/calls/{desk.call.slug}/outcome"
    page.goto(outcome)
    page.evaluate(SELECT, "费用按楼层分摊")
    expect(page.locator("[data-report]")).to_have_attribute("href", re.compile("passage="))
    page.locator("[data-report]").click()
    expect(page.locator("textarea[name=passage]")).to_have_value("费用按楼层分摊")
    page.locator("textarea[name=text]").fill("方案里写的是按面积分摊。")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(outcome)
    db.session.commit()  # what the browser sent is in a later moment of the database
    row = erratum_queries.get(desk.call.id, 1)
    errata.correct(desk.seal, row, desk.call, "费用按面积分摊", "谢谢您的提醒。")
    db.session.commit()
    page.goto(outcome)
    page.locator('a[href="#errors"]').click()
    expect(page.locator("#errors ins")).to_have_text("费用按面积分摊")
    assert axe(page) == []
    [context.close() for context in teller.contexts]
    assert teller.complaints == []
