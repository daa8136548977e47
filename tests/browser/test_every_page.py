"""Every page of the house on a phone: no barrier, nothing wider than the screen, no script that fails."""

from __future__ import annotations

import os
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.storyteller import Storyteller
from tests.milestones.conftest import office
from tests.web.test_every_address import ENDS_SESSION, World, addresses, world

__all__ = ["office", "world"]
PIECES = {"contributions.similar", "moderation.similar"}  # parts of pages, fetched by their scripts
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("who", ["chief", "author"])
def test_every_page_is_free_of_barriers(
    app: Flask, browser: Browser, live_server: Any, axe: Any, world: World, who: str
) -> None:
    teller = Storyteller(browser, live_server, "zh", True, axe)
    page = teller.person(world.people[who])
    found: list[str] = []
    seen: set[str] = set()
    for rule, address in addresses(app, world, "GET"):
        if rule.endpoint in ENDS_SESSION | PIECES | seen:
            continue
        answer = page.request.get(live_server.url + address)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(rule.endpoint)
        page.goto(live_server.url + address)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{rule.endpoint}-{who}.png", full_page=True)
        found += [f"{address}: {barrier}" for barrier in axe(page)]
        if (wider := page.evaluate(WIDER)) > 0:
            found.append(f"{address} is {wider} px wider than the screen")
    [context.close() for context in teller.contexts]
    assert teller.complaints == []
    assert not found, "\n".join(found)
    assert len(seen) > 30
