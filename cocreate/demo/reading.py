"""Reads the written content of the demonstration: the city with its agencies and staff, its people, and its calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
Entry = dict[str, Any]


def city() -> Entry:
    """The agencies in the order in which they can be made, their staff, and the password of the demo accounts."""
    return _read(FOLDER / "city.json")


def people() -> list[Entry]:
    """Everyone who takes part: name, phone, language, and a line that helps whoever writes more for them."""
    return _read(FOLDER / "people.json")


def calls() -> list[Entry]:
    """All calls with what was sent to them, in the order of their files."""
    return [_read(path) for path in sorted((FOLDER / "calls").glob("*.json"))]


def desk() -> Entry:
    """What staff did besides answering: their templates and schemes, and single acts with day and time."""
    found: Entry = _read(FOLDER / "desk.json")
    return found


def comments(entry: Entry) -> Iterator[tuple[Entry, Entry]]:
    """Each comment under a contribution, after the one it answers: (what it answers, the comment)."""
    for comment in [*entry.get("comments", ()), *entry.get("replies", ())]:
        yield entry, comment
        yield from comments(comment)


def prose(lines: list[str]) -> str:
    """A long text; the files keep it line by line so that a change shows as one line."""
    return "\n".join(lines)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
