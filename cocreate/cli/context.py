"""How commands get an application: an empty home is made and migrated first."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click
import flask_migrate
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from cocreate.accounts import addresses
from cocreate.accounts import queries as accounts
from cocreate.app import create_app
from cocreate.core.actor import Actor
from cocreate.core.assets import folder
from cocreate.core.db import db
from cocreate.core.errors import CocreateError, NotFound
from cocreate.core.i18n import _l
from cocreate.core.settings import Settings

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, and nothing else, on standard output."
)

as_option = click.option(
    "--as", "person", metavar="USER", help="Mobile number or e-mail address of the account that acts."
)


def acting(person: str) -> Actor:
    """Who acts when a command is run `--as` this person. NotFound when nobody has the address."""
    user = accounts.find_by_address(addresses.read(person))
    if user is None:
        raise NotFound(_l("Nobody has signed up with the address %(address)s.", address=person))
    return accounts.actor_of(user)


def acting_as(person: str | None) -> Actor:
    """Who acts, for commands that nobody runs as the system: wrong use when `--as` is missing."""
    if not person:
        raise click.UsageError("Say who acts: --as USER.")
    return acting(person)


def head() -> str | None:
    """The newest migration this version brings."""
    return ScriptDirectory(str(folder("migrations"))).get_current_head()


def revision() -> str | None:
    """The migration at which the database stands, None when it is empty."""
    with db.engine.connect().execution_options(cocreate_begin="BEGIN") as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(app: Flask) -> bool:
    """Migrate when that is due; whether anything was done. CocreateError when the database can't be reached."""
    with app.app_context():
        try:
            if revision() == head():
                return False
        except sa.exc.OperationalError as error:
            raise CocreateError(
                f"The database can't be reached: {str(error.orig).splitlines()[0]}"
            ) from error
        logging.getLogger("alembic").setLevel(logging.WARNING)
        flask_migrate.upgrade()
        return True


def application(*, pages: bool = True, **changed: Any) -> Flask:
    """The application for this environment, its database up to date."""
    app = create_app(replace(Settings.from_environ(), **changed), pages=pages)
    upgrade(app)
    return app


@contextlib.contextmanager
def session(*, pages: bool = True) -> Iterator[Flask]:
    """An application context for one command: committed when it ends well, rolled back when not.

    Commands that make no links say that they need no `pages`, and begin in half the time."""
    app = application(pages=pages)
    with app.app_context():
        try:
            yield app
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            db.session.remove()
            db.engine.dispose()
