"""The page on which contributors say whether a promise was kept, and the one on which the agency replies."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.milestones import promise_queries, promises
from cocreate.web.milestones import showing
from cocreate.web.milestones.area import PROMISE, bp, of_slug
from cocreate.web.milestones.forms import ReplyForm, WordForm
from cocreate.web.page import page, say


@bp.route(f"/calls/<slug>/promises/{PROMISE}", methods=["GET", "POST"])
@page(allow="milestone.read", of=of_slug)
def confirm(call: Call, promise_id: int) -> Any:
    """Was it kept? Asked of those who sent or supported what it goes back to; everybody else reads the results."""
    promise = promise_queries.get(call.id, promise_id)
    said = promise_queries.confirmation(promise, actor().user_id)
    form = WordForm(said)
    if form.submitted():
        promises.confirm(actor(), promise, call, form.word())
        say(_("Thank you. Your answer is kept; you can change it at any time."))
        return redirect(url_for(".confirm", slug=call.slug, promise_id=promise_id), 303)
    return showing.confirming(call, promise, said, form)


@bp.route(f"/desk/calls/<slug>/promises/{PROMISE}", methods=["GET", "POST"])
@page(allow="promise.reply", of=of_slug)
def reply(call: Call, promise_id: int) -> Any:
    """The agency's word beside what people say."""
    promise = promise_queries.get(call.id, promise_id)
    form = ReplyForm(data={"text": promise.reply})
    if form.submitted():
        promises.reply(actor(), promise, call, form.text.data or "")
        say(_("The reply stands beside the answers."))
        return redirect(url_for(".index", slug=call.slug), 303)
    return showing.replying(call, promise, form)
