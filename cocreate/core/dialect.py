"""SQL and connection settings that only one of the two databases knows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

SQLITE_PRAGMAS = (
    "busy_timeout=15000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-20000",
    "temp_store=MEMORY",
    "mmap_size=268435456",
    "journal_size_limit=67108864",
)


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of `create_engine` for a database URL."""
    if url.startswith("sqlite"):
        # A connection for reading and one for writing may be open for each of the server's threads.
        return {
            "connect_args": {"timeout": 15, "check_same_thread": False},
            "pool_size": 40,
            "max_overflow": 60,
        }
    return {"pool_pre_ping": True, "pool_size": 20, "max_overflow": 20}


def tune(engine: Engine) -> None:
    """Make SQLite durable, concurrent and strict about foreign keys; nothing to do for PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # BEGIN is said by `begun`, below
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(
            connection.get_execution_options().get("cocreate_begin", "BEGIN IMMEDIATE")
        )


def built(build: Callable[[Callable[[Any], Any]], Any]) -> Callable[[Any], Any]:
    """Make of a function the statement for a session's database, put together once: that costs as much as running it.

    `build` is given the INSERT that knows ON CONFLICT; what differs from one time to the next are parameters."""

    @cache
    def of(name: str) -> Any:
        return build(postgresql.insert if name == "postgresql" else sqlite.insert)

    return lambda session: of(session.get_bind().dialect.name)


def steady(session: Any) -> None:
    """Let all reading of the transaction that begins now see the database as it is at this moment.

    On SQLite every transaction does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def insert(session: Any, table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of the session's database."""
    name = session.get_bind(clause=sa.insert(table)).dialect.name
    return postgresql.insert(table) if name == "postgresql" else sqlite.insert(table)


WRITES = sa.select(sa.literal(1)).with_for_update()
ALONE = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("number", type_=sa.BigInteger)))


def one_at_a_time(session: Any, key: str) -> None:
    """Nobody else passes here with the same key until this transaction ends; SQLite lets one writer through at all."""
    if session.get_bind(clause=WRITES).dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
        session.execute(ALONE, {"number": number})
    else:
        session.execute(WRITES)


def local_date(session: Any, moment: Any, zone: str, since: datetime, until: datetime) -> Any:
    """The local date of a moment as a column. Moments lie between `since` and `until`; SQLite is told what the zone's
    clocks were in that time, others are taken as if the clocks had not changed before or after it."""
    name = session.get_bind(clause=sa.select(moment)).dialect.name
    if name == "postgresql":
        return sa.cast(sa.func.timezone(zone, moment), sa.Date)
    *changed, last = _offsets(ZoneInfo(zone), since, until)
    days = [(moment < end, sa.func.date(moment, minutes)) for minutes, end in changed]
    day = sa.func.date(moment, last[0])
    return sa.type_coerce(sa.case(*days, else_=day) if days else day, sa.Date)


def _offsets(zone: ZoneInfo, since: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """By how much local clocks are ahead, as SQLite writes it, each until when, to the hour."""
    found: list[tuple[str, datetime]] = []
    at, step = since.replace(minute=0, second=0, microsecond=0), timedelta(hours=1)
    while at <= until:
        day_later = at + timedelta(days=1)
        ahead = at.astimezone(zone).utcoffset() or timedelta()
        minutes = f"{int(ahead.total_seconds()) // 60:+d} minutes"
        if not found or found[-1][0] != minutes:
            found.append((minutes, at))
        # A whole day without a change is passed in one step.
        at = day_later if day_later.astimezone(zone).utcoffset() == ahead else at + step
    return [
        (minutes, until if place + 1 == len(found) else found[place + 1][1])
        for place, (minutes, _from) in enumerate(found)
    ]


def is_in_order_of_arrival(session: Any, table: Any, key: dict[str, int]) -> bool:
    """Whether the rows under this key still tell which of them were written together, or last.

    PostgreSQL's rows carry the number of their transaction. SQLite keeps tables by key, but its log tells the order."""
    if session.get_bind(clause=WRITES).dialect.name != "postgresql":
        return True
    together = sa.func.count(sa.distinct(sa.cast(sa.literal_column("xmin"), sa.Text)))
    return (session.scalar(sa.select(together).select_from(table).filter_by(**key)) or 0) > 1


def write_in_random_order(session: Any, table: Any, key: dict[str, int]) -> None:
    """Write all rows under this key anew, in one transaction and in an order drawn by lot; they say the same as before.

    Nothing to do on SQLite for tables without row numbers: they lie in the order of their keys."""
    if session.get_bind(clause=WRITES).dialect.name != "postgresql":
        return
    taken = sa.delete(table).filter_by(**key).returning(*table.c).cte("taken")
    shuffled = sa.select(taken).order_by(sa.func.random())
    session.execute(sa.insert(table).from_select([one.name for one in table.c], shuffled))


def sweep(engine: Engine, tables: Iterable[str]) -> None:
    """Take away what older versions of rows lie about: dead rows on PostgreSQL, the write-ahead log on SQLite."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for name in tables:
                connection.exec_driver_sql(f'VACUUM "{name}"')
        return
    raw = engine.raw_connection()  # outside of any transaction, or the log can't be emptied
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
