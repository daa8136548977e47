"""Choosing how one is told, and leaving by the link in a letter without signing in."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.notices import choices, queries
from cocreate.notices.models import Pace, Topic
from cocreate.web.notices.area import bp
from cocreate.web.notices.forms import TOPICS, ChoicesForm, UnsubscribeForm
from cocreate.web.page import page, say


@bp.route("/notices/choices", methods=["GET", "POST"])
@page(allow="notice.choose")
def choose() -> Any:
    """How each topic reaches this person."""
    topics = _topics()
    form = ChoicesForm(data=_present(topics))
    form.only(topics)
    if form.submitted():
        choices.choose(actor(), form.wishes(topics))
        say(_("Your choice is saved."))
        return redirect(url_for("notices.choose"), 303)
    return {"form": form, "topics": {topic: TOPICS[topic] for topic in topics}, "user": actor().user}


@bp.route("/notices/unsubscribe/<token>", methods=["GET", "POST"])
@page(allow="notice.unsubscribe")
def unsubscribe(token: str) -> Any:
    """One button; mail programs press it by themselves (RFC 8058). A second look offers to take it back."""
    _user_id, topic = choices.read_token(token)
    is_done = False
    if UnsubscribeForm().submitted():
        again = request.form.get("again") == "1"
        choices.unsubscribe(token, again=again)
        is_done = not again
    name = TOPICS[topic][0] if topic else None
    return {"token": token, "topic_name": name, "is_done": is_done, "was_asked": request.method == "POST"}


def _topics() -> list[Topic]:
    return [topic for topic in TOPICS if topic is not Topic.WORK or actor().memberships]


def _present(topics: list[Topic]) -> dict[str, Any]:
    """What holds now, as the form shows it: what was not chosen is shown as the rules have it."""
    user = actor().user
    known = queries.choices([user.id])
    found: dict[str, Any] = {}
    for topic in topics:
        row = known.get((user.id, topic))
        by_itself = user.email_verified_at is None and topic is Topic.OWN
        found[f"{topic.value}_mail"] = (row and row.mail) or Pace.AT_ONCE
        found[f"{topic.value}_sms"] = row.sms is Pace.AT_ONCE if row and row.sms else by_itself
    return found
