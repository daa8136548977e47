"""Which failures of the database mean that two people crossed each other, and which that it can't be reached."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

# PostgreSQL: serialization failure, deadlock, unique and foreign key violation. SQLite names its errors.
_STATES = {"40001", "40P01", "23505", "23503"}
_NAMES = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_FOREIGNKEY"}

FAILURES = (sa.exc.DBAPIError, StaleDataError)


def is_crossing(error: BaseException) -> bool:
    """Whether somebody else changed the same thing at the same moment, so that trying again makes sense."""
    if isinstance(error, StaleDataError):
        return True
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) in _STATES or getattr(cause, "sqlite_errorname", None) in _NAMES
