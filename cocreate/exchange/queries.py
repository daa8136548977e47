"""Questions to the database that only exports and imports ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.clusters.models import Cluster, ClusterMember
from cocreate.contributions.models import Channel, Contribution, Figures, Kind, State, Validity
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.exchange.models import AnswerSheet, FileState, KeptFile, Particulars
from cocreate.outcomes.models import AnswerFigures, Disposition

NO_SUCH_FILE = _l("This file is not here any more. Ask for it again.")


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


@dataclass(frozen=True)
class Standing:
    """The kept figures of a call, and the particulars of its outcome where somebody has entered them."""

    received: int
    due: int
    by_degree: dict[str, int]
    particulars: Particulars | None


def standing(call_id: int) -> Standing:
    """What a covering note counts, prepared answers too; one statement."""
    answers = sa.and_(AnswerFigures.call_id == Call.id, AnswerFigures.answered > 0)
    statement = (
        sa.select(Figures, Particulars, AnswerFigures.degree, AnswerFigures.answered)
        .select_from(Call)
        .outerjoin(Figures, Figures.call_id == Call.id)
        .outerjoin(Particulars, Particulars.call_id == Call.id)
        .outerjoin(AnswerFigures, answers)
        .where(Call.id == call_id)
    )
    rows = db.session.execute(statement.order_by(AnswerFigures.degree)).all()
    figures, entered = rows[0][:2]
    degrees = {degree: count for _figures, _entered, degree, count in rows if degree is not None}
    return Standing(figures.received if figures else 0, figures.due if figures else 0, degrees, entered)


def particulars(call_id: int) -> Particulars | None:
    """The official particulars of a call's outcome, once somebody has entered them."""
    return db.session.scalar(sa.select(Particulars).where(Particulars.call_id == call_id))


@dataclass(frozen=True)
class SameAnswer:
    """Contributions of one cluster, or of none, that got the same answer word for word.

    `title` is what the cluster says in short; `quoted_id` the first of them that may be quoted, if any."""

    answer: Disposition
    count: int
    first_id: int
    quoted_id: int | None
    title: str


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


def same_answers(
    call_id: int,
    *,
    is_published: bool,
    everything: bool = False,
    after: int | None = None,
    limit: int | None = None,
) -> Iterator[SameAnswer]:
    """Answers of the public table with how many got each, by cluster, in order of the first; streamed.

    With `everything` prepared answers count too, and words that the public does not see may be quoted. `after` is the
    `first_id` to start after."""
    seen: sa.ColumnExpressionArgument[bool] = (
        Disposition.is_current if is_published or everything else Disposition.published_at.is_not(None)
    )
    may_quote: sa.ColumnExpressionArgument[bool] = sa.true() if everything else Contribution.is_listed
    first = sa.func.min(Disposition.contribution_id)
    quoted = sa.func.min(sa.case((may_quote, Disposition.contribution_id)))
    statement = (
        _with_clusters(sa.select(*SAID, sa.func.count(), first, quoted, Cluster.title))
        .where(Disposition.call_id == call_id, Disposition.counts, seen)
        .group_by(ClusterMember.cluster_id, Cluster.title, *SAID)
        .having(first > (after or 0))
        .order_by(first)
        .limit(limit)
        .execution_options(yield_per=500)
    )
    names = [column.key for column in SAID]
    for *said, count, first_id, quoted_id, title in db.session.execute(statement):
        answer = Disposition(**dict(zip(names, said, strict=True)))
        yield SameAnswer(answer, count, first_id, quoted_id, title or "")


def _with_clusters(statement: Any) -> Any:
    """Answers joined to their contributions, and to the clusters that some of these stand in."""
    key = Disposition.call_id, Disposition.contribution_id
    of_it = (Contribution.call_id == key[0]) & (Contribution.id == key[1])
    member = (ClusterMember.call_id == key[0]) & (ClusterMember.contribution_id == key[1])
    cluster = (Cluster.call_id == ClusterMember.call_id) & (Cluster.id == ClusterMember.cluster_id)
    joined = statement.select_from(Disposition).join(Contribution, of_it)
    return joined.outerjoin(ClusterMember, member).outerjoin(Cluster, cluster)


def versions_at(call_id: int, numbers: dict[int, int]) -> dict[int, Disposition]:
    """The version with this number of each answer, by contribution id, in one statement; version 0 is none."""
    wanted = [(key, number) for key, number in numbers.items() if number > 0]
    if not wanted:
        return {}
    statement = sa.select(Disposition).where(
        Disposition.call_id == call_id,
        Disposition.contribution_id.in_(
            [key for key, _number in wanted]
        ),  # SQLite looks up one column, not two
        sa.tuple_(Disposition.contribution_id, Disposition.number).in_(wanted),
    )
    return {row.contribution_id: row for row in db.session.scalars(statement)}


def kept_file(call_id: int, file_id: int) -> KeptFile:
    """A file made in the background. NotFound when there is none (any more)."""
    found = db.session.get(KeptFile, (call_id, file_id))
    if found is None:
        raise NotFound(NO_SUCH_FILE)
    return found


def fresh_file(call_id: int, key: str, user_id: int | None, since: datetime) -> KeptFile | None:
    """The newest file of this content for this person, asked for since then and not failed."""
    statement = (
        sa.select(KeptFile)
        .where(
            KeptFile.call_id == call_id,
            KeptFile.key == key,
            KeptFile.for_user_id == user_id if user_id is not None else KeptFile.for_user_id.is_(None),
            KeptFile.asked_at >= since,
            KeptFile.state != FileState.FAILED,
        )
        .order_by(KeptFile.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def old_files(call_id: int, before: datetime) -> Sequence[KeptFile]:
    """Files of a call that were asked for before then."""
    statement = sa.select(KeptFile).where(KeptFile.call_id == call_id, KeptFile.asked_at < before)
    return db.session.scalars(statement.limit(100)).all()


def answer_sheet(call_id: int, sheet_id: int) -> AnswerSheet:
    """A spreadsheet that somebody sent in. NotFound when there is none."""
    found = db.session.get(AnswerSheet, (call_id, sheet_id))
    if found is None:
        raise NotFound(_l("There is no such sheet."))
    return found
