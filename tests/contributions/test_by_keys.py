"""Rows wanted by call and id are looked up, not searched for: what they cost does not grow with the call."""

from __future__ import annotations

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from cocreate.contributions import queries
from cocreate.contributions.models import Contribution
from cocreate.core.db import among
from tests.factories import make_call, make_contribution

KEYS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6)), max_size=12)


@given(KEYS)
def test_among_holds_for_the_keys_and_nothing_else(keys) -> None:
    pairs = [(one, other) for one in range(1, 5) for other in range(1, 7)]
    engine = sa.create_engine("sqlite://")
    table = sa.table("pair", sa.column("a"), sa.column("b"))
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE TABLE pair (a INTEGER, b INTEGER)"))
        connection.execute(sa.insert(table), [{"a": one, "b": other} for one, other in pairs])
        found = connection.execute(sa.select(table).where(among(table.c.a, table.c.b, keys))).all()
    assert {tuple(row) for row in found} == set(keys)


def test_contributions_of_several_calls_are_found_by_their_keys(db_session) -> None:
    one, other = make_contribution(), make_contribution()
    keys = [(one.call_id, one.id), (other.call_id, other.id), (one.call_id, other.id)]
    assert queries.by_keys(keys) == {one.id: one, other.id: other}
    assert queries.by_keys([]) == {}


def test_sqlite_looks_them_up(db_session) -> None:
    if db_session.get_bind().dialect.name != "sqlite":
        return
    call, other = make_call(), make_call()
    wanted = among(Contribution.call_id, Contribution.id, [(call.id, 1), (call.id, 2), (other.id, 3)])
    statement = str(
        sa.select(Contribution.number).where(wanted).compile(compile_kwargs={"literal_binds": True})
    )
    plan = [row[3] for row in db_session.execute(sa.text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert not [step for step in plan if step.startswith("SCAN")]
