"""The database: base class, column types, and sessions whose reads never wait for the write lock."""

import enum
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, declared_attr, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BigId = sa.BigInteger


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on both databases. ValueError for a naive one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JSON(sa.types.TypeDecorator[Any]):
    """JSONB on PostgreSQL, JSON text on SQLite."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(postgresql.JSONB() if dialect.name == "postgresql" else sa.JSON())


def enum_column(members: type[enum.Enum]) -> sa.Enum:
    """A column type that stores an enum by value, as text, so that new members need no migration."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda enumeration: [member.value for member in enumeration],
    )


class Base(DeclarativeBase):
    """Base of all tables; a table is named after its class in snake case."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime(), dict: JSON(), list: JSON()},
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class RoutingSession(BoundSession):
    """Two roads: until its first write a session reads without asking for the write lock.

    On SQLite such reads begin deferred on a connection of their own; the first flush, DML or SELECT … FOR UPDATE takes
    the write lock at once (BEGIN IMMEDIATE), so that nothing fails half-way with "database is locked", and everything
    after it stays there. What is read before the first write may be old by then: see `lock`. Replicas can be routed here
    later."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any) -> Any:
        engine = super().get_bind(mapper=mapper, clause=clause, bind=bind, **kw)
        if bind is not None or engine.dialect.name != "sqlite":
            return engine
        locks = getattr(clause, "_for_update_arg", None) is not None
        if self._flushing or locks or isinstance(clause, sa.UpdateBase):
            self.info["wrote"] = True
        if self.info.get("wrote"):
            return engine
        if "reader" not in self.info:
            self.info["reader"] = engine.execution_options(cocreate_begin="BEGIN")
        return self.info["reader"]

    def commit(self) -> None:
        super().commit()
        self.info.pop("wrote", None)

    def rollback(self) -> None:
        super().rollback()
        self.info.pop("wrote", None)


db = SQLAlchemy(model_class=Base, session_options={"class_": RoutingSession})

if TYPE_CHECKING:

    class Model(Base):
        """What tables inherit from (the type checker's view of Flask-SQLAlchemy's model class)."""

        __abstract__ = True

else:
    Model = db.Model


def among(first: Any, second: Any, keys: Iterable[tuple[int, int]]) -> sa.ColumnElement[bool]:
    """Whether a pair of columns is one of the keys; meant for few different values of the first, such as call ids.

    Said so that SQLite looks them up: for (a, b) IN (…) it reads the whole table."""
    grouped: dict[int, set[int]] = {}
    for one, other in keys:
        grouped.setdefault(one, set()).add(other)
    pairs = (sa.and_(first == one, second.in_(others)) for one, others in grouped.items())
    return sa.or_(sa.false(), *pairs)


_WRITES = sa.select(sa.literal(1)).with_for_update()


def writing() -> sa.Connection:
    """The session's connection, with the write lock, for statements whose rows no object mirrors: they cost half as much
    as through the session. What the session has not flushed yet is not seen."""
    return db.session.connection(bind_arguments={"clause": _WRITES})


def lock(thing: Any) -> None:
    """Read a row again and keep others from changing it until the end of the transaction.

    Verbs that decide by what a row holds call this first: what the page loaded may be old by then. Only its own table
    is locked: PostgreSQL refuses to lock what is joined from outside, such as an author who may not exist."""
    db.session.refresh(thing, with_for_update={"of": type(thing)})


def render_item(kind: str, item: Any, context: Any) -> str | bool:
    """How our column types are written in a migration, without importing the application."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False
