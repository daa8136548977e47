"""Two hundred imported messages are clustered, answered by two editors at once, traced, approved and published; their author
finds the sentence. With JavaScript axe looks at every page on the way."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cocreate.accounts.models import Role
from cocreate.calls.models import Call, Stage
from cocreate.core.db import db
from cocreate.demo import reading
from cocreate.exchange import checks
from cocreate.exchange.service import import_messages
from cocreate.outcomes import queries as outcomes
from tests.browser.storyteller import Storyteller, work_through
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user

DARK = [
    "路口晚上太黑，希望在学校门口加装路灯。",
    "学校门口的路口晚上太黑，请加装路灯。",
    "晚上学校门口路口太黑了，希望尽快加装路灯，孩子放学不安全。",
    "建议在学校门口的路口加装路灯，晚上太黑。",
    "希望给学校门口路口加装路灯，晚上太黑看不清人。",
    "孩子晚自习回来，学校门口路口太黑，请加装路灯。",
]
MINE = "楼道里的开关老人摸不到，希望把楼道灯改成声控的，坏了三天之内修好。"
OUTCOME = "学校门口的路口，年底前加装路灯。把楼道灯改成声控的，由街道逐栋排查。"
TAKEN = "把楼道灯改成声控的"
REASON = "这件事已经列入今年的安排，进度每季度公布一次。"


@pytest.fixture(params=["zh", "en"], ids=["chinese", "english"])
def story(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, axe: Any
) -> Iterator[Storyteller]:
    teller = Storyteller(browser, live_server, request.param, True, axe)
    yield teller
    [context.close() for context in teller.contexts]
    assert teller.complaints == []


def messages(folder: Path) -> Path:
    """A file of 199 messages: six that say the same, the others from the demo city."""
    said = [
        one["text"] for call in reading.calls() if call["language"] == "zh" for one in call["contributions"]
    ]
    texts = [*DARK, *dict.fromkeys(said)][:199]
    file = folder / "messages.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["message_id", "user", "time", "title", "body"])
        for number, text in enumerate(texts):
            rows.writerow([number, f"网友{number}", "2026-03-01 09:00:00", text[:12], text])
    return file


def test_two_hundred_messages_become_an_outcome(story: Storyteller, db_session: Any, tmp_path: Path) -> None:
    agency = make_agency("市住房和城乡建设局")
    editors = [make_member(agency, Role.EDITOR, user=make_user(name)) for name in ("刘敏", "何川")]
    approver, author = make_member(agency, Role.APPROVER), make_user("周桂兰")
    call = make_call(agency=agency, title="老旧小区怎么改", slug="estates")
    mine = make_contribution(call, author=author, body=MINE).number
    db_session.commit()
    assert import_messages(messages(tmp_path), "estates").imported == 199
    call.stage, call.closed_at = Stage.ANSWERING, call.opens_at
    db_session.commit()

    first, second = (story.person(editor) for editor in editors)
    cluster_and_answer(story, first)
    answer_at_once(story, first, second, mine)
    answer_the_rest(story, second)
    write_the_outcome(story, first)
    tie(story, first, mine)
    approve_and_publish(story, first, approver)
    find_each_other(story, story.person(author), mine)
    check_row_by_row("estates")


def cluster_and_answer(story: Storyteller, page: Page) -> None:
    """What says the same is found, becomes a cluster, and is answered once."""
    story.open(page, "/desk/calls/estates/clusters")
    page.locator("button[data-key=g]").click()  # "Look again" when a search was asked for already
    work_through()
    story.open(page, "/desk/calls/estates/clusters")
    proposal = page.locator(".proposal", has_text="路灯").first
    proposal.locator("input[name=title]").fill("学校门口加装路灯")
    proposal.get_by_role("button", name=story.words("Make this cluster")).click()
    story.open(page, "/desk/calls/estates/clusters?show=made")
    story.press(page, "Work on it", "link")
    story.press(page, "Write one answer for all", "link")
    page.locator("input[name=degree][value=adopted]").check()
    page.locator("textarea[name=measure]").fill("年底前在学校门口的路口加装路灯。")
    story.press(page, "Answer them all")


def answer_at_once(story: Storyteller, first: Page, second: Page, number: str) -> None:
    """Both write an answer to the same words: the slower one sees both, side by side, and decides."""
    for page in (first, second):
        story.open(page, f"/desk/calls/estates/answers/{number}")
        page.locator("input[name=degree][value=planned]").check()
    first.locator("textarea[name=reason]").fill("先在两个小区试一试，再全面铺开。")
    second.locator("textarea[name=reason]").fill(REASON)
    for page in (first, second):
        page.locator("input[name=review_date]").fill("2099-06-30")
        story.press(page, "Keep this answer")
    expect(second.locator(".clash")).to_contain_text("先在两个小区试一试，再全面铺开。")
    expect(second.locator("textarea[name=reason]")).to_have_value(REASON)
    story.press(second, "Keep this answer")
    assert answer_to(number).reason == REASON


def answer_the_rest(story: Storyteller, page: Page) -> None:
    """All that the filter finds is answered in one act, with its number said before."""
    story.open(page, "/desk/calls/estates/answers?show=unanswered")
    page.locator("input[name=scope][value=all]").check()
    story.press(page, "Answer …")
    page.locator("input[name=degree][value=not_adopted]").check()
    page.locator("textarea[name=reason]").fill("不在这次改造的范围里，已经记下来留给下一次。")
    page.locator("main form.answer-form button.button").first.click()
    page.wait_for_load_state()
    story.look(page)
    expect(page.locator(".desk-counter")).to_contain_text("200 / 200")


def write_the_outcome(story: Storyteller, page: Page) -> None:
    story.open(page, "/desk/calls/estates/outcome")
    page.locator(".ProseMirror").first.click()
    page.keyboard.insert_text(OUTCOME)
    story.press(page, "Keep this version")
    work_through()


def tie(story: Storyteller, page: Page, number: str) -> None:
    """A passage here, a passage there, and T."""
    story.open(page, f"/desk/calls/estates/traces?contribution={number}")
    select(page, "target", TAKEN)
    select(page, "source", TAKEN)
    expect(page.locator("textarea[name=source]")).to_have_value(TAKEN)
    expect(page.locator("input[name=kind][value=quote]")).to_be_checked()
    page.locator("[data-text=target]").focus()
    with page.expect_navigation():
        page.keyboard.press("t")
    story.look(page)
    expect(page.locator("[data-text=target] mark.trace").first).to_have_text(TAKEN)


def select(page: Page, side: str, words: str) -> None:
    """Select words with the mouse's means, wherever their pieces begin and end."""
    page.evaluate(
        """([side, words]) => {
            const box = document.querySelector(`[data-text=${side}]`);
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error(`not found: ${words}`);
        }""",
        [side, words],
    )
    expect(page.locator(f"textarea[name={side}]")).to_have_value(words)


