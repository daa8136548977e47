"""Runs the migrations with the application's own engine; SQLite's table copies don't empty the tables that point at them."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
metadata = migrate.db.metadatas[None]


def leave_out_when_empty(context_: Any, revision: Any, directives: list[Any]) -> None:
    """Write no revision file when nothing has changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def offline() -> None:
    """Print the SQL instead of running it."""
    url = migrate.db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def online() -> None:
    """Run the migrations in one transaction."""
    arguments = dict(migrate.configure_args)
    arguments.setdefault("process_revision_directives", leave_out_when_empty)
    with migrate.db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.dbapi_connection
        if is_sqlite:
            # Changing a table copies and drops it; with foreign keys on, dropping would delete the rows that point at it.
            raw.execute("PRAGMA foreign_keys=OFF")
            arguments["transactional_ddl"] = True
        try:
            context.configure(connection=connection, target_metadata=metadata, **arguments)
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"rows without what they point at after the migration: {broken[:5]}")
        finally:
            if is_sqlite:
                raw.rollback()
                raw.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    offline()
else:
    online()
