"""`cocreate calendar`: JSON alone on standard output, bad files named by line and half-done never."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cocreate.calendars.rules import statutory

WHOLE = "\n".join(f"{day},holiday,{name}" for day, name in statutory(2027).items())
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from cocreate.cli.main import main; main()", "calendar", *arguments],
            env={**os.environ, "COCREATE_HOME": str(tmp_path / "home"), "COCREATE_DEMO": ""},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return command


def test_a_year_is_shown_entered_and_changed(run: Run, tmp_path: Path) -> None:
    shown = json.loads(run("show", "2027", "--json").stdout)
    assert (shown["year"], shown["announced"]) == (2027, False)
    assert {"date": "2027-10-01", "kind": "holiday", "name": "国庆节", "source": "library"} in shown["days"]

    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(WHOLE + "\n2027-02-30,holiday\n", encoding="utf-8")
    good.write_text("date,kind,name\n" + WHOLE, encoding="utf-8")
    refused = run("import", str(bad), "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "14" in refused.stderr
    assert json.loads(run("import", str(good), "--source", "通知", "--json").stdout) == {
        "years": {"2027": 13}
    }

    assert json.loads(run("add", "2027-02-20", "--workday", "--json").stdout) == {
        "date": "2027-02-20",
        "workday": True,
    }
    shown = json.loads(run("show", "2027", "--json").stdout)
    assert (shown["announced"], shown["complete"], shown["source"]) == (True, True, "通知")
    assert len(shown["days"]) == 14
    assert run("add", "2027-02-20", "--remove").returncode == 0
    assert run("add", "2027-02-20", "--remove").returncode == 1


def test_wrong_use_is_exit_2(run: Run) -> None:
    for arguments in (["show", "1999"], ["add", "x"], ["import", "/nowhere.csv"]):
        assert run(*arguments).returncode == 2
