"""What the small scripts add to pages that work without them: each of them, and that nothing breaks when they fail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cocreate.core.db import db
from cocreate.search import service as search
from tests.factories import make_call, make_contribution, make_user

WORDS = "加装电梯的时候，请给担架留出转弯的地方，井道要够大。"


@pytest.fixture
def call(app, db_session):
    call = make_call(title="电梯怎么装")
    make_contribution(call, title="井道要能进担架", body=WORDS)
    for at in range(6):
        make_contribution(call, title=f"别的事情 {at}", body=f"施工时间要避开午休，这是第 {at} 条。")
    search.index_listed(call.id)
    db.session.commit()
    return call


@pytest.fixture
def reader(call):
    reader = make_user()
    db.session.commit()
    return reader


@pytest.fixture
def address(live_server, call) -> str:
    return f"{live_server.url}/calls/{call.slug}"


def test_supporting_needs_no_reload(page: Page, address: str, enter, reader, watched) -> None:
    enter(page.context, reader)
    page.goto(address)
    page.evaluate("window.stayed = true")
    button = page.locator("form[data-support] button").first
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator("[data-count]")).to_have_text("1")
    button.click()
    expect(button.locator("[data-count]")).to_have_text("0")
    assert page.evaluate("window.stayed")
    assert watched == []


def test_a_failing_script_leaves_the_form_to_the_browser(page: Page, address: str, enter, reader) -> None:
    enter(page.context, reader)
    page.goto(address)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')); }")
    page.locator("form[data-support] button").first.click()
    page.wait_for_url(re.compile("/contributions/"))
    expect(page.locator("form[data-support] button")).to_have_attribute("aria-pressed", "true")


def test_what_a_guest_types_outlives_the_page(page: Page, address: str, watched) -> None:
    page.goto(address)
    page.locator("#body").fill(WORDS)
    expect(page.locator("#say [data-saved]")).not_to_be_empty()
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#body")).to_have_value(WORDS)
    assert watched == []


def test_what_a_person_types_is_kept_by_the_server_too(page: Page, address: str, enter, reader) -> None:
    enter(page.context, reader)
    page.goto(address)
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.locator("#body").fill(WORDS)
    assert "saved" in kept.value.json()
    page.evaluate("localStorage.clear()")
    page.goto(address)
    expect(page.locator("#body")).to_have_value(WORDS)


def test_like_contributions_appear_while_writing(page: Page, address: str, axe, watched) -> None:
    page.goto(address)
    page.locator("#body").fill("加装电梯请给担架留出转弯的地方")
    expect(page.locator("#similar")).to_contain_text("井道要能进担架")
    assert axe(page) == []
    assert watched == []


def test_characters_left_are_told_near_the_limit(page: Page, address: str) -> None:
    page.goto(address)
    counter = page.locator("#body + .counter")
    page.locator("#body").fill("短")
    expect(counter).to_be_empty()
    page.locator("#body").fill("长" * 4990)
    expect(counter).to_contain_text("10")
    page.locator("#body").fill("长" * 5003)
    expect(counter).to_have_class(re.compile("over"))


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_no_page_is_wider_than_the_screen(
    page: Page, address: str, live_server, mode: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.context.add_cookies([{"name": "mode", "value": mode, "url": live_server.url}])
    for where in (address, live_server.url, f"{live_server.url}/calls", f"{live_server.url}/en/about"):
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
