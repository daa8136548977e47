"""`cocreate handling`: assigned by a person, listed, and what is overdue; refusals with their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cocreate.accounts.queries import local_today
from cocreate.cli import context
from cocreate.cli.main import main
from cocreate.core.db import db
from cocreate.core.localtime import end_of
from tests.handling.conftest import Office, make_office


@pytest.fixture
def office(db_session: Any) -> Office:
    return make_office()


@pytest.fixture
def run(app: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setattr(context, "application", lambda **changed: app)

    def command(*arguments: str) -> tuple[int, str, str]:
        db.session.commit()
        code = 0
        try:
            main(["handling", *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_assigning_listing_and_what_is_overdue(run: Any, office: Office) -> None:
    numbers = [office.contribution().number for _ in range(2)]
    slug, phone = office.call.slug, office.editor.phone
    to, beside = office.department.slug, office.beside.slug
    asked = ("assign", slug, *numbers, "--to", to, "--assist", beside, "--days", "2", "--as", phone, "--json")
    code, out, _ = run(*asked)
    assert (code, json.loads(out)) == (0, {"given": 4, "skipped": []})
    code, out, err = run(*asked)
    assert (code, out) == (1, "")
    assert err
    listed = json.loads(run("list", "--agency", to, "--json")[1])
    assert [line["number"] for line in listed] == numbers
    assert {line["part"] for line in listed} == {"lead"}
    assert json.loads(run("list", "--agency", office.agency.slug, "--json")[1]) == listed
    assert len(json.loads(run("list", "--json")[1])) == 4

    office.call.answers_by = end_of(local_today() - timedelta(days=20))
    found = json.loads(run("overdue", "--json")[1])
    assert [(line["call"], line["card"]) for line in found["calls"]] == [(slug, "red")]
    assert found["assignments"] == []
    assert run("list")[0] == run("overdue")[0] == 0


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (["--due", "2020-01-01"], 1),
        (["--days", "0"], 1),
        (["--due", "tomorrow"], 2),
        (["--to", "nowhere"], 1),
        (["--as", "13900000000"], 1),
    ],
)
def test_what_is_refused(run: Any, office: Office, extra: list[str], code: int) -> None:
    number, slug, phone = office.contribution().number, office.call.slug, office.editor.phone
    to = office.department.slug
    refused = run("assign", slug, number, "--to", to, "--as", phone, *extra, "--json")
    assert (refused[0], refused[1]) == (code, "")
    assert json.loads(run("list", "--json")[1]) == []


def test_somebody_has_to_act(run: Any, office: Office) -> None:
    number = office.contribution().number
    slug, to = office.call.slug, office.department.slug
    assert run("assign", slug, number, "--to", to)[0] == 2
    phone = office.clerk.phone
    assert run("assign", slug, number, "--to", to, "--as", phone)[0] == 1
    phone = office.editor.phone
    assert run("assign", slug, number, "2026-999999", "--to", to, "--as", phone)[0] == 1
    assert json.loads(run("list", "--json")[1]) == []
