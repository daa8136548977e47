"""Gathers what the public sees of clusters, in as few statements as it can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from cocreate.calls.models import Call
from cocreate.clusters import queries
from cocreate.clusters.models import Cluster
from cocreate.core.paging import int_key
from cocreate.outcomes import cluster_answers
from cocreate.web.callcards import agency_name, words
from cocreate.web.contributionrows import rows
from cocreate.web.outcomes.answers import parts

ROWS = 20


def of_call(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the list of a call's clusters."""
    found = queries.live(call.id, after=args.get("after"), limit=ROWS)
    here = url_for("clusters.all_of_call", slug=call.slug)
    return {
        "call": call,
        "words": words(call),
        "clusters": [row for row in found.items if row.size > 1],
        "next_url": f"{here}?after={found.next_key}" if found.next_key else None,
    }


def of_cluster(call: Call, cluster: Cluster, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of a cluster's page: members the public does not see are counted, never shown."""
    page = queries.members(
        call.id, cluster.id, listed_only=True, after=int_key(args.get("after")), limit=ROWS
    )
    here = url_for("clusters.show", slug=call.slug, number=cluster.number)
    return {
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "cluster": cluster,
        "answers": [(one, parts(one.disposition)) for one in cluster_answers.shared(call.id, cluster.id)],
        "rows": rows(call, page.items),
        "unseen": max(cluster.size - queries.listed_count(call.id, cluster.id), 0),
        "next_url": f"{here}?after={page.next_key}" if page.next_key else None,
    }
