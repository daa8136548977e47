"""`cocreate similar evaluate` as an operator runs it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cocreate.cli.similar import similar
from cocreate.core.errors import CocreateError

MESSAGES = "\n".join(
    [
        "message_id,title,body",
        *(f"{n},老楼加装电梯,第{n}次说加装电梯的事" for n in range(4)),
        "9,公园,公园里的健身器材坏了",
    ]
)
GOLD = "\n".join(["message_id,topic,core", *(f"{n},T1,{int(n < 2)}" for n in range(4))])


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    messages, gold = tmp_path / "messages.csv.gz", tmp_path / "gold.csv"
    messages.write_bytes(gzip.compress(MESSAGES.encode("utf-8-sig")))
    gold.write_text(GOLD, encoding="utf-8")
    return str(messages), str(gold)


def _run(*arguments: str):
    return CliRunner().invoke(similar, ["evaluate", *arguments], catch_exceptions=True)


def test_it_prints_the_promised_keys(files) -> None:
    result = _run(*files, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found) == {"p_at_5", "recall_at_10", "ms_per_query"}
    assert found["p_at_5"] == found["recall_at_10"] == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("gold.csv", b"message_id,topic,core\n77,T1,1\n", "does not fit"),
        ("gold.csv", b"message_id,topic,core\n0,T1,0\n", "does not fit"),
        ("gold.csv", b"message_id\n0\n", "no column core, topic"),
        ("gold.csv", b"", "no column"),
        ("gold.csv", b"\xff\xfe\x00", "can't be read"),
        ("messages.csv.gz", b"plain", "can't be read"),
    ],
)
def test_a_bad_file_is_one_sentence(files, tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    refusal = _run(*files).exception
    assert isinstance(refusal, CocreateError)
    assert why in str(refusal)
