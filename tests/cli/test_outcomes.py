"""The commands that answer, approve and publish: promised keys and exit codes, and the same refusals as on the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from cocreate.calls.models import Call, Stage
from cocreate.cli import context
from cocreate.cli.main import main
from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from tests.factories import make_agency, make_call, make_contribution, make_member

WHY_NOT = "您参与了起草，须由其他人审签。"  # the page says the same
REASON = "这条路归省里管，我们已经转告。"


class Desk:
    """A call with three contributions, an editor and an approver, committed."""

    def __init__(self) -> None:
        agency = make_agency()
        editor, approver = make_member(agency, "editor"), make_member(agency, "approver")
        call = make_call(agency=agency, stage=Stage.ANSWERING, slug="lifts")
        rows: list[Contribution] = [make_contribution(call) for _ in range(3)]
        self.editor, self.approver = editor.phone or "", approver.phone or ""
        self.numbers = [row.number for row in rows]
        self.call: Call = call
        db.session.commit()


@pytest.fixture
def desk(db_session: Any) -> Desk:
    return Desk()


@pytest.fixture
def run(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command in this test's application: (exit code, parsed JSON or text, errors)."""
    monkeypatch.setattr(context, "application", lambda **changed: app)
    monkeypatch.setattr(db.engine, "dispose", lambda *args, **kwargs: None)

    def command(*arguments: str) -> tuple[int, Any, str]:
        code = 0
        try:
            main(["outcomes", *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        out, errors = capsys.readouterr()
        return code, json.loads(out) if out.startswith("{") else out, errors

    return command


def test_the_gate_lists_what_is_unanswered(run: Any, desk: Desk) -> None:
    assert run("gate", "lifts", "--json")[:2] == (0, {"valid": 3, "answered": 0, "unanswered": desk.numbers})
    code, text, _ = run("gate", "lifts")
    assert code == 0
    assert text.splitlines()[1:] == desk.numbers


def test_from_answers_to_publication(run: Any, desk: Desk, tmp_path: Path) -> None:
    editor, approver = ("--as", desk.editor, "--json"), ("--as", desk.approver, "--json")
    answer = ("answer", "lifts", desk.numbers[0], "--degree", "not_adopted", "--reason")
    assert run(*answer, REASON, "--seen", "0", *editor)[:2] == (
        0,
        {"number": desk.numbers[0], "version": 1, "degree": "not_adopted"},
    )
    code, _, why = run(*answer, "另一位同事写的另一个理由。", "--seen", "0", *editor)
    assert (code, len(why.strip().splitlines())) == (1, 1)
    closed = run("assess", "lifts", *desk.numbers[1:], "--validity", "duplicate", "--rule", REASON, *editor)[
        1
    ]
    assert (closed["kind"], closed["count"]) == ("close", 2)
    assert run("undo", "lifts", str(closed["act"]), *editor)[1]["count"] == 2
    assert run("submit", "lifts", *editor)[0] == 1
    assert run("assess", "lifts", *desk.numbers[1:], "--validity", "duplicate", *editor)[0] == 0

    text = tmp_path / "outcome.md"
    text.write_text("## 决定\n\n先装三栋。", encoding="utf-8")
    assert run("write", "lifts", str(text), *editor)[1]["state"] == "writing"
    assert run("submit", "lifts", *editor)[1]["state"] == "submitted"
    assert run("approve", "lifts", *editor)[0] == 1
    assert run("publish", "lifts", *editor)[0] == 1
    assert run("take-back", "lifts", *editor)[1]["version"] == 1
    assert run("submit", "lifts", *editor)[1]["version"] == 2
    shown = run("show", "lifts", *approver)[1]
    assert (shown["state"], shown["version"], shown["text"]) == ("submitted", 2, "决定\n先装三栋。")
    code, _, why = run("approve", "lifts", "--seen", "1", *approver)
    assert (code, run("show", "lifts", *approver)[1]["state"]) == (1, "submitted")
    assert "重新" in why
    assert run("approve", "lifts", "--seen", "2", *approver)[1]["state"] == "approved"
    published = {"call": "lifts", "state": "published", "version": 2, "answered": 1}
    assert run("publish", "lifts", *approver)[1] == published
    assert run("gate", "lifts", "--json")[1] == {"valid": 1, "answered": 1, "unanswered": []}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["gate", "nothing", "--json"], 1),
        (["gate"], 2),
        (["publish", "lifts"], 2),
        (["publish", "lifts", "--as", "13900009999"], 1),
        (["answer", "lifts", "2020-999999", "--degree", "adopted", "--as", "EDITOR"], 1),
        (["answer", "lifts", "FIRST", "--degree", "adopted", "--as", "EDITOR"], 1),
        (["answer", "lifts", "FIRST", "--degree", "planned", "--review-date", "soon", "--as", "EDITOR"], 2),
        (["assess", "lifts", "2020-999999", "--validity", "duplicate", "--as", "EDITOR"], 1),
    ],
)
def test_wrong_use_and_refusals(run: Any, desk: Desk, arguments: list[str], code: int) -> None:
    known = {"EDITOR": desk.editor, "FIRST": desk.numbers[0]}
    found, out, why = run(*[known.get(one, one) for one in arguments])
    assert found == code
    assert out == ""
    assert why