def approve_and_publish(story: Storyteller, editor: Page, approver: Any) -> None:
    story.open(editor, "/desk/calls/estates/outcome")
    story.press(editor, "Submit for approval", "link")
    story.press(editor, "Submit for approval")
    page = story.person(approver)
    story.open(page, "/desk/calls/estates/outcome")
    story.press(page, "Approve")
    story.open(editor, "/desk/calls/estates/outcome")
    story.press(editor, "Publish the outcome", "link")
    story.press(editor, "Publish now")
    work_through()


def find_each_other(story: Storyteller, page: Page, number: str) -> None:
    """From the contribution to the sentence of the outcome, and from the sentence back to the contribution."""
    story.open(page, f"/contributions/{number}")
    expect(page.locator(".words mark.trace")).to_have_text(TAKEN)
    page.locator(".stands-words").first.click()
    page.wait_for_load_state()
    expect(page).to_have_url(re.compile(r"/calls/estates/outcome#at-\d+$"))
    expect(page.locator(".document mark.trace").first).to_have_text(TAKEN)
    page.locator(".document .trace-count").first.click()
    story.look(page)
    expect(page.locator(".whose-here")).to_contain_text(number)
    page.locator(".whose-here a", has_text=number).first.click()
    expect(page).to_have_url(re.compile(f"/contributions/{number}"))


def check_row_by_row(slug: str) -> None:
    db.session.expire_all()
    found = checks.check(the_call(slug))
    assert (found.rows, found.differences) == (200, [])


def the_call(slug: str) -> Call:
    return db.session.query(Call).filter_by(slug=slug).one()


def answer_to(number: str) -> Any:
    """The present answer to a contribution, as the database holds it."""
    db.session.expire_all()
    call = the_call("estates")
    [one] = outcomes.by_numbers(call.id, [number])
    return outcomes.disposition(call.id, one.id, published_only=False)
