"""Full text in the words of each database: what the index is called there, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

PRIVATE = "\ue000"  # begins the words that stand for an entry's call and kind
VIRTUAL = "search_text"  # on SQLite; its own tables are called search_text_data and so on
PARTS = ("", "_data", "_idx", "_docsize", "_config", "_content")
COLUMN, INDEX = "tokens", "ix_search_entry_tokens"  # on PostgreSQL

FTS5 = "SELECT rowid AS id FROM search_text WHERE search_text MATCH :asked ORDER BY rowid DESC LIMIT :most"
# A function of migration 0002, since it has to be planned with settings of its own.
TSVECTOR = "SELECT id FROM search_entry_newest(CAST(:asked AS tsquery), :most)"


def newest_with(
    dialect: str, tokens: Sequence[tuple[str, bool]], private: Sequence[str], most: int
) -> sa.Subquery:
    """Ids of the newest entries that have all the tokens; of those marked True only the beginning must fit.

    `private` are words such as a call's id or a kind. Never more than `most` ids. Tokens hold letters and digits only."""
    words = [(PRIVATE + word, False) for word in private]
    if dialect == "postgresql":
        asked = " & ".join(f"'{token}'{':*' if is_open else ''}" for token, is_open in (*tokens, *words))
        statement = sa.text(TSVECTOR)
    else:
        asked = " AND ".join(f'"{token}"{"*" if is_open else ""}' for token, is_open in (*tokens, *words))
        statement = sa.text(FTS5)
    return statement.bindparams(asked=asked, most=most).columns(sa.column("id", sa.BigInteger)).subquery()


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """For Alembic's comparison: leave out what only one database has, the full-text index."""
    if kind == "table":
        return name not in {VIRTUAL + part for part in PARTS}
    if kind not in ("column", "index") or thing.table.name != "search_entry":
        return True
    return name not in (COLUMN, INDEX)
