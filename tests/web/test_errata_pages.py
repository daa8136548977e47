"""Reporting an error in an outcome on its pages: marked, kept when refused, settled at the desk, shown with a masked name."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.core.db import db
from cocreate.outcomes import errata
from tests.factories import actor_of, make_user
from tests.outcomes.conftest import Desk, desk

__all__ = ["desk"]

WHY = "方案里写的是按面积分摊。"


@pytest.fixture
def paper(desk: Desk) -> str:
    desk.author.name = "欧阳娜娜"
    desk.publish()
    db.session.commit()
    return f"/en/calls/{desk.call.slug}/outcome"


def test_from_the_reader_to_the_correction(client: Any, desk: Desk, paper: str) -> None:
    assert "Report an error in this text" in client.get(paper).text
    client.sign_in(desk.author)
    assert "费用按楼层分摊</textarea>" in client.get(f"{paper}/error?passage=费用按楼层分摊").text
    refused = client.post(f"{paper}/error", data={"passage": "不在这里", "text": WHY})
    assert refused.status_code == 422
    assert WHY in refused.text
    sent = client.post(f"{paper}/error", data={"passage": "费用按楼层分摊", "text": WHY})
    assert (sent.status_code, sent.location.endswith("/outcome")) == (303, True)

    questions, one = f"/en/desk/calls/{desk.call.slug}/questions", f"/en/desk/calls/{desk.call.slug}/errors/1"
    client.sign_in(desk.editor)
    assert "Errors that readers found" in client.get(questions).text
    assert "corrected by an approver" in client.get(one).text
    tried = {"settled": "corrected", "correction": "费用按面积分摊", "reply": "谢谢您的提醒。"}
    assert client.post(one, data=tried).status_code == 403
    client.sign_in(desk.approver)
    wrong = client.post(one, data=tried | {"correction": ""})
    assert (wrong.status_code, "谢谢您的提醒。" in wrong.text) == (422, True)
    assert client.post(one, data=tried).status_code == 303
    assert client.post(one, data=tried).status_code == 409
    assert "Errors that readers found" not in client.get(questions).text

    page = client.get(paper).text
    assert "<del>费用按楼层分摊</del> <ins>费用按面积分摊</ins>" in page
    assert "Pointed out by 欧阳**" in page
    assert "欧阳娜娜" not in page


def test_guests_sign_in_first_and_unknown_numbers_are_not_found(client: Any, desk: Desk, paper: str) -> None:
    assert client.get(f"{paper}/error").status_code in (302, 303, 403)
    client.sign_in(desk.approver)
    for number in (1, 999999999):
        assert client.get(f"/en/desk/calls/{desk.call.slug}/errors/{number}").status_code == 404


def test_the_outcome_costs_the_same_with_many_corrections(
    client: Any, desk: Desk, paper: str, statements: Any
) -> None:
    costs = []
    for words in (("单元门",), ("费用", "楼层", "分摊")):
        for passage in words:
            row = errata.report(actor_of(make_user()), desk.call, passage, WHY)
            errata.correct(desk.seal, row, desk.call, f"{passage}（更正）", "谢谢您的提醒。")
        db.session.commit()
        with statements() as seen:
            assert client.get(f"{paper}?fresh={words[0]}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 12
