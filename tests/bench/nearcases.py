"""Writes near-duplicates with known truth for `cocreate clusters evaluate`: shortened, reordered, mistyped messages.

python -m tests.bench.nearcases MESSAGES.csv.gz OUT: OUT/messages.csv and OUT/gold.csv."""

from __future__ import annotations

import csv
import gzip
import random
import re
import sys
from pathlib import Path

MESSAGES, CHANGED = 600, 150  # texts in all, and those that get one to five changed copies
SENTENCE = re.compile("(?<=[。！？；，])")


def changed(text: str, pick: random.Random) -> str:
    """The text with a fifth of its clauses left out, half the time in another order, and some characters lost."""
    clauses = [clause for clause in SENTENCE.split(text) if clause]
    kept = [clause for clause in clauses if pick.random() > 0.2] or clauses
    if pick.random() < 0.5:
        pick.shuffle(kept)
    return "".join(sign for sign in "".join(kept) if pick.random() > 0.03)


def write(source: Path, out: Path) -> None:
    """Make both files from a file of messages."""
    pick = random.Random(11)
    with gzip.open(source, "rt", encoding="utf-8-sig", newline="") as lines:
        bodies = [row["body"] for row in csv.DictReader(lines) if 80 < len(row["body"]) < 600]
    pick.shuffle(bodies)
    rows, gold = [], []
    for number, body in enumerate(bodies[:MESSAGES]):
        copies = pick.randint(1, 5) if number < CHANGED else 0
        for copy, text in enumerate([body, *(changed(body, pick) for _ in range(copies))]):
            rows.append((f"{number}.{copy}", "", text))
            if copies:
                gold.append((f"{number}.{copy}", number, 1))
    out.mkdir(parents=True, exist_ok=True)
    for name, header, lines_out in (
        ("messages.csv", ("message_id", "title", "body"), rows),
        ("gold.csv", ("message_id", "topic", "core"), gold),
    ):
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *lines_out])


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
