"""A scorecard in a real browser: internal at first, opened by the security administrator with a reason, read by a guest on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from cocreate.accounts.models import Role
from cocreate.core.db import db
from tests.browser.storyteller import Storyteller
from tests.factories import make_member
from tests.insights.conftest import City, city

__all__ = ["city"]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(params=[("zh", True), ("en", False)], ids=["chinese", "english-without-javascript"])
def story(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, axe: Any
) -> Iterator[Storyteller]:
    language, scripts = request.param
    teller = Storyteller(browser, live_server, language, scripts, axe)
    yield teller
    [context.close() for context in teller.contexts]
    assert teller.complaints == []


def test_a_scorecard_is_opened_and_read(story: Storyteller, city: City, clock: Any) -> None:
    clock.set(NOW)
    for agency, answered in ((city.housing, 8), (city.roads, 5)):
        days = {"closed_at": NOW - timedelta(days=40), "answers_by": NOW - timedelta(days=5)}
        call = city.call(agency, published_at=NOW - timedelta(days=9), **days)
        rows = [city.put(call, NOW - timedelta(days=50 + place * 9)) for place in range(8)]
        for place, row in enumerate(rows[:answered]):
            city.answer(row, ["adopted", "planned", "not_adopted"][place % 3])
    admin = make_member(city.city, Role.SECURITY_ADMIN)
    db.session.commit()
    guest = story.person()
    assert guest.goto(f"{story.root}/scorecards/{city.city.slug}").status == 403

    desk = story.person(admin)
    story.open(desk, "/scorecards")
    desk.locator(f"main a[href$='/scorecards/{city.city.slug}']").click()
    desk.wait_for_load_state()
    story.press(desk, "Choose who may read this", "link")
    desk.locator("input[value=public]").check()
    story.press(desk, "Keep this choice")
    expect(desk.locator(".error")).to_contain_text(
        story.words("Please say in a sentence why. It stands beside the scorecard.")
    )
    desk.locator("textarea[name=reason]").fill("年度公开，请监督。")
    story.press(desk, "Keep this choice")

    story.open(guest, f"/scorecards/{city.city.slug}?now")
    expect(guest.locator("main")).to_contain_text("年度公开，请监督。")
    expect(guest.locator("#in-time tbody tr")).to_have_count(2)
    expect(guest.locator("#in-time tbody tr").nth(1)).to_contain_text("63%")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not guest.evaluate(wide)
    guest.locator("#in-time a[href*='/about/scorecards']").click()
    story.look(guest)
    expect(guest).to_have_url(f"{story.root}/about/scorecards#in-time")
