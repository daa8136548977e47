"""The public table 意见采纳情况表: read, searched, printed, and taken along at once or when it has been made."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from cocreate.core.db import db
from cocreate.exchange import downloads, papers
from tests.exchange.conftest import Answered, answered, town
from tests.factories import make_contribution, make_user

__all__ = ["answered", "town"]
SECRETS = ("轮椅", "李四", "张祥瑞", "欧阳娜娜", "Alice Brown")


@pytest.mark.parametrize("layout", ["standard", "short", "grouped", "nonsense"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_everybody_reads_it_in_each_layout(client: Any, town: Answered, layout: str, prefix: str) -> None:
    db.session.commit()
    page = client.get(f"{prefix}/calls/lifts/adoption", query_string={"layout": layout})
    assert page.status_code == 200
    assert "北门" in page.text
    for secret in SECRETS:
        assert secret not in page.text


def test_it_says_what_the_page_of_the_outcome_says(client: Any, town: Answered) -> None:
    db.session.commit()
    outcome, table = (client.get(f"/calls/lifts/{page}").text for page in ("outcome", "adoption"))
    for words in (
        "公开征求意见及采纳情况的反馈",
        "热线电话1条",
        "有效意见5条",
        "欧阳**",
        "王小明",
        "A***",
        "三月开工。",
    ):
        assert words in outcome, words
        assert words in table, words


def test_the_readers_own_stand_on_top_and_once(client: Any, town: Answered) -> None:
    client.sign_in(town.author)
    page = client.get("/calls/lifts/adoption").text
    own = page.index('class="own"')
    assert own < page.index("欧阳**")
    assert page.count('class="own"') == 1


def test_a_private_one_is_shown_to_its_author_only(client: Any, answered: Answered) -> None:
    hers = make_user("李四")
    answered.said(body="我家在三单元，父亲坐轮椅。", is_private=True, author=hers)
    answered.publish()
    client.sign_in(hers)
    assert "轮椅" in client.get("/calls/lifts/adoption").text
    client.sign_out()
    assert "轮椅" not in client.get("/calls/lifts/adoption").text


@pytest.mark.parametrize(
    ("q", "found"), [("省道", 2), ("北门", 1), ("轮椅", 0), ("没有的词", 0), ("%", 0), ("\0", 0)]
)
def test_searching_in_the_table(client: Any, town: Answered, run_jobs: Any, q: str, found: int) -> None:
    db.session.commit()
    run_jobs()
    page = client.get("/calls/lifts/adoption", query_string={"q": q})
    assert page.status_code in (200, 404)
    assert page.text.count('<td role="cell" class="figures nowrap">') == found


def test_a_number_finds_its_line(client: Any, town: Answered) -> None:
    number = town.said(None).number
    one = next(iter(downloads.outcomes.adoption_table(town.call.id, is_published=True).items))
    wanted = one.contribution.number
    db.session.commit()
    assert client.get(f"/calls/lifts/adoption?q={wanted}").text.count("figures nowrap") == 1
    assert client.get(f"/calls/lifts/adoption?q={number}").text.count("figures nowrap") == 0


def test_before_publication_there_is_no_table(client: Any, answered: Answered) -> None:
    answered.said()
    db.session.commit()
    page = client.get("/calls/lifts/adoption")
    assert page.status_code == 200
    assert "北门" not in page.text
    assert client.get("/calls/lifts/adoption/standard.csv").status_code == 409


def test_nothing_came_in(client: Any, answered: Answered) -> None:
    answered.publish()
    db.session.commit()
    assert "征集期间未收到意见" in client.get("/calls/lifts/adoption").text


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "docx", "html"])
@pytest.mark.parametrize("layout", ["standard", "short", "grouped"])
def test_small_files_come_at_once(client: Any, town: Answered, kind: str, layout: str) -> None:
    db.session.commit()
    answer = client.get(f"/calls/lifts/adoption/{layout}.{kind}")
    assert answer.status_code == 200
    assert f'filename="lifts-{layout}.{kind}"' in answer.headers["Content-Disposition"]
    if kind == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].max_row > 2


@pytest.mark.parametrize("name", ["standard.exe", "odd.csv", "standard.", "..%2f..%2fetc.csv"])
def test_there_are_no_other_files(client: Any, town: Answered, name: str) -> None:
    db.session.commit()
    assert client.get(f"/calls/lifts/adoption/{name}").status_code == 404
    assert client.post(f"/calls/lifts/adoption/{name}").status_code in (404, 405)


def test_a_large_file_is_made_in_the_background(
    client: Any, town: Answered, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.commit()
    run_jobs()
    monkeypatch.setattr(downloads, "AT_ONCE", {})
    assert client.get("/calls/lifts/adoption/standard.csv").status_code == 303
    asked = client.post("/calls/lifts/adoption/standard.csv")
    assert asked.status_code == 303
    assert client.post("/calls/lifts/adoption/standard.csv").location == asked.location
    assert client.get(asked.location, headers={"Accept": "application/json"}).json["state"] == "waiting"
    assert client.get(f"{asked.location}/lifts-standard.csv").status_code == 404
    assert run_jobs() == 1
    page = client.get(asked.location)
    assert f"{asked.location}/lifts-standard.csv" in page.text
    content = client.get(f"{asked.location}/lifts-standard.csv", buffered=True)
    assert content.data.startswith("﻿序号".encode())
    found = client.get(asked.location, headers={"Accept": "application/json"}).json
    assert found == {"state": "ready", "done": 5, "total": 5}


def test_what_can_t_be_made_says_why(
    client: Any, town: Answered, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.commit()
    monkeypatch.setattr(papers, "PAPER_ROWS", 3)
    asked = client.post("/calls/lifts/adoption/standard.pdf")
    run_jobs()
    page = client.get(asked.location)
    assert "3 行" in page.text
    assert client.post("/calls/lifts/adoption/standard.pdf").location != asked.location


def test_an_internal_file_is_for_the_one_who_asked(
    client: Any, town: Answered, run_jobs: Callable[[], int]
) -> None:
    client.sign_in(make_user())
    assert client.post("/calls/lifts/adoption/standard.csv", data={"internal": "1"}).status_code == 403
    client.sign_in(town.editor)
    asked = client.post("/calls/lifts/adoption/standard.csv", data={"internal": "1"})
    run_jobs()
    address = f"{asked.location}/lifts-standard-internal.csv"
    assert "轮椅" in client.get(address, buffered=True).text
    client.sign_in(town.approver)
    assert client.get(address).status_code == 403
    client.sign_out()
    assert client.get(address).status_code == 403
    assert client.get(asked.location).status_code == 403


def test_files_of_yesterday_are_taken_away(
    client: Any, town: Answered, run_jobs: Callable[[], int], clock: Any
) -> None:
    db.session.commit()
    asked = client.post("/calls/lifts/adoption/standard.csv")
    run_jobs()
    clock.advance(days=2)
    other = client.post("/calls/lifts/adoption/standard.csv")
    assert other.location != asked.location
    assert client.get(asked.location).status_code == 404


@pytest.mark.parametrize("who", ["guest", "author"])
@pytest.mark.parametrize("query", ["", "layout=short", "layout=grouped", "q=北门"])
def test_the_page_costs_the_same_for_2_rows_and_for_40(
    client: Any, answered: Answered, statements: Callable[[], Any], who: str, query: str
) -> None:
    if who == "author":
        client.sign_in(answered.author)
    few = make_page(client, answered, statements, 2, query)
    many = make_page(client, answered, statements, 38, query)
    assert many == few
    assert many <= 12


def make_page(client: Any, answered: Answered, statements: Any, count: int, query: str) -> int:
    for n in range(count):
        one = make_contribution(answered.call, author=make_user(f"居民{n}"), body=f"北门先装第{n}条")
        downloads.outcomes.db.session.flush()
        answered.answer_with_reason(one, f"第{n}条的理由各不相同。")
    db.session.commit()
    db.session.execute(db.text("UPDATE outcome SET state = 'published'"))
    db.session.commit()
    client.get(f"/calls/lifts/adoption?{query}")
    with statements() as seen:
        assert client.get(f"/calls/lifts/adoption?{query}&fresh={count}").status_code == 200
    db.session.execute(db.text("UPDATE outcome SET state = 'writing'"))
    db.session.commit()
    return len(seen)
