"""A migrated, empty database for each test: a copied file on SQLite, emptied tables on PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg

from tests.services.postgresql import Server

Migrate = Callable[[str], None]


class Database(Protocol):
    """What a test run needs of its kind of database."""

    def fresh(self, home: Path) -> str:
        """The URL of an empty, migrated database for a test with this home folder."""

    def bare(self, home: Path) -> str:
        """The URL of a database without any table, for tests of the migrations themselves."""

    def stop(self) -> None:
        """Take everything away."""


class Sqlite:
    """One file migrated once; each test gets a copy in its own home."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")
        with sqlite3.connect(self._template) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def fresh(self, home: Path) -> str:
        """A copy of the migrated file, where the application looks for it."""
        home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._template, home / "cocreate.db")
        return ""

    def bare(self, home: Path) -> str:
        """A file that does not exist yet."""
        return f"sqlite:///{home / 'bare.db'}"

    def stop(self) -> None:
        """Files go with pytest's own folders."""


class Postgresql:
    """One database on a server of its own; before each test its rows go, and what migrations put there comes back."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._server = Server()
        try:
            self._url = self._server.create("cocreate")
            migrate(self._url)
            self._wipe = self._remember()
        except BaseException:
            self._server.stop()
            raise

    def _remember(self) -> str:
        """Keep the rows that migrations wrote, and return the statements that bring this state back."""
        steps = ["SET lock_timeout = '20s'", "SET session_replication_role = replica"]
        with psycopg.connect(self._where(), autocommit=True) as connection:
            connection.execute("CREATE SCHEMA kept")
            rows = connection.execute(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
            )
            tables = [name for (name,) in rows if name != "alembic_version"]
            steps += [f"DELETE FROM {name}" for name in tables]
            for name in tables:
                connection.execute(f"CREATE TABLE kept.{name} AS SELECT * FROM {name}")
                if connection.execute(f"SELECT 1 FROM kept.{name} LIMIT 1").fetchone():
                    steps.append(f"INSERT INTO {name} SELECT * FROM kept.{name}")
                else:
                    connection.execute(f"DROP TABLE kept.{name}")
        return ";\n".join(steps)

    def _where(self) -> str:
        return f"host={self._server.folder} user=cocreate dbname=cocreate"

    def fresh(self, home: Path) -> str:
        """The same database, as it was after its migrations."""
        with psycopg.connect(self._where()) as connection:
            connection.execute(self._wipe)
        return self._url

    def bare(self, home: Path) -> str:
        """Another database on the same server, made anew."""
        self._server.execute("DROP DATABASE IF EXISTS bare")
        return self._server.create("bare")

    def stop(self) -> None:
        """End the server."""
        self._server.stop()


KINDS: dict[str, Callable[[Path, Migrate], Database]] = {"sqlite": Sqlite, "postgresql": Postgresql}
