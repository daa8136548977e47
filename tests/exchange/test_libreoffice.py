"""XLSX and DOCX of the table, and a sheet of answers, open in LibreOffice: converted by it, and their words read back."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cocreate.exchange.answer_export import export_answers
from cocreate.exchange.answer_sheets import look_over
from cocreate.exchange.layouts import Layout
from tests.exchange.conftest import Answered

SOFFICE = shutil.which("soffice")
MISSING = "LibreOffice is not installed: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui"
pytestmark = pytest.mark.skipif(SOFFICE is None, reason=MISSING)


def converted(path: Path, kind: str, to: str) -> Path:
    """The file as LibreOffice reads it, in another format."""
    profile = (path.parent / "profile").as_uri()
    done = subprocess.run(
        [SOFFICE or "", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
        + ["--outdir", str(path.parent / "out"), str(path)],
        capture_output=True,
        timeout=180,
        check=False,
    )
    out = path.parent / "out" / f"{path.stem}.{kind}"
    assert out.is_file(), done.stderr.decode()
    return out


@pytest.mark.parametrize("layout", list(Layout))
def test_the_spreadsheet_opens_with_all_its_lines(
    town: Answered, write: Callable[..., Path], layout: Layout
) -> None:
    path = write(town.call, "xlsx", layout.value)
    out = converted(path, "csv", "csv:Text - txt - csv (StarCalc):44,34,76,1")
    with out.open(encoding="utf-8", newline="") as file:
        _head, *lines = csv.reader(file)
    text = "\n".join(cell for line in lines for cell in line)
    assert len(lines) == (3 if layout is Layout.GROUPED else 5)
    assert "写入第七条：先装北门那栋。" in text


def test_the_word_document_opens_with_note_and_table(town: Answered, write: Callable[..., Path]) -> None:
    text = converted(write(town.call, "docx"), "txt", "txt:Text (encoded):UTF8").read_text(
        encoding="utf-8-sig"
    )
    for words in (
        "公开征求意见及采纳情况的反馈",
        "三月开工。",
        "欧阳**",
        "写入第七条：先装北门那栋。",
        "（盖章）",
    ):
        assert words in text, words


def test_a_sheet_of_answers_opens_and_is_still_ours_when_it_was_kept_there(
    answered: Answered, tmp_path: Path
) -> None:
    answered.said()
    answered.said(None)
    path = tmp_path / "answers.xlsx"
    export_answers(answered.hand, answered.call, path)
    trial = look_over(answered.hand, answered.call, converted(path, "xlsx", "xlsx"))
    assert (trial.rows, trial.unchanged, trial.problems) == (2, 2, [])
