"""The commands by their promised names, keys and exit codes, each in a process of its own as an operator runs it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "message_id,user,time,title,body,reply,reply_time"
ROW = "{n},u_{n},2019-08-19 11:48:23,路灯不亮,桥头的路灯坏了。,已维修。,2019-08-25 09:00:00"


@pytest.fixture
def run(tmp_path: Path):
    def command(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from cocreate.cli.main import main; main()", *arguments],
            env={**os.environ, "COCREATE_HOME": str(tmp_path / "home"), "COCREATE_DEMO": "", **environ},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return command


def test_an_import_prints_json_and_nothing_else_and_calls_are_listed(run, tmp_path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("\n".join([HEAD, *(ROW.format(n=n) for n in range(3))]), encoding="utf-8")
    first = run("import", "messages", str(path), "--call", "letters", "--replies", "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout) == {"rows": 3, "imported": 3, "skipped": 0, "errors": []}
    assert "3 / 3" in first.stderr
    again = run("import", "messages", str(path), "--call", "letters", "--json")
    assert json.loads(again.stdout)["skipped"] == 3
    listed = json.loads(run("calls", "list", "--json").stdout)
    assert listed == [
        {
            "slug": "letters",
            "title": "letters",
            "format": "topic",
            "stage": "collecting",
            "contributions": 3,
            "answered": 3,
        }
    ]
    shown = json.loads(run("calls", "show", "letters", "--json").stdout)
    assert (shown["slug"], shown["listed"], shown["due"]) == ("letters", 3, 3)
    audit = json.loads(run("ballots", "audit", "letters", "--json").stdout)
    assert audit == {"events": 0, "current": 0, "tallies_equal": True}
    out = tmp_path / "out.json"
    assert run("export", "call", "letters", "--format", "json", str(out)).returncode == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["contributions"]) == 3


def test_a_bad_row_is_exit_1_with_its_line_in_the_json(run, tmp_path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(
        f"{HEAD}\n{ROW.format(n=1)}\n{ROW.format(n=2).replace('2019-08-19', 'x')}\n", encoding="utf-8"
    )
    refused = run("import", "messages", str(path), "--call", "letters", "--json")
    assert refused.returncode == 1
    assert [error["line"] for error in json.loads(refused.stdout)["errors"]] == [3]
    assert json.loads(run("calls", "list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nonsense"], 2),
        (["calls", "show"], 2),
        (["import", "messages", "/nowhere.csv", "--call", "x"], 2),
        (["calls", "show", "nothing-here"], 1),
        (["export", "call", "nothing-here", "--format", "json", "nothing.json"], 1),
        (["--help"], 0),
    ],
)
def test_exit_codes(run, arguments, code) -> None:
    ended = run(*arguments)
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr


def test_doctor_makes_and_migrates_an_empty_home(run) -> None:
    ended = run("doctor", "--json")
    report = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert report["ok"] is True
    assert report["database"]["migrated"] is True


def test_doctor_hides_secrets_and_names_what_is_away(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    ended = run(
        "doctor", "--json", COCREATE_SMTP_URL=f"smtp://u:geheim@127.0.0.1:{port}", COCREATE_SECRET="geheim2"
    )
    assert ended.returncode == 1
    assert "geheim" not in ended.stdout
    assert json.loads(ended.stdout)["mail"]["reachable"] is False


def test_a_busy_port_is_one_line(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        ended = run("up", PORT=str(busy.getsockname()[1]))
    assert ended.returncode == 1
    assert ended.stderr.strip().count("\n") == 0
    assert "PORT" in ended.stderr


def test_a_folder_that_can_not_be_used_is_one_line(run, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    ended = run("calls", "list", COCREATE_HOME=str(tmp_path / "file" / "home"))
    assert ended.returncode == 1
    assert ended.stderr.strip().count("\n") == 0


def test_counting_begins_without_loading_the_pages(tmp_path) -> None:
    code = """
import sys
from cocreate.cli.main import main
try:
    main(["ballots", "tally", "nowhere"])
except SystemExit:
    pass
sys.exit("cocreate.web.areas" in sys.modules)
"""
    environ = {**os.environ, "COCREATE_HOME": str(tmp_path / "home"), "COCREATE_DEMO": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "no such call" in done.stderr
