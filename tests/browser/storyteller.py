"""People at their browsers, each in a context of their own, who say what to press in the language of their story."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from cocreate.core import jobs
from tests.laws.house import ROOT
from tests.services.site import session_cookie

CHINESE = ROOT / "cocreate" / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"


class Storyteller:
    """People at their browsers: each has a context of their own, and says what to press in the language of the story."""

    def __init__(
        self, browser: Browser, site: Any, language: str, scripts: bool, axe: Callable[[Page], list[str]]
    ):
        self.browser, self.site, self.scripts, self.axe = browser, site, scripts, axe
        self.root = site.url + ("/en" if language == "en" else "")
        with CHINESE.open("rb") as file:
            self.catalogue = read_po(file) if language == "zh" else None
        self.contexts: list[Any] = []
        self.complaints: list[str] = []

    def words(self, english: str) -> str:
        """What stands on the page for these words of the code."""
        found = self.catalogue.get(english) if self.catalogue else None
        return str(found.string) if found is not None and found.string else english

    def person(self, user: Any = None) -> Page:
        """A new browser, signed in when a person is given."""
        context = self.browser.new_context(
            java_script_enabled=self.scripts, viewport={"width": 360, "height": 740}, locale="zh-CN"
        )
        if user is not None:
            context.add_cookies([{**session_cookie(self.site.app, user), "url": self.site.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("response", lambda answer: answer.status >= 500 and self.complaints.append(answer.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: "Content Security" in said.text and self.complaints.append(said.text))
        self.contexts.append(context)
        return page

    def open(self, page: Page, path: str) -> None:
        """Go to an address."""
        page.goto(self.root + path)
        self.look(page)

    def press(self, page: Page, english: str, role: str = "button", **which: Any) -> None:
        """Press what is called so, and look at what comes."""
        name = re.compile(re.escape(self.words(english)))
        page.get_by_role(role, name=name, **which).first.click()
        page.wait_for_load_state()
        self.look(page)

    def look(self, page: Page) -> None:
        """No barrier on the page as it stands."""
        if self.scripts:
            barriers = self.axe(page)
            assert not barriers, f"{page.url}: {barriers}"


def work_through() -> None:
    """All background work that is due, as the worker does it."""
    while jobs.run_due():
        pass
