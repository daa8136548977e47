"""Keeps the size of each cluster and the number of people behind it equal to the rows, each person counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from cocreate.ballots import queries as ballots
from cocreate.ballots import service as ballot_acts
from cocreate.ballots.events import VoteCast, VoteReweighed
from cocreate.clusters.models import Cluster, ClusterMember, ClusterPerson
from cocreate.clusters.queries import PARAMETERS, batches
from cocreate.clusters.rules import author_key, voter_key
from cocreate.contributions.events import ContributionMoved
from cocreate.contributions.models import Contribution, State
from cocreate.contributions.queries import DUE_STATES
from cocreate.core.db import db
from cocreate.core.dialect import insert, one_at_a_time


def one_editor_at_a_time(call_id: int) -> None:
    """Nobody else changes clusters of this call until the end of the transaction. Voters don't wait for this."""
    one_at_a_time(db.session, f"clusters/{call_id}")


def recount(call_id: int, cluster_ids: Collection[int]) -> None:
    """Count members and people of these clusters anew. The caller has passed `one_editor_at_a_time`.

    Votes on the members stand still meanwhile: a voter who comes later finds the contribution in its cluster."""
    members = {cluster_id: _living(call_id, cluster_id) for cluster_id in sorted(cluster_ids)}
    ballot_acts.hold(call_id, [key for authors in members.values() for key in authors])
    for cluster_id, authors in members.items():
        people = Counter(authors.values())
        for some in batches(authors):
            people.update(voter_key(voter) for _target, voter in ballots.voters(call_id, some))
        _write(call_id, cluster_id, people)
        counts = {"size": len(authors), "supporters": len(people)}
        _update(call_id, cluster_id, counts)


def _living(call_id: int, cluster_id: int) -> dict[int, str]:
    """Who wrote each member that is public or waits for review, by contribution id."""
    one = Contribution
    statement = (
        sa.select(one.id, one.author_id, one.source, one.channel, one.author_name)
        .join(
            ClusterMember,
            sa.and_(ClusterMember.call_id == one.call_id, ClusterMember.contribution_id == one.id),
        )
        .where(
            ClusterMember.call_id == call_id,
            ClusterMember.cluster_id == cluster_id,
            one.state.in_(DUE_STATES),
        )
    )
    return {
        key: author_key(author_id, source or channel.value, name, key)
        for key, author_id, source, channel, name in db.session.execute(statement)
    }


def _write(call_id: int, cluster_id: int, people: Counter[str]) -> None:
    of_cluster = sa.and_(ClusterPerson.call_id == call_id, ClusterPerson.cluster_id == cluster_id)
    db.session.execute(sa.delete(ClusterPerson).where(of_cluster))
    rows = [
        {"call_id": call_id, "cluster_id": cluster_id, "person": person, "marks": marks}
        for person, marks in sorted(people.items())
    ]
    for start in range(0, len(rows), PARAMETERS):
        db.session.execute(sa.insert(ClusterPerson), rows[start : start + PARAMETERS])


def _update(call_id: int, cluster_id: int, values: Mapping[str, object]) -> None:
    this = sa.and_(Cluster.call_id == call_id, Cluster.id == cluster_id)
    statement = sa.update(Cluster).where(this).values(**values)
    db.session.execute(statement, execution_options={"synchronize_session": "fetch"})


CLUSTER_OF = sa.select(ClusterMember.cluster_id).where(
    ClusterMember.call_id == sa.bindparam("call_id"),
    ClusterMember.contribution_id == sa.bindparam("contribution_id"),
)


def _cluster_of(call_id: int, contribution_id: int) -> int | None:
    return db.session.scalar(CLUSTER_OF, {"call_id": call_id, "contribution_id": contribution_id})


def vote_cast(fact: VoteCast | VoteReweighed) -> None:
    """Count a supporter of a member, unless they stand behind the cluster already; or no longer, with the last mark."""
    cluster_id = _cluster_of(fact.call_id, fact.target_id)
    if cluster_id is None:
        return
    person = voter_key(fact.voter_id)
    change = (_add_mark if fact.change > 0 else _take_mark)(fact.call_id, cluster_id, person)
    if change:
        _update(fact.call_id, cluster_id, {"supporters": Cluster.supporters + change})


def _add_mark(call_id: int, cluster_id: int, person: str) -> int:
    key = {"call_id": call_id, "cluster_id": cluster_id, "person": person}
    new = insert(db.session, ClusterPerson).values(**key, marks=1)
    grown = new.on_conflict_do_update(index_elements=list(key), set_={"marks": ClusterPerson.marks + 1})
    return int(db.session.scalar(grown.returning(ClusterPerson.marks)) == 1)


def _take_mark(call_id: int, cluster_id: int, person: str) -> int:
    this = sa.and_(
        ClusterPerson.call_id == call_id,
        ClusterPerson.cluster_id == cluster_id,
        ClusterPerson.person == person,
    )
    fewer = sa.update(ClusterPerson).where(this).values(marks=ClusterPerson.marks - 1)
    without = {"synchronize_session": False}
    left = db.session.scalar(fewer.returning(ClusterPerson.marks), execution_options=without)
    if left != 0:
        return 0
    db.session.execute(sa.delete(ClusterPerson).where(this), execution_options=without)
    return -1


def contribution_moved(fact: ContributionMoved) -> None:
    """Count a cluster anew when one of its members was withheld, withdrawn or let back."""
    if (State(fact.before) in DUE_STATES) == (State(fact.after) in DUE_STATES):
        return
    if _cluster_of(fact.call_id, fact.contribution_id) is None:
        return
    one_editor_at_a_time(fact.call_id)
    cluster_id = _cluster_of(fact.call_id, fact.contribution_id)
    if cluster_id is not None:
        recount(fact.call_id, [cluster_id])
