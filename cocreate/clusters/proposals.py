"""Looks for like contributions of a call and keeps what it found as proposals; run by the worker and the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.clusters import proposal_queries, queries
from cocreate.clusters.counting import one_editor_at_a_time
from cocreate.clusters.likeness import Group, groups
from cocreate.clusters.models import ClusterProposal, ClusterSearch, ProposalState
from cocreate.clusters.proposal_queries import Text
from cocreate.clusters.why import phrases
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.core.ids import new_id

MOST = 2000  # proposals that are kept: the largest
DISMISSED_SHARE = 0.8  # of a proposal that an editor has dismissed together


@dataclass(frozen=True)
class Found:
    """Contributions to group: ids in order, a cluster they fit (None for a new one), and the group that says why."""

    members: tuple[int, ...]
    cluster_id: int | None
    group: Group


def propose(call_id: int) -> list[ClusterProposal]:
    """Replace the proposals that wait by those of today; what editors dismissed is not proposed again."""
    texts = proposal_queries.texts(call_id)
    alike = groups(texts)
    by_id = {text.id: text for text in texts}
    one_editor_at_a_time(call_id)
    dismissed = [
        set(row.members)
        for row in proposal_queries.proposals_in(call_id, ProposalState.DISMISSED)
        if row.members
    ]
    found = undecided(fitted(alike, queries.all_places(call_id)), dismissed)[:MOST]
    rows = [_row(call_id, rank, one, by_id) for rank, one in enumerate(found)]
    waits = ClusterProposal.state == ProposalState.WAITING
    db.session.execute(sa.delete(ClusterProposal).where(ClusterProposal.call_id == call_id, waits))
    db.session.add_all(rows)
    _note(call_id, len(texts), len(rows))
    db.session.flush()
    return rows


def fitted(alike: Iterable[Group], places: Mapping[int, int]) -> list[Found]:
    """What to propose of the groups: a new cluster, or for those beside members of a cluster to go there too."""
    found = []
    for group in alike:
        free = tuple(one for one in group.members if one not in places)
        beside = Counter(places[one] for one in group.members if one in places)
        if beside and free:
            most = min(beside.items(), key=lambda item: (-item[1], item[0]))[0]
            found.append(Found(free, most, group))
        elif len(free) > 1:
            found.append(Found(free, None, group))
    return found


def undecided(found: Iterable[Found], dismissed: Sequence[set[int]]) -> list[Found]:
    """Without those that an editor has dismissed, or all but a few of them."""
    kept = []
    for one in found:
        members = set(one.members)
        if all(len(members & refused) < DISMISSED_SHARE * len(members) for refused in dismissed):
            kept.append(one)
    return kept


def _row(call_id: int, rank: int, one: Found, texts: Mapping[int, Text]) -> ClusterProposal:
    said = (f"{texts[member].title}\n{texts[member].body}" for member in one.group.members)
    words = phrases(one.group.telling, said)
    likeness = round(one.group.likeness, 3)
    return ClusterProposal(
        call_id=call_id,
        id=new_id(),
        rank=rank,
        cluster_id=one.cluster_id,
        members=list(one.members),
        why={"words": list(words), "likeness": likeness, "clause_id": one.group.clause_id},
    )


def _note(call_id: int, looked_at: int, found: int) -> None:
    values = {"done_at": now(), "looked_at": looked_at, "found": found}
    new = insert(db.session, ClusterSearch).values(call_id=call_id, asked_at=now(), **values)
    db.session.execute(new.on_conflict_do_update(index_elements=["call_id"], set_=values))
