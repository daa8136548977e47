"""A secret ballot in the tables themselves: no time, no order, no transaction joins a voter to a sheet."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.polls import mixing, queries, service
from cocreate.polls.models import Method, PollEvent, PollMark, PollTally, PollVoter
from cocreate.scrutiny.models import VoteTrace
from tests.factories import actor_of, make_user
from tests.polls.making import make_poll, options_of

VOTERS = 24


@pytest.fixture
def cast(db_session: Any) -> Any:
    """A secret ballot in which so many people voted one after the other, each in a transaction: (poll, call, voters)."""
    poll, call = make_poll(Method.POINTS, options=2, is_secret=True, settings={"points": 100})
    voters = [make_user() for _ in range(VOTERS)]
    ids = options_of(poll)
    db.session.commit()
    for n, voter in enumerate(voters, 1):
        service.cast(actor_of(voter), poll, call, {ids[0]: n, ids[1]: 1})
        db.session.commit()
    return poll, call, [voter.id for voter in voters]


def lying(table: type[Any], column: Any, *which: Any) -> list[int]:
    """The values in the order in which the rows lie in the database."""
    order = [sa.literal_column("ctid")] if is_postgresql() else []
    return list(db.session.scalars(sa.select(column).where(*which).order_by(*order)))


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def test_no_column_holds_a_time_or_leads_from_voter_to_sheet(cast) -> None:
    poll, call, voters = cast
    times = [
        one.name
        for table in (PollVoter, PollMark, PollTally)
        for one in table.__table__.c
        if isinstance(one.type, sa.types.TypeDecorator | sa.DateTime)
    ]
    assert times == []
    sheets = {voter for voter, _sheet in queries.sheets(poll)}
    assert len(sheets) == VOTERS
    assert not sheets & set(voters)
    for table in (PollEvent, VoteTrace):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert queries.audit(call.id).tallies_equal


def test_rows_lie_in_an_order_that_tells_nothing(cast) -> None:
    poll, call, voters = cast
    before = dict(queries.sheets(poll)), queries.counts(poll)
    first = options_of(poll)[0]
    mixing.mix_due()
    assert (dict(queries.sheets(poll)), queries.counts(poll)) == before
    assert queries.audit(call.id).tallies_equal
    arrived = list(range(1, VOTERS + 1))
    given = lying(PollMark, PollMark.value, PollMark.option_id == first)
    who = lying(PollVoter, PollVoter.voter_id)
    assert sorted(given) == arrived
    assert given != arrived
    assert [voters.index(one) + 1 for one in who] != given
    if is_postgresql():
        assert who != voters
        return
    for table in ("poll_voter", "poll_mark"):
        with pytest.raises(sa.exc.OperationalError, match="rowid"):
            db.session.execute(sa.text(f"SELECT rowid FROM {table}"))


def test_no_transaction_joins_a_voter_to_a_sheet_once_they_are_mixed(cast) -> None:
    if not is_postgresql():
        pytest.skip("only PostgreSQL's rows carry the number of their transaction")
    tables = ("poll_voter", "poll_mark", "poll_tally")

    def transactions() -> set[str]:
        every = " UNION ALL ".join(f"SELECT xmin::text AS x FROM {name}" for name in tables)
        return set(db.session.scalars(sa.text(every)))

    assert len(transactions()) > VOTERS / 2
    assert mixing.mix_due() == 1
    assert len(transactions()) == 1
    assert mixing.mix_due() == 0  # nobody has voted since


def test_the_log_of_sqlite_is_emptied(cast, settings) -> None:
    if is_postgresql():
        pytest.skip("PostgreSQL's log is what docs/ballots.md says of it")
    db.session.rollback()
    log = settings.home / "cocreate.db-wal"
    assert log.stat().st_size > 0
    mixing.mix_due()
    assert log.stat().st_size == 0


def test_ballots_that_are_not_secret_stay_as_they_are(db_session) -> None:
    poll, call = make_poll(Method.POINTS)
    service.cast(actor_of(make_user()), poll, call, {options_of(poll)[0]: 1})
    db.session.commit()
    assert mixing.mix_due() == 0
