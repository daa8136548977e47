"""Gathers what editors see of clusters: what is proposed and why, what was made, one cluster with its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.clusters import proposal_queries, queries
from cocreate.clusters.models import ActKind, Cluster, ClusterAct, ClusterProposal
from cocreate.clusters.rules import proposed_title
from cocreate.clusters.why import sentence
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _l
from cocreate.core.paging import int_key
from cocreate.core.policy import may
from cocreate.http.actor import actor
from cocreate.outcomes import cluster_answers
from cocreate.search.excerpts import Part, marked
from cocreate.web.callcards import words
from cocreate.web.clusters.forms import NumbersForm, TitleForm
from cocreate.web.contributionrows import byline
from cocreate.web.outcomes.desk import counter

SHOWN = 5  # members of a proposal or a folded cluster
ROWS = 50
LOOKED_THROUGH = 300  # members of a proposal on its own page
EXCERPT = 110
KINDS = {
    ActKind.MAKE: _l("Cluster made"),
    ActKind.ADD: _l("Contributions added"),
    ActKind.TAKE_OUT: _l("Contributions taken out"),
    ActKind.SPLIT: _l("Cluster split"),
    ActKind.JOIN: _l("Moved to another cluster"),
    ActKind.RENAME: _l("Title changed"),
    ActKind.DISMISS: _l("Proposal dismissed"),
    ActKind.UNDO: _l("Act undone"),
}


@dataclass(frozen=True)
class Member:
    """A contribution in a cluster or proposal, with the shared words marked."""

    one: Contribution
    by: str
    title: list[Part]
    text: list[Part]
    clause: str
    lang: str


@dataclass(frozen=True)
class Proposed:
    """A proposal as the desk shows it."""

    row: ClusterProposal
    why: str
    title: str
    members: list[Member]
    more: int
    fits: Cluster | None


def index(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the desk's page of clusters; at most twelve statements with those of the frame."""
    made = queries.count(call.id)
    found = {"made": made_clusters, "done": acts_done}.get(args.get("show", ""), proposed)(call, args)
    return (
        found
        | _frame(call)
        | {
            "made": made,
            "search": proposal_queries.last_search(call.id),
            "waiting": proposal_queries.waiting(call.id),
            "form": TitleForm(),
        }
    )


def _frame(call: Call) -> dict[str, Any]:
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "can_work": may(actor(), "cluster.work", call),
    }


def proposed(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """One page of proposals with their first members."""
    page = proposal_queries.proposals(call.id, after=int_key(args.get("after")), limit=10)
    rows = contributions.by_ids(call.id, {one for row in page.items for one in row.members[:SHOWN]})
    labels, fits = _labels(call), queries.by_ids(call.id, {row.cluster_id for row in page.items})
    return {
        "show": "proposed",
        "proposals": [_proposed(row, rows, labels, fits, SHOWN) for row in page.items],
        "next_url": _next(call, page.next_key, None),
    }


def proposal(call: Call, row: ClusterProposal) -> dict[str, Any]:
    """The context of a proposal's own page, on which members can be left out before it is accepted."""
    rows = contributions.by_ids(call.id, row.members[:LOOKED_THROUGH])
    fits = queries.by_ids(call.id, {row.cluster_id})
    shown = _proposed(row, rows, _labels(call), fits, LOOKED_THROUGH)
    return _frame(call) | {"proposal": shown, "form": TitleForm(title=shown.title)}


def _proposed(
    row: ClusterProposal,
    rows: Mapping[int, Contribution],
    labels: Mapping[int, str],
    fits: Mapping[int, Cluster],
    shown: int,
) -> Proposed:
    shared = row.why["words"]
    members = [_member(rows[one], shared, labels) for one in row.members[:shown] if one in rows]
    return Proposed(
        row=row,
        why=sentence(shared, row.why["likeness"], labels.get(row.why["clause_id"] or 0)),
        title=proposed_title(shared) or (members[0].one.title if members else ""),
        members=members,
        more=max(len(row.members) - shown, 0),
        fits=fits.get(row.cluster_id or 0),
    )


def made_clusters(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """One page of clusters, the largest first, each with its first members."""
    page = queries.live(call.id, after=args.get("after"), limit=20)
    first = queries.first_members(call.id, [row.id for row in page.items], SHOWN)
    labels = _labels(call)
    return {
        "show": "made",
        "clusters": [
            (row, [_member(one, [row.title], labels) for one in first.get(row.id, [])]) for row in page.items
        ],
        "next_url": _next(call, page.next_key, "made"),
    }


def acts_done(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """What was done last to clusters of the call."""
    return {"show": "done", "acts": _acts(queries.acts(call.id, limit=ROWS)), "next_url": None}


def edit(call: Call, cluster: Cluster, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page on which one cluster is worked on; at most twelve statements with those of the frame."""
    page = queries.members(
        call.id, cluster.id, listed_only=False, after=int_key(args.get("after")), limit=ROWS
    )
    shared = [*proposal_queries.shared_words(call.id, cluster.id), cluster.title]
    labels = _labels(call)
    here = url_for("clusters.edit", slug=call.slug, number=cluster.number)
    others = queries.live(call.id, limit=100).items
    return _frame(call) | {
        "cluster": cluster,
        "members": [_member(one, shared, labels) for one in page.items],
        "others": [one for one in others if one.id != cluster.id],
        "progress": cluster_answers.progress(call.id, cluster.id),
        "acts": _acts(queries.acts(call.id, cluster_id=cluster.id, limit=10)),
        "title_form": TitleForm(title=cluster.title, seen=cluster.title),
        "numbers_form": NumbersForm(),
        "next_url": f"{here}?after={page.next_key}" if page.next_key else None,
    }


def _acts(rows: Sequence[ClusterAct]) -> list[tuple[ClusterAct, Any]]:
    return [(row, KINDS[row.kind]) for row in rows]


def _member(one: Contribution, shared: Sequence[str], labels: Mapping[int, str]) -> Member:
    query = " ".join(shared)
    return Member(
        one=one,
        by=byline(one),
        title=marked(one.title, query, EXCERPT),
        text=[]
        if one.body.startswith(one.title.rstrip("…")) and len(one.body) < EXCERPT
        else marked(one.body, query, EXCERPT),
        clause=labels.get(one.clause_id or 0, ""),
        lang="en" if one.revision.language == "en" else "zh-Hans",
    )


def _labels(call: Call) -> dict[int, str]:
    return {clause.id: clause.label for clause in calls.clauses(call.id)}


def _next(call: Call, key: str | None, show: str | None) -> str | None:
    return url_for("clusters.index", slug=call.slug, show=show, after=key) if key else None
