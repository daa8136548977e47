"""Answering a whole cluster at once, giving the answer to those that came later, and taking it back."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.clusters.models import Cluster
from cocreate.core.i18n import _, _n
from cocreate.http.actor import actor
from cocreate.outcomes import cluster_answers, queries, schemes, templates, undoing
from cocreate.web.callcards import words
from cocreate.web.clusters.area import bp, of_slug, to_desk, within
from cocreate.web.outcomes.desk import counter
from cocreate.web.outcomes.forms import BulkAnswerForm
from cocreate.web.page import page, say


@bp.route("/desk/calls/<slug>/clusters/<number>/answer", methods=["GET", "POST"])
@page(allow="outcome.answer", of=of_slug)
def answer(call: Call, number: str) -> Any:
    """Write one answer for all members."""
    cluster = within(call, number)
    form = BulkAnswerForm(schemes.of_call(call, queries.find(call.id)))
    if form.submitted() and not form.takes_template(call):
        act = cluster_answers.answer(actor(), call, cluster, form.draft(), replace=form.replace.data)
        _say_answered(act.count)
        return to_desk(call, cluster)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "cluster": cluster,
        "progress": cluster_answers.progress(call.id, cluster.id),
        "form": form,
        "templates": templates.for_call(call, form.degrees),
    }


@bp.post("/desk/calls/<slug>/clusters/<number>/answer/rest")
@page(allow="outcome.answer", of=of_slug)
def answer_rest(call: Call, number: str) -> Response:
    """Give the answer also to the members that came in later."""
    cluster = within(call, number)
    _say_answered(cluster_answers.answer_the_rest(actor(), call, cluster).count)
    return to_desk(call, cluster)


@bp.post("/desk/calls/<slug>/clusters/<number>/answer/undo")
@page(allow="outcome.answer", of=of_slug)
def take_back(call: Call, number: str) -> Response:
    """Take back the last answer to the cluster: each member has what it had before."""
    cluster: Cluster = within(call, number)
    last = cluster_answers.last_act(call.id, cluster.id)
    undoing.undo(actor(), call, last)
    say(_("The answer is taken back. Each contribution has the answer it had before, or none."))
    return to_desk(call, cluster)


def _say_answered(count: int) -> None:
    say(_n("%(num)s contribution is answered.", "%(num)s contributions are answered by one answer.", count))
