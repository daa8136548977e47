"""One number that grows with each change the public can see; cached pages made at another number are not served."""

from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate.core.clock import ticks
from cocreate.core.db import Model, db
from cocreate.core.dialect import built
from cocreate.core.events import Event

# Other processes' changes are noticed within this many seconds; those of this process at once.
RECHECK = 0.5


class ContentVersion(Model):
    """The one row that holds the number."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


def current() -> sa.ScalarSelect[int]:
    """The number as a column of another statement."""
    return sa.select(ContentVersion.number).scalar_subquery()


class Freshness:
    """What this process knows of the number, asked anew when it may be old."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._number = -1
        self._checked = -RECHECK
        self._own = 0

    def number(self) -> tuple[int, int]:
        """The present number, and how many changes this process itself has made."""
        if ticks() - self._checked >= RECHECK:
            self._checked = ticks()
            with self._engine.connect().execution_options(cocreate_begin="BEGIN") as connection:
                self._number = connection.scalar(sa.select(ContentVersion.number)) or 0
        return self._number, self._own

    def changed_here(self) -> None:
        """This process has committed a change."""
        self._own += 1
        self._checked = ticks() - RECHECK


def mark(fact: Event) -> None:
    """Note in the present transaction that pages may look different now; votes are left to the pages' short age."""
    if fact.is_quiet or db.session.info.get("marked"):
        return
    db.session.info["marked"] = True
    db.session.execute(_grown(db.session), {"id": 1, "number": 1})


@built
def _grown(insert: Any) -> Any:
    table = ContentVersion.__table__
    return insert(table).on_conflict_do_update(index_elements=["id"], set_={"number": table.c.number + 1})


@event.listens_for(db.session, "after_commit")
def _committed(session: Session) -> None:
    """The application whose session this is knows of its own change at once."""
    if session.info.pop("marked", False):
        current_app.extensions["cocreate.freshness"].changed_here()


@event.listens_for(db.session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop("marked", None)
