"""Gathers what a contribution's page shows, in as few statements as it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from cocreate.calls import policy as of_calls
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.clusters.models import Cluster
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import language
from cocreate.core.paging import int_key
from cocreate.core.policy import why_not
from cocreate.http.actor import actor
from cocreate.http.addresses import absolute
from cocreate.journeys import queries as journeys
from cocreate.journeys.addresses import Addresses
from cocreate.journeys.marks import own
from cocreate.notices import queries as notices
from cocreate.outcomes.parts import parts
from cocreate.text.linkify import paragraphs
from cocreate.web.callcards import agency_name, words
from cocreate.web.contributionrows import byline, channel_name, row_for
from cocreate.web.contributions.forms import CommentForm
from cocreate.web.questions.showing import asked
from cocreate.web.traces.whose import own_words, place, stands

COMMENTS_SHOWN = 50


@dataclass(frozen=True)
class Said:
    """A comment as the page shows it; `to` is the name of whoever it answers."""

    contribution: Contribution
    by: str
    html: Any
    lang: str
    to: str


def reading(contribution: Contribution, call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of a contribution's page; at most twelve statements with those of the frame.

    Who has no part in it is shown the pieces kept for everybody (see web.fragments), anyone else what is drawn for them."""
    reader = actor()
    is_own = contribution.author_id is not None and contribution.author_id == reader.user_id
    beside = own(call.id, contribution.id, reader.user_id)
    has_part = is_own or beside.has_said or "kept" in session
    whole = cache(lambda: _whole(contribution, call, args.get("after"), reader.user_id if has_part else None))
    why_not_say = why_not(reader, "contribution.comment", (contribution, call))
    can_say = why_not_say is None or reader.is_guest
    is_voting = of_calls.is_voting.why_not(reader, call) is None
    return {
        "contribution": contribution,
        "key": None if has_part else (call.id, contribution.id, args.get("after")),
        "whole": whole,
        "is_own": is_own,
        "own": beside,
        "can_support": is_voting and not is_own and contribution.is_listed,
        "is_followed": notices.follows(reader.user_id, call.id, contribution.id),
        "comments_key": None
        if has_part
        else (call.id, contribution.id, args.get("after"), can_say, str(why_not_say)),
        "comments": lambda: whole() | {"can_say": can_say, "why_not_say": why_not_say},
        "call": call,
    }


def _whole(
    contribution: Contribution, call: Call, after: str | None, reader_id: int | None
) -> dict[str, Any]:
    """What there is to read, as it is for one reader or (None) for everybody."""
    row = row_for(reader_id, call, contribution)
    found = contributions.comments(
        call.id, contribution.id, after=int_key(after), limit=COMMENTS_SHOWN, own=reader_id
    )
    journey = journeys.of(
        contribution,
        call,
        is_own=row.is_own,
        beside=row.marks,
        reader_id=reader_id,
        addresses=addresses(call),
    )
    return {
        "contribution": contribution,
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "row": row,
        "body": own_words(contribution, journey.traces),
        "stands": stands(call, journey.traces),
        "clause": _clause(call, contribution.clause_id),
        "public_url": absolute(language(), f"/contributions/{contribution.number}"),
        "comments": _said(found.items),
        "next_key": found.next_key,
        "knots": journey.knots,
        "earlier": [(one, parts(one)) for one in journey.after.answers if not one.is_current],
        "asked": asked(contribution, row.marks.answer, journey.after, row.is_own),
        "channel": channel_name(contribution),
        "cluster_url": _cluster_url(call, row.marks.cluster),
        "comment_form": CommentForm(),
    }


def to_root(comment: Contribution) -> Response:
    """The address of the contribution that a comment is under."""
    root = contributions.get_by_id(comment.call_id, comment.root_id or 0)
    return redirect(url_for("contributions.show", number=root.number, _anchor=f"c{comment.number}"))


def _clause(call: Call, clause_id: int | None) -> Any:
    if clause_id is None:
        return None
    return next((one for one in calls.clauses(call.id) if one.id == clause_id), None)


def addresses(call: Call) -> Addresses:
    """Where the threads of a call lead on."""
    return Addresses(
        result=url_for("outcomes.show", slug=call.slug),
        steps=url_for("milestones.show", slug=call.slug),
        promise=lambda promise_id: url_for("milestones.confirm", slug=call.slug, promise_id=promise_id),
        cluster=lambda number: url_for("clusters.show", slug=call.slug, number=number),
        place=lambda number: place(call, number),
    )


def _cluster_url(call: Call, cluster: Cluster | None) -> str | None:
    """Where the cluster is read that this stands in with others."""
    if cluster is None or cluster.size < 2:
        return None
    return url_for("clusters.show", slug=call.slug, number=cluster.number)


def _said(comments: list[Contribution]) -> list[Said]:
    names = {one.id: byline(one) for one in comments}
    return [
        Said(
            contribution=one,
            by=names[one.id],
            html=paragraphs(one.body),
            lang="en" if one.revision.language == "en" else "zh-Hans",
            to=names.get(one.parent_id, "") if one.parent_id else "",
        )
        for one in comments
    ]
