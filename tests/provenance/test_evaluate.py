"""The file of known cases: forms that are read, forms that are refused, and what the figures mean."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cocreate.core.errors import CocreateError
from cocreate.provenance.evaluate import evaluate, read

CASE = json.loads((Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()[0])


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CASE),
        json.dumps(CASE) + "\n\n",
        json.dumps([CASE]),
        json.dumps({"cases": [CASE]}, indent=1),
        "\ufeff" + json.dumps(CASE),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_json_lines_and_json_packed_or_not(tmp_path: Path, text: str, is_packed: bool) -> None:
    file = tmp_path / "cases"
    file.write_bytes(gzip.compress(text.encode()) if is_packed else text.encode())
    assert list(read(file)) == [CASE]


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"one\ntwo", b"\x1f\x8bnot gzip"])
def test_what_is_no_json_is_refused_with_its_name(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(raw)
    with pytest.raises(CocreateError, match=r"cases\.jsonl can't be read"):
        list(read(file))


@pytest.mark.parametrize(
    "case",
    [
        {},
        [],
        {"contributions": [], "document": "", "traces": [{"contribution": "1"}]},
        {"contributions": [{"id": 1}], "document": "", "traces": []},
        {"contributions": [], "document": "", "traces": [{"contribution": "1", "start": "a", "end": 3}]},
        {"contributions": 5, "document": "", "traces": []},
        {"contributions": [{"id": "1", "text": None}], "document": "甲", "traces": []},
    ],
)
def test_a_case_that_lacks_a_part_is_named_by_its_number(case: object) -> None:
    with pytest.raises(CocreateError, match="Case 2"):
        evaluate([CASE, case])  # type: ignore[list-item]


def test_figures_count_characters_of_the_right_contribution() -> None:
    document = "费用按楼层分摊，一楼不出钱。总则一条。"
    texts = [
        {"id": 1, "text": "费用按楼层分摊，一楼不出钱。"},
        {"id": "二", "text": "公交站没有座椅，等车的人很累。"},
    ]
    right = {"contribution": "1", "start": 0, "end": 14, "kind": "quote", "edit": "verbatim"}
    found = evaluate([{"contributions": texts, "document": document, "traces": [right]}])
    assert (found["precision"], found["recall"]) == (1.0, round(13 / 14, 4))
    assert found["recall_by_edit"] == {"verbatim": found["recall"]}
    assert (found["trace_precision"], found["trace_recall"], found["kind_accuracy"]) == (1, 1, 1)
    wrong = evaluate(
        [{"contributions": texts, "document": document, "traces": [right | {"contribution": "二"}]}]
    )
    assert (wrong["precision"], wrong["recall"], wrong["trace_recall"]) == (0, 0, 0)
    nothing = evaluate([])
    assert (nothing["precision"], nothing["recall"], nothing["cases"]) == (1, 1, 0)
