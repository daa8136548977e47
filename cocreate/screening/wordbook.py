"""Reads the small word books that are shipped with screening: sections of words in plain text files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The words of a book by section, in their order; lines that begin with # are notes."""
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            words = found.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            words += line.split()
    return {section: tuple(dict.fromkeys(entries)) for section, entries in found.items()}
