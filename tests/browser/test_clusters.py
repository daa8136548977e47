"""The editor's job in a browser: 200 messages are proposed as clusters, adjusted, and answered once."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.calls.models import Stage
from cocreate.clusters import queries
from cocreate.core.db import db
from cocreate.outcomes import cluster_answers
from tests.bench.words import suggestion
from tests.clusters.conftest import Table
from tests.factories import make_agency, make_call, make_contribution, make_member, make_user

DATA = Path(__file__).parents[3] / "shared" / "data" / "zh-citizen-messages"


def _messages() -> list[tuple[str, str]]:
    """Real messages, those of the marked topics first; made ones where the data isn't there."""
    if not DATA.exists():
        return [suggestion(seed) for seed in range(200)]
    with (DATA / "same_topic_gold.csv").open(encoding="utf-8-sig", newline="") as lines:
        marked = {row["message_id"] for row in csv.DictReader(lines)}
    with gzip.open(DATA / "messages_with_likes.csv.gz", "rt", encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["message_id"] not in marked)
    return [(row["title"][:60], row["body"][:5000]) for row in rows[:200]]


@pytest.fixture
def table(db_session: Any) -> Table:
    agency = make_agency()
    table = Table(make_call(agency=agency, stage=Stage.ANSWERING), make_member(agency, "editor"))
    people = [make_user(f"居民{number}") for number in range(20)]
    for number, (title, body) in enumerate(_messages()):
        make_contribution(table.call, author=people[number % 20], title=title, body=body)
    db.session.commit()
    return table


def test_two_hundred_messages_are_proposed_adjusted_and_answered_once(
    table: Table, page: Any, live_server: Any, enter: Any, run_jobs: Any, axe: Any
) -> None:
    call_id, slug = table.call.id, table.call.slug
    enter(page.context, table.editor)
    page.set_default_timeout(5000)
    desk = f"{live_server.url}/desk/calls/{slug}/clusters"
    page.goto(desk)
    page.get_by_role("button", name="查找相近意见").click()
    expect(page.get_by_role("status")).to_contain_text("已开始查找")
    while run_jobs():
        pass
    page.goto(desk)
    assert axe(page) == []
    first = page.locator(".proposal").first
    first.get_by_label("归纳意见").fill("请把这件事一并解决")
    first.get_by_role("button", name="归为一组").click()
    page.get_by_role("link", name="已归并").click()
    page.get_by_role("link", name="处理这一组").first.click()
    assert axe(page) == []
    db.session.rollback()
    cluster = queries.get(call_id, 1)
    before = cluster.size
    assert before > 2
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="移出所选").click()
    expect(page.get_by_role("status")).to_contain_text("已移出 1 条意见")
    page.get_by_role("link", name="写一份统一答复").click()
    page.get_by_label("未采纳", exact=True).check()
    page.locator("textarea[name=reason]").fill("这件事归省里管，我们已经把大家的意见一起转告。")
    page.get_by_role("button", name="统一答复", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"{before - 1} 条意见")
    db.session.rollback()
    far = cluster_answers.progress(call_id, cluster.id)
    assert (far.valid, far.answered) == (before - 1, before - 1)
    page.get_by_role("button", name="收回上次答复").click()
    expect(page.get_by_role("status")).to_contain_text("已收回")
    db.session.rollback()
    assert cluster_answers.progress(call_id, cluster.id).answered == 0
