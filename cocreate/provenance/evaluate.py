"""How well proposals find what is known: characters of the document that are given to the right contribution."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cocreate.core.errors import CocreateError
from cocreate.provenance.finding import find

Pair = tuple[str, int]  # a contribution and a place in the document


@dataclass
class Counts:
    """Pairs of contribution and character: in the truth, proposed, and both."""

    true: int = 0
    proposed: int = 0
    both: int = 0
    by_edit: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    traces: Counter[str] = field(default_factory=Counter)


def read(file: Path) -> Iterator[dict[str, Any]]:
    """The cases of a file: JSON lines, one JSON object or a list of them; .gz is unpacked. CocreateError when it is neither."""
    try:
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
        whole = _parsed(text)
        yield from (whole if isinstance(whole, list) else [whole])
    except (OSError, ValueError) as error:
        raise CocreateError(f"{file} can't be read as JSON or JSON lines: {error}.") from error


def _parsed(text: str) -> Any:
    try:
        found = json.loads(text)
        return found.get("cases", found) if isinstance(found, dict) else found
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def evaluate(cases: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Precision and recall over characters, and over traces; recall by edit where the truth names it.

    A trace is found when at least half of its characters are given to its contribution; a proposal is right when at least
    half of its characters are. CocreateError, with its number, for a case that lacks a part."""
    counts = Counts()
    number = 0
    for number, case in enumerate(cases, 1):
        try:
            _judge(case, counts)
        except (KeyError, TypeError, ValueError) as error:
            raise CocreateError(f"Case {number} is not in the form of docs/traces.md: {error!r}.") from error
    return {
        "precision": _share(counts.both, counts.proposed),
        "recall": _share(counts.both, counts.true),
        "trace_precision": _share(counts.traces["right"], counts.traces["proposed"]),
        "trace_recall": _share(counts.traces["found"], counts.traces["true"]),
        "kind_accuracy": _share(counts.traces["kind"], counts.traces["kinds"]),
        "recall_by_edit": {edit: _share(both, true) for edit, (both, true) in sorted(counts.by_edit.items())},
        "cases": number,
        "traces": counts.traces["true"],
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _judge(case: dict[str, Any], counts: Counts) -> None:
    contributions = case["contributions"]
    ids = [str(one["id"]) for one in contributions]
    document = case["document"]
    found = find(document, [one["text"] for one in contributions], case.get("common", ()))
    proposed = [(ids[one.owner], one.target.start, one.target.end, one.kind.value) for one in found.matches]
    true = [(str(one["contribution"]), int(one["start"]), int(one["end"]), one) for one in case["traces"]]
    pairs = _pairs(proposed)
    truth = _pairs(true)
    counts.true += len(truth)
    counts.proposed += len(pairs)
    counts.both += len(truth & pairs)
    counts.traces.update(proposed=len(proposed), true=len(true))
    for owner, start, end, _kind in proposed:
        counts.traces["right"] += 2 * len(_pairs([(owner, start, end)]) & truth) >= end - start
    for owner, start, end, one in true:
        mine = _pairs([(owner, start, end)])
        got = len(mine & pairs)
        counts.traces["found"] += 2 * got >= end - start
        both = counts.by_edit[str(one.get("edit", "any"))]
        both[0] += got
        both[1] += len(mine)
        _judge_kind(one, proposed, counts)


def _judge_kind(one: dict[str, Any], proposed: list[Any], counts: Counts) -> None:
    over = [
        (min(end, one["end"]) - max(start, one["start"]), kind)
        for owner, start, end, kind in proposed
        if owner == str(one["contribution"])
    ]
    best = max(over, default=(0, ""))
    if best[0] > 0 and "kind" in one:
        counts.traces.update(kinds=1, kind=int(best[1] == one["kind"]))


def _pairs(spans: Iterable[Any]) -> set[Pair]:
    return {(span[0], place) for span in spans for place in range(span[1], span[2])}
