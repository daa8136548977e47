"""Laws about migrations: numbered, in one line, and leading to exactly the tables of the models, on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from cocreate.app import create_app
from cocreate.core.db import db
from cocreate.core.settings import Settings
from tests.laws.house import ROOT, report
from tests.services.databases import Database

VERSIONS = ROOT / "migrations" / "versions"


def _files() -> list[Path]:
    return sorted(path for path in VERSIONS.glob("*.py") if path.name != "__init__.py")


@pytest.fixture
def script(app: Flask) -> ScriptDirectory:
    """Alembic's view of the folder."""
    with app.app_context():
        return ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())


def test_names_are_numbered_words() -> None:
    found = [path.name for path in _files() if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name)]
    numbers = [int(path.name[:4]) for path in _files() if path.name[:4].isdigit()]
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"the numbers are {numbers}")
    assert not found, report(
        "migrations are called NNNN_words.py and numbered without a gap",
        'make one with a number of its own: flask db revision --rev-id NNNN -m "words"',
        found,
    )


def test_there_is_one_head(script: ScriptDirectory) -> None:
    assert len(script.get_heads()) == 1, report(
        "migrations stand in one line",
        "let the later one revise the other, and number it anew",
        script.get_heads(),
    )


def test_a_migration_is_called_by_its_number(script: ScriptDirectory) -> None:
    found = [
        f"{Path(revision.path).name}: revision = {revision.revision!r}"
        for revision in script.walk_revisions()
        if not Path(revision.path).name.startswith(f"{revision.revision}_")
    ]
    assert not found, report("a migration's revision is its number", "mend `revision` in the file", found)


def test_migrations_lead_to_the_models(app: Flask) -> None:
    options = {"compare_type": True, **app.extensions["migrate"].configure_args}
    with app.app_context(), db.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)
    assert not difference, report(
        "a migrated database has the tables of the models",
        "write a migration for what the models have and the database has not (or the other way round)",
        [str(change) for change in difference],
    )


def test_migrations_go_back_and_forth(settings: Settings, database: Database) -> None:
    app = create_app(replace(settings, database_url=database.bare(settings.home)))
    with app.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert not left, report("a migration can be undone", "mend its downgrade()", sorted(left))
        flask_migrate.upgrade()
        db.engine.dispose()
