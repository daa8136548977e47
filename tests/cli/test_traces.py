"""`cocreate traces` as an operator runs it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cocreate.cli import traces as command
from cocreate.core.db import db
from cocreate.core.errors import CocreateError, Denied, NotFound
from tests.provenance.conftest import Study, study  # noqa: F401 - a fixture

CASES = Path(__file__).parents[1] / "provenance" / "cases.jsonl"
TEXT = "一、先给没有电梯的七层楼装，费用按楼层分摊。\n二、本办法自公布之日起施行。"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    @contextmanager
    def session():
        yield
        db.session.flush()

    monkeypatch.setattr(command, "session", session)

    def run(*arguments: str) -> Any:
        result = CliRunner().invoke(command.traces, [*arguments, "--json"])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


def test_proposals_are_made_listed_and_decided(study: Study, run) -> None:  # noqa: F811
    number = study.contribution().number
    study.write(TEXT)
    found = run("propose", study.call.slug)
    assert (found["call"], found["new"], found["proposed"]) == (study.call.slug, 1, 1)
    (line,) = found["traces"]
    assert line["text"] == [line["source_text"]] == ["先给没有电梯的七层楼装，费用按楼层分摊"]
    assert (line["trace"], line["contribution"], line["kind"], line["state"]) == (
        1,
        number,
        "quote",
        "proposed",
    )
    assert run("propose", study.call.slug)["new"] == 0
    with pytest.raises(Denied):
        run("decide", study.call.slug, "confirm", "1", "--as", study.approver.phone)
    assert run("decide", study.call.slug, "confirm", "1", "--as", study.editor.phone)["state"] == "confirmed"
    assert [line["state"] for line in run("list", study.call.slug)["traces"]] == ["confirmed"]
    assert run("list", study.call.slug, "--state", "proposed")["traces"] == []
    assert run("decide", study.call.slug, "withdraw", "1")["state"] == "dismissed"
    with pytest.raises(NotFound):
        run("decide", study.call.slug, "confirm", "9")
    with pytest.raises(NotFound):
        run("propose", "no-such-call")


def test_it_judges_a_file_of_cases(run, tmp_path: Path) -> None:
    found = run("evaluate", str(CASES))
    assert {"precision", "recall", "recall_by_edit", "cases", "traces"} <= set(found)
    assert found["cases"] == 3
    broken = tmp_path / "cases.jsonl"
    broken.write_text("no json", encoding="utf-8")
    with pytest.raises(CocreateError):
        run("evaluate", str(broken))


def test_people_read_lines(study: Study, run) -> None:  # noqa: F811
    study.contribution()
    study.write(TEXT)
    run("propose", study.call.slug)
    shown = CliRunner().invoke(command.traces, ["list", study.call.slug]).output
    assert "proposed   quote" in shown
    assert "七层楼装" in shown
