"""Imports of citizens' messages: what is read, what is refused and with which line, and that a second run adds nothing."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from cocreate.calls import queries as calls
from cocreate.calls.models import Stage
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, State
from cocreate.core.db import db
from cocreate.core.errors import Conflict
from cocreate.exchange import service
from cocreate.moderation.models import Case
from cocreate.outcomes import queries as outcomes
from tests.factories import make_call

pytestmark = pytest.mark.usefixtures("db_session")
HEAD = "message_id,user,time,title,body,likes,dislikes,reply,reply_time"
FIRST = "1,u_a,2019-08-19 11:48:23,路灯不亮,桥头的路灯坏了半年。,5,1,您好，已派人维修。,2019-08-25 09:00:00"
SECOND = '2,u_b,2019-09-01 08:00:00,停车难,"小区停车,\n晚上没有位置。",0,0,,'
DATA = Path(__file__).parents[3] / "shared" / "data" / "zh-citizen-messages"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared test data is not beside the repository")


def write(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "messages.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def test_messages_become_contributions_of_a_call_that_is_made(tmp_path) -> None:
    report = service.import_messages(write(tmp_path, SECOND, FIRST), "letters")
    assert (report.rows, report.imported, report.skipped, report.errors) == (2, 2, 0, [])
    call = calls.get("letters")
    first, second = contributions.of_call(call.id).items
    assert [first.title, second.title] == ["路灯不亮", "停车难"]  # in order of time
    assert (first.imported_likes, first.imported_dislikes, first.is_listed) == (5, 1, True)
    assert first.received_at.isoformat() == "2019-08-19T03:48:23+00:00"
    assert second.body == "小区停车,\n晚上没有位置。"
    figures = contributions.figures([call.id])[call.id]
    assert (figures.received, figures.listed, figures.due) == (2, 2, 2)


def test_a_second_run_adds_nothing_and_a_longer_file_only_what_is_new(tmp_path) -> None:
    service.import_messages(write(tmp_path, FIRST), "letters")
    again = service.import_messages(write(tmp_path, FIRST), "letters")
    assert (again.imported, again.skipped) == (0, 1)
    longer = service.import_messages(write(tmp_path, FIRST, SECOND), "letters")
    assert (longer.imported, longer.skipped) == (1, 1)


def test_two_rows_with_the_same_text_are_two_contributions(tmp_path) -> None:
    twin = FIRST.replace("1,u_a", "9,u_a", 1)
    assert service.import_messages(write(tmp_path, FIRST, twin), "letters").imported == 2


def test_replies_are_answers_with_their_own_date(tmp_path) -> None:
    service.import_messages(write(tmp_path, FIRST, SECOND), "letters", replies=True)
    call = calls.get("letters")
    rows = {row.source_row: row.id for row in contributions.of_call(call.id).items}
    answers = outcomes.dispositions(call.id, rows.values())
    assert set(answers) == {rows["1"]}
    answer = answers[rows["1"]]
    assert (answer.degree, answer.reason, answer.imported) == ("answered", "您好，已派人维修。", True)
    assert answer.published_at.isoformat() == "2019-08-25T01:00:00+00:00"
    assert outcomes.answered([call.id]) == {call.id: 1}


def test_with_review_each_waits_for_a_moderator(tmp_path) -> None:
    service.import_messages(write(tmp_path, FIRST, SECOND), "letters", review=True)
    call = calls.get("letters")
    assert {row.state for row in contributions.of_call(call.id).items} == {State.IN_REVIEW}
    assert db.session.scalar(db.select(db.func.count()).select_from(Case)) == 2


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        (FIRST.replace("2019-08-19 11:48:23", "gestern"), 2),
        (FIRST.replace("2019-08-19", "2919-08-19"), 2),
        (FIRST.replace(",5,1,", ",many,1,"), 2),
        (FIRST.replace(",5,1,", ",-5,1,"), 2),
        (FIRST.replace("1,u_a", ",u_a", 1), 2),
        (FIRST.replace("路灯不亮,桥头的路灯坏了半年。", ","), 2),
        (FIRST.replace("桥头", "桥\0头"), 2),
        ("1,u_a,2019-08-19 11:48:23", 2),
        (f"{FIRST},one,too,many", 2),
        (f"{SECOND}\n{SECOND}", 4),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_stored(tmp_path, bad, line) -> None:
    report = service.import_messages(write(tmp_path, bad, FIRST.replace("1,u_a", "77,u_a", 1)), "letters")
    assert [error["line"] for error in report.errors] == [line]
    assert report.imported == 0
    assert calls.find("letters") is None
    assert db.session.scalar(db.select(db.func.count()).select_from(Contribution)) == 0


def test_missing_columns_are_named(tmp_path) -> None:
    report = service.import_messages(write(tmp_path, "1,2", head="message_id,user"), "letters")
    assert report.errors[0]["line"] == 1
    assert "time, title, body" in report.errors[0]["why"]


def test_another_encoding_is_named_by_its_line(tmp_path) -> None:
    path = tmp_path / "gb.csv"
    path.write_bytes(f"{HEAD}\n".encode() + FIRST.encode("gb18030"))
    assert [error["line"] for error in service.import_messages(path, "letters").errors] == [2]


def test_a_compressed_file_is_read_by_its_content(tmp_path) -> None:
    path = tmp_path / "messages.bin"
    path.write_bytes(gzip.compress(write(tmp_path, FIRST).read_bytes()))
    assert service.import_messages(path, "letters").imported == 1


@needs_data
@pytest.mark.parametrize(
    ("name", "replies", "count"),
    [("messages_with_likes", False, 2157), ("messages_with_replies", True, 1403)],
)
def test_the_real_messages(name, replies, count) -> None:
    path = DATA / f"{name}.csv.gz"
    report = service.import_messages(path, "real", replies=replies)
    assert (report.rows, report.imported, report.errors) == (count, count, [])
    call = calls.get("real")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        there = {row["message_id"]: row for row in csv.DictReader(file)}
    rows = contributions.of_call(call.id, limit=5000).items
    assert {row.source_row for row in rows} == set(there)
    if "likes" in name:
        assert all(row.imported_likes == int(there[row.source_row]["likes"]) for row in rows)
    assert outcomes.answered([call.id]).get(call.id, 0) == (count if replies else 0)


def test_nothing_comes_to_light_through_a_call_that_is_not_out_yet(tmp_path) -> None:
    call = make_call(stage=Stage.DRAFT, slug="letters")
    with pytest.raises(Conflict):
        service.import_messages(write(tmp_path, FIRST), "letters")
    assert contributions.of_call(call.id).items == []
