"""Clusters as the public reads them, and the desk on which editors work on them."""

from __future__ import annotations

from typing import Any

from flask import request

from cocreate.calls.models import Call
from cocreate.clusters import proposal_queries
from cocreate.web.clusters import acts, answering, desk, reading
from cocreate.web.clusters.area import bp, of_slug, within
from cocreate.web.page import page

__all__ = ["acts", "answering", "bp"]


@bp.get("/calls/<slug>/clusters")
@page(allow="cluster.read", of=of_slug, cached=True)
def all_of_call(call: Call) -> dict[str, Any]:
    """What many say in a call, the largest cluster first."""
    return reading.of_call(call, request.args)


@bp.get("/calls/<slug>/clusters/<number>")
@page(allow="cluster.read", of=of_slug, cached=True)
def show(call: Call, number: str) -> dict[str, Any]:
    """One cluster: what its members have in common, who stands behind it, the members the public sees."""
    return reading.of_cluster(call, within(call, number), request.args)


@bp.get("/desk/calls/<slug>/clusters")
@page(allow="cluster.list", of=of_slug)
def index(call: Call) -> dict[str, Any]:
    """What is proposed, what was made, what was done."""
    return desk.index(call, request.args)


@bp.get("/desk/calls/<slug>/clusters/proposals/<int:proposal_id>")
@page(allow="cluster.list", of=of_slug)
def proposal(call: Call, proposal_id: int) -> dict[str, Any]:
    """One proposal with all its members, to be adjusted before it is accepted."""
    return desk.proposal(call, proposal_queries.get_proposal(call.id, proposal_id))


@bp.get("/desk/calls/<slug>/clusters/<number>")
@page(allow="cluster.list", of=of_slug)
def edit(call: Call, number: str) -> dict[str, Any]:
    """One cluster with its members, to be worked on."""
    return desk.edit(call, within(call, number), request.args)
