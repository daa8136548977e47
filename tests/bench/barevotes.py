"""The floor that votes are compared with: bare Flask and SQLAlchemy's ORM, one row inserted durably for each request."""

from __future__ import annotations

import os

import sqlalchemy as sa
from flask import Flask, request
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = Flask(__name__)
engine = sa.create_engine(os.environ["BARE_DATABASE_URL"], pool_size=20)


class Base(DeclarativeBase):
    """The only table's base."""


class Row(Base):
    """A vote."""

    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    voter: Mapped[int]
    target: Mapped[int]


if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def connected(connection: object, record: object) -> None:
        """The same durability as ours."""
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


Base.metadata.create_all(engine)


@app.post("/vote")
def vote() -> tuple[str, int]:
    """Insert one row and commit."""
    with Session(engine) as session:
        session.add(Row(voter=int(request.form["voter"]), target=int(request.form["target"])))
        session.commit()
    return "", 204
