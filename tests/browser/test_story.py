"""One contribution lives its whole life in a real browser: sent, reviewed, supported, answered, approved, published, found.

In Chinese and in English, and once without JavaScript. With JavaScript, axe looks at every page of the story, before
and after each click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cocreate.accounts.models import Role
from cocreate.cli.run import routine
from cocreate.core.db import db
from tests.browser.storyteller import Storyteller, work_through
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user

PHONE = "13912345678"
SAID = "每栋楼先试装一部电梯，费用按楼层分摊，一楼不出钱。"


@pytest.fixture(
    params=[("zh", True), ("en", True), ("zh", False)], ids=["chinese", "english", "without-javascript"]
)
def story(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, axe: Any, sms_gateway: Any
) -> Iterator[Storyteller]:
    language, scripts = request.param
    teller = Storyteller(browser, live_server, language, scripts, axe)
    yield teller
    [context.close() for context in teller.contexts]
    assert teller.complaints == []


def test_from_a_guests_words_to_the_published_answer(
    story: Storyteller, db_session, sms_gateway, clock
) -> None:
    agency = make_agency("市住房和城乡建设局")
    call = make_call(
        agency=agency, title="老旧小区加装电梯怎么改", summary="请说说怎么改。", promise="逐条答复。"
    )
    moderator, editor, approver = (
        make_member(agency, role) for role in (Role.MODERATOR, Role.EDITOR, Role.APPROVER)
    )
    neighbour = make_user("宋远")
    other = make_contribution(call, body="电梯要照顾低楼层的采光。")
    slug = call.slug
    db_session.commit()

    citizen = story.person()
    code, number = send_as_a_guest(story, citizen, slug, sms_gateway)
    review(story, moderator, number)
    support_and_comment(story, neighbour, number)
    clock.advance(days=21)
    routine()
    work_through()
    db.session.expire_all()
    answer_both(story, editor, slug, [other.number, number])
    write_and_submit(story, editor, slug)
    approve(story, approver, slug)
    publish(story, editor, slug)
    work_through()
    read_the_answer(story, citizen, number, slug)
    look_it_up(story, number, code)
    assert any(number in message["text"] for message in sms_gateway.messages)


def send_as_a_guest(story: Storyteller, page: Page, slug: str, gateway: Any) -> tuple[str, str]:
    """From the home page to the receipt, with signing up on the way; returns the look-up code and the number."""
    story.open(page, "/")
    story.press(page, "Calls", "link")
    page.get_by_role("link", name="老旧小区加装电梯怎么改").first.click()
    story.look(page)
    page.locator("#say textarea[name=body]").fill(SAID)
    story.press(page, "Send", exact=False)
    page.locator("input[name=address]").fill(PHONE)
    story.press(page, "Send me a code")
    work_through()
    mine = [message for message in gateway.messages if message["phone"].endswith(PHONE)]
    page.locator("input[name=code]").fill(mine[-1]["params"]["code"])
    story.press(page, "Sign in")
    page.locator("input[name=name]").fill("周桂兰")
    page.locator("input[name=accepts]").check()
    story.press(page, "Open my account")
    expect(page.locator("textarea[name=body]").first).to_have_value(SAID)
    page.locator("textarea[name=body]").first.locator("xpath=ancestor::form").get_by_role(
        "button", name=re.compile(f"^{story.words('Send')}")
    ).click()
    story.look(page)
    expect(page.get_by_text(story.words("Your words have arrived"))).to_be_visible()
    text = page.locator("main").inner_text()
    number, code = re.search(r"\d{4}-\d{6}", text), re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", text)
    assert number is not None
    assert code is not None
    return code[0], number[0]


def review(story: Storyteller, moderator: Any, number: str) -> None:
    """The moderator reads the case and publishes it."""
    page = story.person(moderator)
    story.open(page, "/moderation")
    page.locator(f"a[href*='{number}']").first.click()
    story.look(page)
    expect(page.get_by_text(SAID).first).to_be_visible()
    page.locator("button[name=act][value=publish]").click()
    story.look(page)


def support_and_comment(story: Storyteller, neighbour: Any, number: str) -> None:
    """Somebody else supports it and says something about it."""
    page = story.person(neighbour)
    story.open(page, f"/contributions/{number}")
    story.press(page, "Support")
    expect(page.locator("main")).to_contain_text("1")
    page.locator("textarea[name=body]").first.fill("我家也是这样，支持。")
    story.press(page, "Send the comment")


def answer_both(story: Storyteller, editor: Any, slug: str, numbers: list[str]) -> None:
    """The editor answers each contribution; without a reason the answer is refused and nothing typed is lost."""
    page = story.person(editor)
    for number in numbers:
        story.open(page, f"/desk/calls/{slug}/answers/{number}")
        page.locator("input[name=degree][value=adopted_in_part]").check()
        page.locator("textarea[name=measure]").fill("写入实施细则第七条。")
        story.press(page, "Keep this answer")
        expect(page.locator("textarea[name=measure]")).to_have_value("写入实施细则第七条。")
        page.locator("textarea[name=reason]").fill("费用分摊的比例由各楼栋自己商量决定。")
        story.press(page, "Keep this answer")


def write_and_submit(story: Storyteller, editor: Any, slug: str) -> None:
    """The editor writes the outcome and submits it."""
    page = story.person(editor)
    story.open(page, f"/desk/calls/{slug}/outcome")
    if story.scripts and page.locator(".ProseMirror").count():
        page.locator(".ProseMirror").first.click()
        page.keyboard.insert_text("自明年一月起，每栋楼可以先试装一部电梯。")
    else:
        page.locator("textarea[name=text]").fill("自明年一月起，每栋楼可以先试装一部电梯。")
    story.press(page, "Keep this version")
    story.press(page, "Submit for approval", "link")
    story.press(page, "Submit for approval")


def approve(story: Storyteller, approver: Any, slug: str) -> None:
    """Another person approves."""
    page = story.person(approver)
    story.open(page, f"/desk/calls/{slug}/outcome")
    story.press(page, "Approve")


def publish(story: Storyteller, editor: Any, slug: str) -> None:
    """The editor publishes."""
    page = story.person(editor)
    story.open(page, f"/desk/calls/{slug}/outcome")
    story.press(page, "Publish the outcome", "link")
    story.press(page, "Publish now")


def read_the_answer(story: Storyteller, citizen: Page, number: str, slug: str) -> None:
    """The citizen is told, follows the notice, and reads degree and reason; the outcome shows them too."""
    story.open(citizen, "/notices")
    citizen.locator(f"main a[href*='{number}']").first.click()
    story.look(citizen)
    expect(citizen.locator("main")).to_contain_text("费用分摊的比例由各楼栋自己商量决定。")
    expect(citizen.locator("main")).to_contain_text(story.words("Adopted in part"))
    story.open(citizen, f"/calls/{slug}/outcome")
    expect(citizen.locator("main")).to_contain_text("自明年一月起，每栋楼可以先试装一部电梯。")
    expect(citizen.locator("main")).to_contain_text(number)


def look_it_up(story: Storyteller, number: str, code: str) -> None:
    """Anyone who holds the receipt sees the same without an account."""
    page = story.person()
    story.open(page, "/lookup")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=code]").fill(code.lower())
    story.press(page, "Look it up")
    expect(page.locator("main")).to_contain_text(SAID)
    expect(page.locator("main")).to_contain_text(story.words("Adopted in part"))
