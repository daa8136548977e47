"""`cocreate clusters` as operators and editors run it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cocreate.calls.models import Stage
from cocreate.cli.clusters import clusters
from cocreate.core.db import db
from cocreate.outcomes import queries as answers
from tests.clusters.conftest import Table
from tests.factories import make_agency, make_call, make_member

BODIES = (
    "老旧小区应当尽快加装电梯，七楼的老人下楼太难了。",
    "我家住七楼，老人下楼困难，请给老旧小区加装电梯。",
    "图书馆周末能不能开到晚上十点。",
)


@pytest.fixture
def run(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("COCREATE_HOME", str(settings.home))
    monkeypatch.setenv("COCREATE_SECRET", settings.secret)
    monkeypatch.setenv("COCREATE_DATABASE_URL", settings.database_url)
    monkeypatch.delenv("COCREATE_DEMO", raising=False)

    def command(*arguments: str) -> Any:
        db.session.commit()
        result = CliRunner().invoke(clusters, arguments)
        db.session.expire_all()
        return result

    return command


@pytest.fixture
def table(db_session: Any) -> Table:
    agency = make_agency()
    return Table(make_call(agency=agency), make_member(agency, "editor"))


def test_propose_make_list_and_undo(run: Any, table: Table) -> None:
    numbers = [table.send(body).number for body in BODIES]
    slug, phone = table.call.slug, table.editor.phone
    found = json.loads(run("propose", slug, "--json").stdout)["clusters"]
    assert [one["members"] for one in found] == [numbers[:2]]
    assert "电梯" in found[0]["why"] or "七楼" in found[0]["why"]
    made = run("make", slug, *numbers[:2], "--title", "装电梯", "--as", phone, "--json")
    assert json.loads(made.stdout)["size"] == 2
    listed = json.loads(run("list", slug, "--json").stdout)["clusters"]
    assert [(one["number"], one["members"], one["supporters"]) for one in listed] == [(1, numbers[:2], 2)]
    assert json.loads(run("undo", slug, "--as", phone, "--json").stdout)["undone"] == "make"
    assert json.loads(run("list", slug, "--json").stdout) == {"clusters": []}
    assert run("undo", slug, "--as", phone).exit_code == 1


def test_nobody_acts_without_saying_who(run: Any, table: Table) -> None:
    numbers = [row.number for row in table.several(2)]
    assert run("make", table.call.slug, *numbers, "--title", "装电梯").exit_code == 2
    refused = run("make", table.call.slug, *numbers, "--title", "装电梯", "--as", "+8613999999999")
    assert refused.exit_code == 1
    assert (
        run("make", table.call.slug, "2026-999999", "--title", "x", "--as", table.editor.phone).exit_code == 1
    )


def test_evaluate_prints_the_promised_keys(run: Any, table: Table, tmp_path: Path) -> None:
    messages, gold = tmp_path / "messages.csv", tmp_path / "gold.csv"
    rows = "".join(f"{n},,{body}\n" for n, body in enumerate(BODIES))
    messages.write_text(f"message_id,title,body\n{rows}", encoding="utf-8")
    gold.write_text("message_id,topic,core\n0,T,1\n1,T,1\n", encoding="utf-8")
    found = json.loads(run("evaluate", str(messages), str(gold), "--json").stdout)
    assert found["pair_precision"] == found["pair_recall"] == found["b_cubed_precision"] == 1
    assert found["clusters"] == 1


def test_a_cluster_is_answered_for_all_its_members(run: Any, table: Table) -> None:
    rows = [table.send(body) for body in BODIES]
    numbers = [row.number for row in rows]
    table.call.stage = Stage.ANSWERING
    slug, phone = table.call.slug, table.editor.phone
    run("make", slug, *numbers[:2], "--title", "装电梯", "--as", phone)
    given = ("answer", slug, "1", "--degree", "adopted", "--measure", "列入明年的计划，先装七层楼。")
    assert run(*given).exit_code == 2
    assert run("answer", slug, "1", "--degree", "not_adopted", "--as", phone).exit_code == 1  # no reason
    assert run("answer", slug, "9", *given[3:], "--as", phone).exit_code == 1  # no such cluster
    answered = run(*given, "--as", phone, "--json")
    assert json.loads(answered.stdout) == {"answered_now": 2, "valid": 2, "answered": 2}
    again = ("answer", slug, "1", "--degree", "not_adopted", "--reason", "这条路归省里管，我们已经转告。")
    assert run(*again, "--as", phone, "--json").exit_code == 1  # all have an answer, which stays
    assert json.loads(run(*again, "--replace", "--as", phone, "--json").stdout)["answered_now"] == 2
    found = answers.dispositions(table.call.id, [row.id for row in rows], published_only=False)
    assert sorted(one.degree for one in found.values()) == ["not_adopted", "not_adopted"]
