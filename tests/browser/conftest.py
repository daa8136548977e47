"""The browser of the stories: Debian's Chromium, a Chinese reader's settings, and axe to look for barriers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tests.services.site import LiveServer, session_cookie

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
# Chromium's own calls home would only wait for a network that tests don't need.
FLAGS = [
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium (CHROMIUM names another), never one that Playwright would download."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise RuntimeError("Chromium is not installed: apt-get install chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone-sized Chinese reader; a story changes it with @pytest.mark.browser_context_args(…)."""
    phone = {"width": 360, "height": 740}
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": phone}


@pytest.fixture
def watched(context: BrowserContext) -> list[str]:
    """What pages of this context complain about: script errors, what the content policy refused, answers of 500.

    A refusal such as 422 or 404 is no complaint: stories meet them on purpose."""
    complaints: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error" and "the server responded with a status of 4" not in said.text:
            complaints.append(f"console: {said.text}")

    def answered(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status} {response.url}")

    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("console", heard)
    context.on("response", answered)
    return complaints


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`: the barriers that axe finds on the page as it stands, one line for each place.

    Needs JavaScript in the page's context."""

    def barriers(page: Page) -> list[str]:
        page.evaluate(AXE + ";0")
        found = page.evaluate("rules => axe.run(document, rules)", RULES)
        return [
            f"{one['id']} ({one['impact']}): {one['help']}: {' '.join(map(str, node['target']))}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    return barriers


@pytest.fixture
def enter(live_server: LiveServer) -> Callable[[BrowserContext, Any], None]:
    """`enter(context, user)`: the browser's context is signed in as this person, without going through the pages."""

    def signed_in(context: BrowserContext, user: Any) -> None:
        context.add_cookies([{**session_cookie(live_server.app, user), "url": live_server.url}])

    return signed_in
