"""A throw-away PostgreSQL server for one test run; works as an ordinary user and as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

# Losing a test database at a power cut costs nothing, so nothing waits for the disk.
OPTIONS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


def binaries() -> Path:
    """The folder of initdb and pg_ctl, newest version first. RuntimeError when PostgreSQL is not installed."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    debian = Path("/usr/lib/postgresql")
    versions = (
        sorted((int(v.name) for v in debian.iterdir() if v.name.isdigit()), reverse=True)
        if debian.is_dir()
        else []
    )
    for version in versions:
        if (debian / str(version) / "bin" / "initdb").exists():
            return debian / str(version) / "bin"
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")


def _as_whom() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; root hands its processes to the system user postgres."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A running cluster that listens on a socket inside its own folder, so that no port is taken."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cocreate-pg-"))
        whom = _as_whom()
        if whom:
            os.chown(self.folder, whom["user"], whom["group"])
        environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self._how: dict[str, Any] = {**whom, "cwd": self.folder, "env": environ}
        options = OPTIONS | {"unix_socket_directories": str(self.folder)}
        self._run("initdb", "-U", "cocreate", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        flags = " ".join(f"-c {name}={value}" for name, value in options.items())
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", flags, "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(binaries() / program), "-D", str(self.folder / "data"), *arguments]
        # A started server inherits its parent's output, so that must not be a pipe somebody waits on.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(command, **self._how, stdout=output, stderr=output)
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')}")

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database here."""
        return f"postgresql+psycopg://cocreate@/{database}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction (CREATE DATABASE wants that)."""
        where = f"host={self.folder} user=cocreate dbname={database}"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database, a copy of the template, and return its URL."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def stop(self) -> None:
        """Stop at once and take everything away."""
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
