"""Full text in the words of each database: the index, and how it is asked."""

from __future__ import annotations

from typing import Any

SHADOW = "search_text"  # the virtual table of SQLite; its own tables are search_text_data and so on
PARTS = ("", "_data", "_idx", "_docsize", "_config", "_content")


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """For Alembic's comparison: leave out what only one database has, the full-text index."""
    if kind == "table":
        return name not in {SHADOW + part for part in PARTS}
    return not (kind in ("index", "column") and name in ("ix_search_entry_tokens", "tokens"))
