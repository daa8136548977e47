"""Questions to the database that only exports and imports ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Channel, Contribution, Kind, State, Validity
from cocreate.core.db import db
from cocreate.exchange.models import Particulars
from cocreate.outcomes.models import Disposition


@dataclass(frozen=True)
class Received:
    """How many contributions of a call there are by channel, and how many of those that need no answer, by validity."""

    by_channel: dict[Channel, int]
    closed: dict[Validity, int]


def received(call_id: int) -> Received:
    """What came in, comments and withdrawn ones left out; one statement."""
    statement = (
        sa.select(Contribution.channel, Contribution.validity, sa.func.count())
        .where(
            Contribution.call_id == call_id,
            Contribution.kind != Kind.COMMENT,
            Contribution.state != State.WITHDRAWN,
        )
        .group_by(Contribution.channel, Contribution.validity)
    )
    by_channel: dict[Channel, int] = {}
    closed: dict[Validity, int] = {}
    for channel, validity, count in db.session.execute(statement):
        by_channel[channel] = by_channel.get(channel, 0) + count
        if validity not in (None, Validity.VALID):
            closed[validity] = closed.get(validity, 0) + count
    return Received(
        {one: by_channel[one] for one in Channel if one in by_channel},
        {one: closed[one] for one in Validity if one in closed},
    )


def particulars(call_id: int) -> Particulars | None:
    """The official particulars of a call's outcome, once somebody has entered them."""
    return db.session.scalar(sa.select(Particulars).where(Particulars.call_id == call_id))


@dataclass(frozen=True)
class SameAnswer:
    """Contributions that got the same answer word for word: how many, and the first that may be quoted, if any."""

    answer: Disposition
    count: int
    quoted_id: int | None


SAID = (
    Disposition.degree,
    Disposition.imported,
    Disposition.measure,
    Disposition.reason,
    Disposition.reference,
    Disposition.since,
    Disposition.passed_to,
    Disposition.review_date,
)


def same_answers(call_id: int, *, is_published: bool, everything: bool = False) -> Iterator[SameAnswer]:
    """Answers of the public table with how many got each, in order of the first; streamed.

    With `everything` prepared answers count too, and words that the public does not see may be quoted."""
    seen: sa.ColumnExpressionArgument[bool] = (
        Disposition.is_current if is_published or everything else Disposition.published_at.is_not(None)
    )
    may_quote: sa.ColumnExpressionArgument[bool] = sa.true() if everything else Contribution.is_listed
    first = sa.func.min(Disposition.contribution_id)
    quoted = sa.func.min(sa.case((may_quote, Disposition.contribution_id)))
    statement = (
        sa.select(*SAID, sa.func.count(), quoted)
        .join(
            Contribution,
            sa.and_(
                Contribution.call_id == Disposition.call_id, Contribution.id == Disposition.contribution_id
            ),
        )
        .where(Disposition.call_id == call_id, Disposition.counts, seen)
        .group_by(*SAID)
        .order_by(first)
        .execution_options(yield_per=500)
    )
    for *said, count, quoted_id in db.session.execute(statement):
        named = dict(zip([column.key for column in SAID], said, strict=True))
        yield SameAnswer(Disposition(**named), count, quoted_id)


def quoted(call_id: int, ids: list[int]) -> dict[int, Contribution]:
    """The contributions with these row ids, in one statement."""
    return contributions.by_ids(call_id, ids)


def versions_at(call_id: int, numbers: dict[int, int]) -> dict[int, Disposition]:
    """The version with this number of each answer, by contribution id, in one statement; version 0 is none."""
    wanted = [(key, number) for key, number in numbers.items() if number > 0]
    if not wanted:
        return {}
    statement = sa.select(Disposition).where(
        Disposition.call_id == call_id,
        sa.tuple_(Disposition.contribution_id, Disposition.number).in_(wanted),
    )
    return {row.contribution_id: row for row in db.session.scalars(statement)}