def test_schemes_travel_as_files_and_a_call_is_given_one(run: Any, desk: Desk, tmp_path: Path) -> None:
    code, built_in, _ = run("schemes", "show", "built-in", "--json")
    assert (code, built_in["degrees"][0]["name"], built_in["degrees"][0]["name_en"]) == (0, "采纳", "Adopted")
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(built_in | {"slug": "ours", "name": "本局办法"}, ensure_ascii=False), "utf-8")
    slug = desk.call.agency.slug
    assert run("schemes", "import", str(file), "--agency", slug, "--as", desk.editor, "--json")[:2] == (
        0,
        {"slug": "ours", "version": 1, "default": False},
    )
    assert run("schemes", "use", "lifts", "ours", "--as", desk.editor, "--json")[:2] == (
        0,
        {"call": "lifts", "scheme": "ours"},
    )
    listed = run("schemes", "list", slug, "--json")[1]["schemes"]
    assert [(one["slug"], one["calls"]) for one in listed] == [("built-in", None), ("ours", 1)]
    code, answered, errors = run(
        *("answer", "lifts", desk.numbers[0], "--degree", "ours:idea", "--reason", REASON),
        *("--as", desk.editor, "--json"),
    )
    assert (code, errors, answered["degree"]) == (0, "", "ours:idea")
    assert run("schemes", "use", "lifts", "built-in", "--as", desk.editor)[0] == 1, "it has answers"


def test_a_file_that_is_no_scheme_is_refused(run: Any, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    for text in ("no json", "[]", '{"slug": "x"}'):
        file.write_text(text, "utf-8")
        code, out, errors = run("schemes", "import", str(file), "--agency", desk.call.agency.slug, "--json")
        assert (code, out) == (1, "")
        assert errors.startswith("cocreate: ")
    assert run("schemes", "show", "nobody", "--json")[0] == 1


def test_an_approver_who_is_the_editor_is_refused_with_the_reason(
    run: Any, desk: Desk, tmp_path: Path
) -> None:
    both = make_member(desk.call.agency, "editor")
    make_member(desk.call.agency, "approver", user=both)
    phone = both.phone or ""
    db.session.commit()
    for number in desk.numbers:
        run("answer", "lifts", number, "--degree", "not_adopted", "--reason", REASON, "--as", phone)
    text = tmp_path / "outcome.md"
    text.write_text("一、单元门先装。", encoding="utf-8")
    run("write", "lifts", str(text), "--as", desk.editor)
    assert run("submit", "lifts", "--as", desk.editor)[0] == 0
    code, _said, refused = run("approve", "lifts", "--as", phone, "--json")
    assert code == 1
    assert WHY_NOT in refused
    assert run("approve", "lifts", "--as", desk.approver)[0] == 0
    assert run("publish", "lifts", "--as", desk.approver)[0] == 0

    assert run("due", "lifts", "--json")[1] == {"due": []}
    told = ("--degree", "adopted", "--measure", "市里自己先修，明年三月开工。", "--why", "省里已经交给市里。")
    code, shown, _why = run("revise", "propose", desk.numbers[0], *told, "--as", phone, "--json")
    assert (code, shown["ruling"]) == (0, "waiting")
    code, _said, refused = run("revise", "approve", desk.numbers[0], "--as", phone)
    assert code == 1
    assert WHY_NOT in refused
    assert (
        run("revise", "approve", desk.numbers[0], "--as", desk.approver, "--json")[1]["public_version"] == 2
    )


def test_templates_are_kept_tried_and_retired(run: Any, desk: Desk) -> None:
    slug = desk.call.agency.slug
    text = ("--reason", "{number} 已转告省里，{agency}。")
    code, made, _ = run("templates", "save", slug, "转告", *text, "--as", desk.editor, "--json")
    assert (code, made["offered"]) == (0, True)
    tried = run("templates", "preview", slug, str(made["id"]), desk.numbers[0], "--json")
    assert tried[1] == {"reason": f"{desk.numbers[0]} 已转告省里，{desk.call.agency.name}。"}
    assert (
        run("templates", "retire", slug, str(made["id"]), "--as", desk.editor, "--json")[1]["offered"]
        is False
    )
    assert [one["offered"] for one in run("templates", "list", slug, "--json")[1]["templates"]] == [False]
    code, out, errors = run("templates", "save", slug, "错", "--reason", "{nr} 收悉。", "--as", desk.editor)
    assert (code, out) == (1, "")
    assert "{department}" in errors
