"""The moderators' queue: look, take, decide, go on to the next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.core.i18n import _, _n
from cocreate.core.paging import int_key
from cocreate.core.policy import may
from cocreate.http.actor import actor
from cocreate.moderation import queries, service
from cocreate.moderation.conflicts import CaseConflict
from cocreate.moderation.models import Act, Case
from cocreate.web.moderation import desk, screen
from cocreate.web.moderation.forms import DecisionForm
from cocreate.web.moderation.preview import name_of
from cocreate.web.page import page, say

bp = Blueprint("moderation", __name__)

DONE = {
    Act.PUBLISH.value: lambda name: _("“%(name)s” is public. The author is told.", name=name),
    Act.RETURN.value: lambda name: _("“%(name)s” went back to its author for a change.", name=name),
    Act.WITHHOLD.value: lambda name: _("“%(name)s” is withheld. The author is told why.", name=name),
}


@bp.get("/moderation")
@page(allow="case.list")
def index() -> Any:
    """What waits, the most urgent first."""
    return screen.queue()


@bp.route("/moderation/<number>", methods=["GET", "POST"])
@page(allow="case.read", of=queries.matter)
def case(contribution: Contribution, call: Call, case: Case | None) -> Any:
    """One case: read it, decide it, and come to the next."""
    form = DecisionForm(version=case.version if case else 0)
    if form.submitted():
        decision = service.decide(actor(), case, contribution, call, form.verdict())
        say(DONE[decision.act.value](name_of(contribution)))
        return redirect(screen.onward(case, contribution, call))
    return desk.around(contribution, call, case, form)


@bp.get("/moderation/<number>/similar")
@page(allow="case.read", of=queries.matter)
def similar(contribution: Contribution, call: Call, case: Case | None) -> Any:
    """What others have said that is much like it; the case's page fetches it when scripts run."""
    return {
        "contribution": contribution,
        "name": name_of(contribution),
        "similar": desk.similar(contribution),
        "kept": screen.kept(),
    }


@bp.post("/moderation/<number>/claim")
@page(allow="case.claim", of=queries.matter)
def claim(contribution: Contribution, call: Call, case: Case | None) -> Any:
    """Take the case, so that no colleague works on it meanwhile; a case left for it goes back to the queue."""
    left = request.form.get("leave", "")
    if left and left != contribution.number:
        other, of_call, held = queries.matter(left)
        service.release(actor(), held, other, of_call)
    service.claim(actor(), case, contribution, call)
    return redirect(url_for("moderation.case", number=contribution.number, **screen.kept()))


@bp.post("/moderation/<number>/release")
@page(allow="case.release", of=queries.matter)
def release(contribution: Contribution, call: Call, case: Case | None) -> Any:
    """Give the case back to the queue."""
    service.release(actor(), case, contribution, call)
    return redirect(url_for("moderation.index", **screen.kept()))


@bp.post("/moderation/publish")
@page(allow="case.list")
def publish() -> Any:
    """Publish all that were ticked, in one act."""
    picks = (pick.partition(":") for pick in request.form.getlist("pick"))
    versions = {number: int_key(version) or 0 for number, _sep, version in picks}
    done = service.publish_all(actor(), versions)
    say(_n("%(num)s contribution is public now.", "%(num)s contributions are public now.", len(done)))
    return redirect(url_for("moderation.index", **screen.kept()))


@bp.errorhandler(CaseConflict)
def conflict(refusal: CaseConflict) -> Any:
    """What the other did, and what was typed here, so that nothing is lost."""
    db.session.rollback()
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(
            {"type": "about:blank", "status": refusal.status, "title": str(refusal.why)}
        ), refusal.status
    contribution, call, case = queries.matter(refusal.number)
    if not may(actor(), "case.read", (contribution, call)):
        return render_template("_parts/error.html", status=refusal.status, why=refusal.why), refusal.status
    decisions = queries.decisions(call.id, contribution.id)
    names = screen.names_of([one.decided_by_id for one in decisions])
    shown = {
        "why": refusal.why,
        "contribution": contribution,
        "case": case,
        "name": name_of(contribution),
        "past": desk.past(decisions, names),
        "typed": request.form.get("text", "")[:5000],
        "kept": screen.kept(),
    }
    return Response(
        render_template("moderation/_conflict.html", **shown), refusal.status, mimetype="text/html"
    )
