"""Files of contributions that were taken in elsewhere: all or nothing, bad lines by number, a second run adds nothing."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from cocreate.calls.models import Clause
from cocreate.contributions.models import Channel, Contribution
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import Denied, Invalid
from cocreate.exchange import offline, offline_file
from tests.factories import actor_of, make_agency, make_call, make_member, make_user

HEAD = "编号,渠道,收到日期,内容,姓名,条款\n"


@pytest.fixture
def hall(db_session, clock):
    agency = make_agency()
    call = make_call(agency=agency)
    db.session.add(Clause(call_id=call.id, position=1, label="第一条", text="先装单元门。"))
    db.session.flush()
    return actor_of(make_member(agency, "editor")), call


def csv_of(*lines: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(lines)).encode()


def rows(call) -> list[Contribution]:
    return db.session.query(Contribution).filter_by(call_id=call.id).order_by(Contribution.id).all()


def test_a_file_comes_in_once(hall) -> None:
    clerk, call = hall
    content = csv_of(f"A1,大厅,{today()},请先装六号楼。,张三,第一条", f"A2,12345,{today()},楼道太暗。,,")
    report = offline.import_offline(clerk, call, content)
    assert (report.rows, report.imported, report.skipped, report.errors) == (2, 2, 0, [])
    first, second = rows(call)
    assert (first.channel, first.author_name, first.clause_id is not None) == (Channel.HALL, "张三", True)
    assert (second.channel, second.body) == (Channel.HOTLINE, "楼道太暗。")
    again = offline.import_offline(clerk, call, content)
    assert (again.imported, again.skipped) == (0, 2)
    assert offline.import_offline(clerk, call, content, "热线三月").imported == 2


def test_bad_lines_are_named_and_nothing_is_stored(hall) -> None:
    clerk, call = hall
    content = csv_of(
        f"A1,大厅,{today()},请先装六号楼。,,",
        f"A1,大厅,{today()},同一个编号。,,",
        f"A3,飞鸽,{today()},没有这个渠道。,,",
        "A4,大厅,昨天,没有这个日期。,,",
        f"A5,大厅,{today()},,,",
        f"A6,大厅,{today()},没有这个条款。,,第九条",
        f",大厅,{today()},没有编号。,,",
        "A8,大厅,2020-01-01,太早了。,,",
    )
    report = offline.import_offline(clerk, call, content)
    assert [error["line"] for error in report.errors] == [3, 4, 5, 6, 7, 8, 9]
    assert (report.imported, rows(call)) == (0, [])


def test_lines_are_counted_over_quoted_line_breaks(hall) -> None:
    clerk, call = hall
    content = csv_of(f'A1,大厅,{today()},"两行\n的内容",,', f"A2,飞鸽,{today()},不对。,,")
    assert [error["line"] for error in offline.import_offline(clerk, call, content).errors] == [4]


def xlsx(*lines: tuple) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_sheet_with_real_dates_and_numbers(hall) -> None:
    clerk, call = hall
    day = datetime(today().year, today().month, today().day)
    content = xlsx(
        ("id", "channel", "received", "text", "phone"),
        (7, "mail", day, "来信说要装扶手。", 13812345678),
        (None, None, None, None, None),
    )
    report = offline.import_offline(clerk, call, content)
    assert (report.rows, report.imported) == (1, 1)
    assert rows(call)[0].source_row == "7"


def test_a_formula_is_refused(hall) -> None:
    clerk, call = hall
    head = ("id", "channel", "received", "text")
    report = offline.import_offline(
        clerk, call, xlsx(head, ("=A1", "mail", str(today()), "来信说要装扶手。"))
    )
    assert [error["line"] for error in report.errors] == [2]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe\x81", b"PK\x03\x04 no zip", "编号,渠道\n1,大厅".encode(), b'id,"unfinished\n'],
)
def test_what_is_no_such_file(hall, content: bytes) -> None:
    clerk, call = hall
    with pytest.raises(Invalid) as refusal:
        offline.import_offline(clerk, call, content)
    assert list(refusal.value.fields) == ["file"]


def test_too_many_rows(hall, monkeypatch) -> None:
    clerk, call = hall
    monkeypatch.setattr(offline_file, "MOST_ROWS", 1)
    with pytest.raises(Invalid):
        offline.import_offline(clerk, call, csv_of(*(f"{n},大厅,{today()},第{n}条。,," for n in range(3))))


def test_strangers_import_nothing(hall) -> None:
    _clerk, call = hall
    with pytest.raises(Denied):
        offline.import_offline(actor_of(make_user()), call, csv_of("1,大厅,2026-01-01,好。,,"))
