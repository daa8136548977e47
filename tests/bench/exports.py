"""Measures how much memory and time the files of the adoption table take at 1,000 and at 1,000,000 lines: python -m tests.bench.exports."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cocreate.app import create_app
from cocreate.core.clock import now
from cocreate.exchange import streams
from cocreate.exchange.covering import Note
from cocreate.exchange.layouts import COLUMNS, Cells, Layout

SIZES = (1_000, 100_000, 1_000_000)
KINDS = ("csv", "json", "xlsx")
WORDS = "建议先装北门那栋，那里住着很多老人，每天上下七楼非常不方便，费用按楼层分摊。"

NOTE = Note(
    title="关于公开征求意见及采纳情况的反馈",
    call_title="",
    agency="市局",
    issuer="市局",
    signature="市局",
    index_number="",
    written_on=None,
    period=None,
    channels=[],
    closed=[],
    received=0,
    valid=0,
    by_degree={},
    groups={},
    next_steps="",
    is_published=True,
    as_of=now(),
)


def lines(count: int) -> Iterator[Cells]:
    """Lines that differ from each other, made one by one."""
    for place in range(1, count + 1):
        texts: dict[str, Any] = {one.key: f"{WORDS[place % 30 :]}{place}" for one in COLUMNS[Layout.STANDARD]}
        yield Cells(
            texts | {"place": place, "degree": "采纳"}, "adopted", True, {"number": f"2026-{place:06}"}
        )


def once(kind: str, count: int) -> None:
    """Write one file in this process, and print seconds, megabytes of the file and the peak of memory."""
    table: Any = SimpleNamespace(
        slug="bench",
        note=NOTE,
        layout=Layout.STANDARD,
        columns=COLUMNS[Layout.STANDARD],
        total=count,
        lines=lines(count),
        is_internal=False,
    )
    with create_app().app_context(), tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"table.{kind}"
        began = time.perf_counter()
        getattr(streams, f"write_{kind}")(table, out)
        seconds, size = time.perf_counter() - began, out.stat().st_size / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {kind} | {count:,} | {seconds:.1f} | {size:.1f} | {peak:.0f} |")


def main() -> None:
    """A process for each, so that one peak does not hide another."""
    print("| file | lines | s | MB | peak of memory, MB |\n|---|--:|--:|--:|--:|", flush=True)
    for kind in KINDS:
        for count in SIZES:
            subprocess.run([sys.executable, "-m", "tests.bench.exports", kind, str(count)], check=True)


if __name__ == "__main__":
    once(sys.argv[1], int(sys.argv[2])) if len(sys.argv) == 3 else main()
