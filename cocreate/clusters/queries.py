"""Every question about clusters, acts and proposals that is put to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.clusters.models import (
    ActKind,
    Cluster,
    ClusterAct,
    ClusterMember,
)
from cocreate.clusters.rules import Standing
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Kind
from cocreate.contributions.queries import DUE_STATES
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, int_key, page_of

PARAMETERS = 5000  # ids of one statement
NO_SUCH = _l("There is no such cluster. It may have been undone or joined to another.")


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in order, as many at a time as one statement takes."""
    ordered = sorted(set(ids))
    return (ordered[start : start + PARAMETERS] for start in range(0, len(ordered), PARAMETERS))


def get(call_id: int, number: int) -> Cluster:
    """The live cluster with this number in its call. NotFound when there is none."""
    found = find(call_id, number)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def find(call_id: int, number: int) -> Cluster | None:
    """The live cluster with this number in its call, if there is one."""
    if not 0 < number < 2**31:
        return None
    return db.session.scalar(_live(call_id).where(Cluster.number == number))


def by_ids(call_id: int, ids: Collection[int | None]) -> dict[int, Cluster]:
    """Live clusters of a call by row id, in one statement."""
    wanted = {one for one in ids if one is not None}
    rows = db.session.scalars(_live(call_id).where(Cluster.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}


def get_by_id(call_id: int, cluster_id: int) -> Cluster:
    """The live cluster with this row id. NotFound when there is none."""
    found = by_ids(call_id, [cluster_id]).get(cluster_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def _live(call_id: int) -> sa.Select[Cluster]:
    return sa.select(Cluster).where(Cluster.call_id == call_id, Cluster.is_live.is_(True))


def live(call_id: int, *, after: str | None = None, limit: int = 50) -> Page[Cluster]:
    """One page of a call's clusters, the largest first; `after` is the key ("size-id") it starts after."""
    statement = _live(call_id).order_by(Cluster.size.desc(), Cluster.id.desc()).limit(limit + 1)
    size, _dash, row_id = (after or "").partition("-")
    place = (int_key(size), int_key(row_id))
    if place[0] is not None and place[1] is not None:
        statement = statement.where(sa.tuple_(Cluster.size, Cluster.id) < sa.tuple_(*map(sa.literal, place)))
    rows = db.session.scalars(statement).all()
    return page_of(rows, limit, lambda row: f"{row.size}-{row.id}")


def everything(call_id: int) -> Sequence[Cluster]:
    """All clusters of a call, the largest first."""
    return db.session.scalars(_live(call_id).order_by(Cluster.size.desc(), Cluster.number)).all()


def member_numbers(call_id: int) -> dict[int, list[str]]:
    """The public numbers of the members of each cluster of a call, in order of arrival, in one statement."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = sa.select(ClusterMember.cluster_id, Contribution.number).join(Contribution, _same())
    rows = rows.where(ClusterMember.call_id == call_id).order_by(ClusterMember.contribution_id)
    for cluster_id, number in db.session.execute(rows):
        found[cluster_id].append(number)
    return found


def number_of(call_id: int, cluster_id: int) -> int | None:
    """The number of a cluster, if it is live."""
    return db.session.scalar(_live(call_id).with_only_columns(Cluster.number).where(Cluster.id == cluster_id))


def count(call_id: int) -> int:
    """How many live clusters a call has."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_live(call_id).subquery())) or 0


def next_number(call_id: int) -> int:
    """The number the next cluster of a call gets: numbers of ended ones are not given out again."""
    last = sa.select(sa.func.max(Cluster.number)).where(Cluster.call_id == call_id)
    return (db.session.scalar(last) or 0) + 1


def of_contributions(call_id: int, ids: Collection[int]) -> dict[int, Cluster]:
    """The cluster of each contribution that stands in one, in one statement."""
    statement = (
        sa.select(ClusterMember.contribution_id, Cluster)
        .join(Cluster, _of_member())
        .where(ClusterMember.call_id == call_id, ClusterMember.contribution_id.in_(set(ids)))
    )
    return {contribution_id: cluster for contribution_id, cluster in db.session.execute(statement)}


def _of_member() -> sa.ColumnElement[bool]:
    return sa.and_(Cluster.call_id == ClusterMember.call_id, Cluster.id == ClusterMember.cluster_id)


def member_ids(call_id: int, cluster_id: int) -> list[int]:
    """Ids of all members of a cluster, in order."""
    statement = sa.select(ClusterMember.contribution_id).where(
        ClusterMember.call_id == call_id, ClusterMember.cluster_id == cluster_id
    )
    return list(db.session.scalars(statement.order_by(ClusterMember.contribution_id)))


def valid_member_ids(call_id: int, cluster_id: int) -> list[int]:
    """Ids of the members that want an answer, in order."""
    statement = sa.select(Contribution.id).where(
        Contribution.call_id == call_id, is_member(call_id, cluster_id), contributions.wants_answer()
    )
    return list(db.session.scalars(statement.order_by(Contribution.id)))


def is_member(call_id: int, cluster_id: int) -> sa.ColumnElement[bool]:
    """The condition that a contribution stands in a cluster; for lists of other rooms, such as the workbench."""
    return sa.exists().where(
        ClusterMember.call_id == call_id,
        ClusterMember.contribution_id == Contribution.id,
        ClusterMember.cluster_id == cluster_id,
    )


def is_clustered(call_id: int) -> sa.ColumnElement[bool]:
    """The condition that a contribution of this call stands in any cluster."""
    return sa.exists().where(
        ClusterMember.call_id == call_id, ClusterMember.contribution_id == Contribution.id
    )


def members(
    call_id: int, cluster_id: int, *, listed_only: bool, after: int | None = None, limit: int = 50
) -> Page[Contribution]:
    """One page of a cluster's members, the oldest first, authors loaded; `listed_only`: what the public sees."""
    statement = (
        sa.select(Contribution)
        .join(ClusterMember, _same())
        .where(ClusterMember.call_id == call_id, ClusterMember.cluster_id == cluster_id)
        .order_by(ClusterMember.contribution_id)
        .limit(limit + 1)
        .options(joinedload(Contribution.author))
    )
    if listed_only:
        statement = statement.where(Contribution.is_listed.is_(True))
    if after is not None:
        statement = statement.where(ClusterMember.contribution_id > after)
    return page_of(db.session.scalars(statement).all(), limit, lambda row: row.id)


def _same() -> sa.ColumnElement[bool]:
    return sa.and_(
        ClusterMember.call_id == Contribution.call_id, ClusterMember.contribution_id == Contribution.id
    )


def first_members(call_id: int, cluster_ids: Collection[int], each: int) -> dict[int, list[Contribution]]:
    """The first members of each cluster, authors loaded, in one statement."""
    place = sa.func.row_number().over(
        partition_by=ClusterMember.cluster_id, order_by=ClusterMember.contribution_id
    )
    ordered = (
        sa.select(ClusterMember.cluster_id, ClusterMember.contribution_id, place.label("place"))
        .where(ClusterMember.call_id == call_id, ClusterMember.cluster_id.in_(set(cluster_ids)))
        .subquery()
    )
    statement = (
        sa.select(ordered.c.cluster_id, Contribution)
        .join(
            Contribution,
            sa.and_(Contribution.call_id == call_id, Contribution.id == ordered.c.contribution_id),
        )
        .where(ordered.c.place <= each)
        .order_by(ordered.c.cluster_id, Contribution.id)
        .options(joinedload(Contribution.author))
    )
    found: dict[int, list[Contribution]] = defaultdict(list)
    for cluster_id, one in db.session.execute(statement):
        found[cluster_id].append(one)
    return found


def listed_count(call_id: int, cluster_id: int) -> int:
    """How many members of a cluster the public sees."""
    statement = (
        sa.select(sa.func.count())
        .select_from(ClusterMember)
        .join(Contribution, _same())
        .where(
            ClusterMember.call_id == call_id,
            ClusterMember.cluster_id == cluster_id,
            Contribution.is_listed.is_(True),
        )
    )
    return db.session.scalar(statement) or 0


def numbers(call_id: int, ids: Collection[int]) -> dict[int, str]:
    """Public numbers of contributions by row id."""
    found: dict[int, str] = {}
    for some in batches(ids):
        wanted = sa.select(Contribution.id, Contribution.number)
        wanted = wanted.where(Contribution.call_id == call_id, Contribution.id.in_(some))
        found |= dict(db.session.execute(wanted).all())
    return found


def groupable(call_id: int, chosen: Collection[str]) -> list[int]:
    """Row ids of these public numbers, in their order. NotFound, with the first ones, for what can't be grouped.

    Grouped is what is public or waits for review; comments are not."""
    found: dict[str, int] = {}
    wanted = list(dict.fromkeys(chosen))
    for start in range(0, len(wanted), PARAMETERS):
        rows = sa.select(Contribution.number, Contribution.id).where(
            Contribution.call_id == call_id,
            Contribution.number.in_(wanted[start : start + PARAMETERS]),
            Contribution.kind != Kind.COMMENT,
            Contribution.state.in_(DUE_STATES),
        )
        found |= dict(db.session.execute(rows).all())
    missing = [number for number in wanted if number not in found]
    if missing:
        listed = ", ".join(missing[:10])
        raise NotFound(_l("No contributions of this call that can be grouped: %(numbers)s.", numbers=listed))
    return [found[number] for number in wanted]


def standing(call_id: int, ids: Collection[int], cluster_ids: Collection[int] = ()) -> Standing:
    """Where these contributions stand, and the members and titles of their clusters and of those named."""
    places: dict[int, int | None] = dict.fromkeys(ids)
    for some in batches(ids):
        rows = sa.select(ClusterMember.contribution_id, ClusterMember.cluster_id)
        rows = rows.where(ClusterMember.call_id == call_id, ClusterMember.contribution_id.in_(some))
        places |= dict(db.session.execute(rows).all())
    clusters = {*cluster_ids, *(place for place in places.values() if place is not None)}
    members: dict[int, list[int]] = defaultdict(list)
    rows = sa.select(ClusterMember.cluster_id, ClusterMember.contribution_id)
    rows = rows.where(ClusterMember.call_id == call_id, ClusterMember.cluster_id.in_(clusters))
    for cluster_id, contribution_id in db.session.execute(rows) if clusters else ():
        members[cluster_id].append(contribution_id)
    named = _live(call_id).where(Cluster.id.in_(clusters)).execution_options(populate_existing=True)
    titles = {row.id: row.title for row in db.session.scalars(named)} if clusters else {}
    return Standing(places, members, titles)


def acts(call_id: int, *, cluster_id: int | None = None, limit: int = 20) -> Sequence[ClusterAct]:
    """What was done last, of all clusters of a call or one, the newest first, the persons loaded."""
    statement = sa.select(ClusterAct).where(ClusterAct.call_id == call_id).options(joinedload(ClusterAct.by))
    if cluster_id is not None:
        statement = statement.where(ClusterAct.cluster_id == cluster_id)
    return db.session.scalars(statement.order_by(ClusterAct.id.desc()).limit(limit)).all()


def get_act(call_id: int, act_id: int) -> ClusterAct:
    """An act by its row id. NotFound when there is none."""
    found = db.session.get(ClusterAct, (call_id, act_id)) if 0 < act_id < 2**63 else None
    if found is None:
        raise NotFound(_l("There is no such act."))
    return found


def last_act(call_id: int) -> ClusterAct | None:
    """The last act that has not been undone and undid nothing itself."""
    statement = sa.select(ClusterAct).where(
        ClusterAct.call_id == call_id, ClusterAct.undone_by_id.is_(None), ClusterAct.kind != ActKind.UNDO
    )
    return db.session.scalar(statement.order_by(ClusterAct.id.desc()).limit(1))


def all_places(call_id: int) -> dict[int, int]:
    """The cluster of each contribution of a call that stands in one."""
    rows = sa.select(ClusterMember.contribution_id, ClusterMember.cluster_id)
    return dict(db.session.execute(rows.where(ClusterMember.call_id == call_id)).all())
