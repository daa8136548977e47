"""Index number, issuer, signature and date: entered by editors, shown on the page and in all six formats."""

from __future__ import annotations

import contextlib
import json
import re
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cocreate.cli import context
from cocreate.cli.main import main
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.exchange import particulars
from cocreate.exchange.particulars import Given
from tests.exchange.conftest import Answered
from tests.exchange.test_adoption import everything
from tests.factories import actor_of, make_user

GIVEN = Given("11440100MB2D00001X/2026-00123", "市住房和城乡建设局办公室", "电梯加装专班", date(2026, 3, 9))
PAGE = "/desk/calls/lifts/particulars"


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "docx", "html"])
def test_they_stand_in_every_file(town: Answered, write: Callable[..., Path], kind: str) -> None:
    particulars.enter(town.hand, town.call, GIVEN)
    told = everything(write(town.call, kind))
    day = "2026-03-09" if kind == "json" else "2026年3月9日"
    signed = () if kind == "csv" else (GIVEN.signature,)  # a plain table has no place to sign
    for text in (GIVEN.index_number, GIVEN.issuer, day, *signed):
        assert text in told, text


def unpacked(content: bytes) -> bytes:
    """A PDF with its packed streams opened, so that its objects can be searched."""
    parts = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


def test_the_chinese_fonts_of_the_pdf_are_embedded(town: Answered, write: Callable[..., Path]) -> None:
    particulars.enter(town.hand, town.call, GIVEN)
    objects = unpacked(write(town.call, "pdf").read_bytes())
    described = re.findall(rb"<<[^<>]*/Type\s*/FontDescriptor.*?>>", objects, re.DOTALL)
    assert described
    for one in described:
        assert re.search(rb"/FontFile[23]?\s+\d+ 0 R", one), one[:200]
    names = b" ".join(re.findall(rb"/BaseFont\s*/([^\s/]+)", objects))
    assert b"CJK" in names, names


def test_what_is_left_empty_is_taken_from_agency_and_publication(
    town: Answered, write: Callable[..., Path]
) -> None:
    note = json.loads(write(town.call, "json").read_text(encoding="utf-8"))["note"]
    assert (note["issuer"], note["signature"], note["index_number"]) == ("市住房和城乡建设局",) * 2 + (None,)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(index_number="长" * 81), "index_number"),
        (Given(issuer="长" * 121), "issuer"),
        (Given(signature="长" * 121), "signature"),
        (Given(written_on=date(1999, 12, 31)), "written_on"),
        (Given(written_on=date.max), "written_on"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(answered: Answered, given: Given, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        particulars.enter(answered.hand, answered.call, given)
    assert list(refusal.value.fields) == [field]


def test_who_may_enter_them_and_two_at_once(answered: Answered) -> None:
    for who in (make_user(), answered.approver):
        with pytest.raises(Denied):
            particulars.enter(actor_of(who), answered.call, GIVEN)
    particulars.enter(answered.hand, answered.call, GIVEN, seen=0)
    with pytest.raises(Conflict):
        particulars.enter(answered.hand, answered.call, Given(), seen=0)
    assert particulars.of_call(answered.call.id) == (GIVEN, 1)


def test_the_page_keeps_them_and_the_public_reads_them_at_once(client: Any, town: Answered) -> None:
    db.session.commit()
    assert GIVEN.index_number not in client.get("/calls/lifts/adoption").text
    client.sign_in(town.editor)
    values = {
        "index_number": f" {GIVEN.index_number} ",
        "issuer": GIVEN.issuer,
        "written_on": "2026-03-09",
        "seen": "0",
    }
    assert client.post(PAGE, data=values).status_code == 303
    page = client.get(PAGE).text
    assert f'value="{GIVEN.index_number}"' in page
    refused = client.post(PAGE, data=values | {"issuer": "长" * 121, "seen": "1"})
    assert refused.status_code == 422
    assert "长" * 121 in refused.text
    later = (today() + timedelta(days=3)).isoformat()
    assert client.post(PAGE, data=values | {"written_on": later, "seen": "1"}).status_code == 422
    assert client.post(PAGE, data=values).status_code == 409
    client.sign_out()
    assert GIVEN.index_number in client.get("/calls/lifts/adoption").text
    assert client.get(PAGE).status_code == 403


def test_the_command_shows_and_changes_them(
    app: Any, answered: Answered, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(context, "application", lambda **changed: app)
    db.session.commit()

    def run(*more: str) -> tuple[int, str]:
        code = 0
        try:
            main(["outcomes", "particulars", "lifts", "--json", *more])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, capsys.readouterr().out

    phone = str(answered.editor.phone)
    code, out = run("--index-number", GIVEN.index_number, "--written-on", "2026-03-09", "--as", phone)
    assert (code, json.loads(out)["index_number"]) == (0, GIVEN.index_number)
    code, out = run("--issuer", GIVEN.issuer, "--as", phone)
    assert json.loads(run()[1]) == {
        "index_number": GIVEN.index_number,
        "issuer": GIVEN.issuer,
        "signature": "",
        "written_on": "2026-03-09",
    }
    assert run("--issuer", "别人")[0] == 2
    assert run("--written-on", "1999-01-01", "--as", phone)[0] == 1
