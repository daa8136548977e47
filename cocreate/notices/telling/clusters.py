"""Telling authors that what they wrote stands in a cluster now."""

from __future__ import annotations

from datetime import timedelta

from cocreate.clusters import queries as clusters
from cocreate.clusters.events import ClustersChanged
from cocreate.contributions import queries as contributions
from cocreate.core.clock import now
from cocreate.core.jobs import enqueue
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, about

SETTLES = timedelta(hours=1)  # editors adjust what they have just grouped, and people are told once


def tell_later(fact: ClustersChanged) -> None:
    """Tell the authors when things have settled."""
    enqueue("cocreate.notices.telling.clusters:joined", now() + SETTLES, **fact.fields())


def joined(call_id: int, act_id: int, kind: str = "", beyond: int = 0) -> None:
    """Authors of what an act put into a cluster hear of it, if it stands there still with others; once each."""
    act = clusters.get_act(call_id, act_id)
    moved = sorted({one for one, _before, after in act.moves if after is not None and one > beyond})
    some = moved[:BATCH]
    found = clusters.of_contributions(call_id, some)
    told: dict[int, list[Tidings]] = {}
    for row in contributions.by_ids(call_id, some).values():
        cluster = found.get(row.id)
        if row.author_id is None or cluster is None or cluster.size < 2:
            continue
        data = about(row) | {"what": cluster.title, "others": cluster.size - 1}
        one = Tidings(f"joined:{row.id}", NoticeKind.JOINED, call_id, row.id, data)
        told.setdefault(row.author_id, []).append(one)
    tell(told)
    if len(moved) > BATCH:
        does = "cocreate.notices.telling.clusters:joined"
        enqueue(does, call_id=call_id, act_id=act_id, kind=kind, beyond=some[-1])
