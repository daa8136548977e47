"""Counts the statements a piece of code sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import has_app_context
from sqlalchemy import event
from sqlalchemy.engine import Engine

from cocreate.core.db import db

RECHECK = "SELECT content_version.number"  # asked twice a second at most, whatever is shown: the clock decides, not the page
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The list that grows by each SELECT, INSERT, UPDATE and DELETE inside the block, whoever sends it.

    BEGIN, COMMIT, settings of a connection and the recheck of the content number are not counted, nor what the test had left to be written before."""
    if has_app_context():
        db.session.flush()
    seen: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(RECHECK):
            return
        if statement.lstrip(" \n(").upper().startswith(COUNTED):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)
