"""A moderator opens a case whose words hold something that screening saw."""

from __future__ import annotations

from typing import Any

from cocreate.core.db import db
from tests.moderation.office import open_office

BODY = (
    "小区门口有人发小广告，留的电话是139-0013-9000，还说可以代办证件，详见 https://t.cn/abc 。\n"
    "你们这帮垃圾都是畜生，脑残东西，滚出去死吧。\n"
    "希望有关部门尽快处理，谢谢。我住在人民路18号3栋2单元501室，车牌京A12345。"
)


def test_findings_are_marked_and_explained(
    db_session: Any, page: Any, live_server: Any, enter: Any, axe: Any
) -> None:
    office = open_office()
    contribution = office.waiting(title="小区门口的小广告", body=BODY)
    db.session.commit()
    enter(page.context, office.ann)
    page.goto(f"{live_server.url}/moderation/{contribution.number}")
    assert axe(page) == []
    marked = page.locator("mark").all_inner_texts()
    assert marked[:2] == ["139-0013-9000", "https://t.cn/abc"]
    assert any("垃圾" in words for words in marked)
    assert page.locator(".screened li").count() >= 5
