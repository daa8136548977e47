"""What editors do on the desk of clusters: look for like ones, make, adjust, dismiss, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.clusters import proposal_queries, queries, service
from cocreate.clusters.models import Cluster
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _, _l, _n
from cocreate.http.actor import actor
from cocreate.web.clusters.area import bp, of_slug, to_desk, within
from cocreate.web.clusters.forms import TitleForm, chosen
from cocreate.web.page import page, say


@bp.post("/desk/calls/<slug>/clusters/search")
@page(allow="cluster.work", of=of_slug)
def search(call: Call) -> Response:
    """Let the worker look for contributions that say the same."""
    service.look_for_like_ones(actor(), call)
    say(
        _(
            "The search has begun. For thousands of contributions it takes some seconds; then load this page again."
        )
    )
    return to_desk(call)


@bp.post("/desk/calls/<slug>/clusters")
@page(allow="cluster.work", of=of_slug)
def make(call: Call) -> Response:
    """Group contributions: those of a proposal, those whose boxes are marked, those whose numbers are typed."""
    form = TitleForm()
    form.submitted()
    row = _proposal(call)
    ids = chosen(call) if _adjusts() or row is None else list(row.members)
    if row is not None and row.cluster_id is not None:
        cluster = service.add(actor(), call, queries.get_by_id(call.id, row.cluster_id), ids, row)
        say(_n("%(num)s contribution added.", "%(num)s contributions added.", len(ids)))
    else:
        cluster = service.make(actor(), call, ids, form.title.data or "", row)
        say(
            _n(
                "%(num)s contribution is one cluster now.",
                "%(num)s contributions are one cluster now.",
                len(ids),
            )
        )
    return to_desk(call, None if request.form.get("back") else cluster)


def _adjusts() -> bool:
    """Whether boxes were shown, so that those that are not marked are to be left out."""
    return "adjusted" in request.form or "numbers" in request.form


def _proposal(call: Call) -> Any:
    key = request.form.get("proposal", "")
    return proposal_queries.get_proposal(call.id, int(key)) if key.isascii() and key.isdigit() else None


@bp.post("/desk/calls/<slug>/clusters/proposals/<int:proposal_id>/dismiss")
@page(allow="cluster.work", of=of_slug)
def dismiss(call: Call, proposal_id: int) -> Response:
    """Say that these don't belong together."""
    service.dismiss(actor(), call, proposal_queries.get_proposal(call.id, proposal_id))
    say(_("This is not proposed again. Under “What was done” you can take that back."))
    return to_desk(call)


@bp.post("/desk/calls/<slug>/clusters/<number>/title")
@page(allow="cluster.work", of=of_slug)
def rename(call: Call, number: str) -> Response:
    """Say in other words what a cluster has in common."""
    form = TitleForm()
    form.submitted()
    cluster = within(call, number)
    service.rename(actor(), call, cluster, form.title.data or "", seen=form.seen.data or None)
    say(_("The title is kept."))
    return to_desk(call, cluster)


@bp.post("/desk/calls/<slug>/clusters/<number>/members")
@page(allow="cluster.work", of=of_slug)
def change(call: Call, number: str) -> Response:
    """Add, take out, split off, or move to another cluster, as the button says."""
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        raise Invalid(_l("Choose what to do with them."))
    return to_desk(call, act(call, within(call, number)))


def _add(call: Call, cluster: Cluster) -> Cluster:
    ids = chosen(call)
    service.add(actor(), call, cluster, ids)
    say(_n("%(num)s contribution added.", "%(num)s contributions added.", len(ids)))
    return cluster


def _take_out(call: Call, cluster: Cluster) -> Cluster:
    ids = chosen(call)
    service.take_out(actor(), call, cluster, ids)
    say(_n("%(num)s contribution taken out.", "%(num)s contributions taken out.", len(ids)))
    return cluster


def _split(call: Call, cluster: Cluster) -> Cluster:
    made = service.split(actor(), call, cluster, chosen(call), request.form.get("title", ""))
    say(_("They are a cluster of their own now."))
    return made


def _move(call: Call, cluster: Cluster) -> Cluster:
    into = within(call, request.form.get("into", ""))
    service.join(actor(), call, cluster, into, chosen(call))
    say(_("They stand in this cluster now."))
    return into


def _join(call: Call, cluster: Cluster) -> Cluster:
    into = within(call, request.form.get("into", ""))
    service.join(actor(), call, cluster, into)
    say(_("Both are one cluster now."))
    return into


def _dissolve(call: Call, cluster: Cluster) -> Cluster:
    service.take_out(actor(), call, cluster, queries.member_ids(call.id, cluster.id))
    say(_("The cluster is dissolved. Texts, authors, votes and answers are as they were."))
    return cluster


ACTS: dict[str, Callable[[Call, Cluster], Cluster]] = {
    "add": _add,
    "take_out": _take_out,
    "split": _split,
    "move": _move,
    "join": _join,
    "dissolve": _dissolve,
}


@bp.post("/desk/calls/<slug>/clusters/acts/<int:act_id>/undo")
@page(allow="cluster.work", of=of_slug)
def undo(call: Call, act_id: int) -> Response:
    """Take back one act."""
    service.undo(actor(), call, queries.get_act(call.id, act_id))
    say(_("That is undone; clusters and counts stand as before it. Answers stay with their contributions."))
    return to_desk(call)
