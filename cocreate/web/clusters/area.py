"""The area of clusters: its blueprint, and what its addresses load."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.clusters import queries as clusters
from cocreate.clusters.models import Cluster
from cocreate.http.addresses import local_target

bp = Blueprint("clusters", __name__)
of_slug = calls.get


def within(call: Call, number: str) -> Cluster:
    """The live cluster with this number. NotFound when the call has none."""
    return clusters.get(
        call.id, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    )


def to_desk(call: Call, cluster: Cluster | None = None) -> Response:
    """Back to where the act was asked for on the desk, or to the cluster it made."""
    here = url_for("clusters.index", slug=call.slug)
    if cluster is not None and cluster.is_live:
        return redirect(url_for("clusters.edit", slug=call.slug, number=cluster.number), 303)
    back = local_target(request.form.get("back"), here)
    return redirect(back if back.startswith(here) else here, 303)
