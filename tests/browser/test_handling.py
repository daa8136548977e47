"""A contribution goes from the agency to a department and its draft comes back into the answer, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cocreate.core.db import db
from cocreate.handling import queries
from cocreate.handling.models import State
from tests.handling.conftest import make_office

DRAFT = "已列入明年三月的计划，届时在小区门口公示。"


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["chinese", "english"])
def test_assign_accept_and_hand_in(
    context: BrowserContext,
    live_server: Any,
    db_session: Any,
    enter: Callable[[BrowserContext, Any], None],
    axe: Callable[[Page], list[str]],
    watched: list[str],
    prefix: str,
) -> None:
    office = make_office()
    row = office.contribution(body="小区门口的路灯坏了三个月，晚上很黑。", is_private=True)
    number, department, slug = row.number, office.department.slug, office.call.slug
    root = live_server.url + prefix
    db_session.commit()
    page = context.new_page()

    def open_as(user: Any, path: str) -> None:
        context.clear_cookies()
        enter(context, user)
        page.goto(root + path)
        assert axe(page) == []

    def send(act: str) -> None:
        page.locator(f'form:has(input[name="act"][value="{act}"]) button[type="submit"]').click()
        page.wait_for_load_state()
        assert axe(page) == []

    open_as(office.editor, f"/desk/calls/{slug}/answers")
    page.locator(f'input[name="numbers"][value="{number}"]').check()
    page.locator('button[formaction$="/assign"]').click()
    expect(page.locator("#main")).to_contain_text(number)
    assert axe(page) == []
    page.locator("#days").fill("5")
    page.locator('form.fields button[type="submit"]').click()
    expect(page.locator("#lead-error")).to_be_visible()
    expect(page.locator("#days")).to_have_value("5")
    page.locator("#lead").select_option(department)
    page.locator('form.fields button[type="submit"]').click()
    expect(page).to_have_url(re.compile(f"/desk/calls/{slug}/assignments$"))

    open_as(office.clerk, "/desk/assignments")
    page.locator(f'a[href$="/desk/assignments/{number}/{department}"]').click()
    expect(page.locator("#main")).to_contain_text("路灯坏了三个月")
    send("accept")
    page.locator("#hand_in-text").fill(DRAFT)
    send("hand_in")
    expect(page.locator("#main")).to_contain_text(DRAFT)
    assert page.url == f"{root}/desk/assignments/{number}/{department}"

    open_as(office.editor, f"/desk/calls/{slug}/answers/{number}")
    page.locator(f'a[href*="take={department}"]').click()
    expect(page.locator("#reason")).to_have_value(DRAFT)
    db.session.rollback()  # what the browser did came after this session's last look
    assert queries.get(number, department).state is State.HANDED_IN
    assert watched == []
