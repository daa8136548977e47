"""What was done to a word list: one line for each act, in a file beside its versions that only grows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cocreate.core.clock import now
from cocreate.core.i18n import LANGUAGES, use_language
from cocreate.screening import lists

MOST_READ = 200


def note(home: Path, name: str, act: str, by: int | None, **said: Any) -> None:
    """Add a line: what was done (arrived, imported, refused, used), by whose account, and what came of it."""
    folder = lists.folder_of(home, name)
    folder.mkdir(parents=True, exist_ok=True)
    line = {"at": now().isoformat(), "act": act, "by": by} | said
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def latest(home: Path, name: str) -> list[Mapping[str, Any]]:
    """The last acts, the newest first."""
    log = lists.folder_of(home, name) / "log.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [json.loads(line) for line in reversed(lines[-MOST_READ:])]


def in_each_language(sentence: object) -> dict[str, str]:
    """A refusal in every language, since nobody is reading yet when it is written down."""
    found = {}
    for code in LANGUAGES:
        with use_language(code):
            found[code] = str(sentence)
    return found
