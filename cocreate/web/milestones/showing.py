"""Gathers what the pages of milestones and promises show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.clock import today
from cocreate.core.i18n import _, day
from cocreate.core.policy import may, why_not
from cocreate.core.settings import settings
from cocreate.http.actor import actor
from cocreate.media.models import MediaFile
from cocreate.milestones import promise_queries, queries
from cocreate.milestones.models import Confirmation, Milestone, MilestoneChange, Progress, Promise
from cocreate.milestones.review_queries import Waiting
from cocreate.milestones.rules import KEPT_NAMES, SHOWN_FROM, STATE_NAMES, Results
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes.question_models import FollowUp
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import agency_name, words
from cocreate.web.milestones.forms import RATINGS, PictureForm, ReplyForm, StepForm, WordForm

KNOTS = {
    Progress.PLANNED: "next",
    Progress.UNDER_WAY: "now",
    Progress.DONE: "done",
    Progress.DROPPED: "broken",
}


@dataclass(frozen=True)
class Opinion:
    """What contributors say of a promise as a page shows it; nothing but the count before there are enough."""

    promise: Promise
    results: Results
    comments: Sequence[Any]  # with `comment` and `changed_at`
    is_shown: bool
    parts: list[tuple[str, Any, int]]
    ratings: list[tuple[int, Any, int]]


@dataclass(frozen=True)
class Line:
    """One step of the thread."""

    milestone: Milestone
    knot: str
    state: Any
    when: str
    is_late: bool
    tied: Sequence[Contribution]
    pictures: Sequence[MediaFile]
    history: Sequence[tuple[MilestoneChange, Any]]
    opinion: Opinion | None


def progress(call: Call) -> dict[str, Any]:
    """The thread of an outcome; a fixed number of statements."""
    steps = queries.of_call(call.id)
    ids = [one.id for one in steps]
    promises = queries_of(call) if steps else {}
    opinions = _opinions(call, list(promises.values()))
    tied = queries.tied(call.id, ids) if steps else {}
    files = queries.pictures(call.id) if steps else {}
    history = queries.changes(call.id) if steps else {}
    return {
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "is_published": call.stage == "published",
        "can_set": may(actor(), "milestone.set", call),
        "can_reply": may(actor(), "promise.reply", call),
        "lines": [
            Line(
                milestone=one,
                knot=KNOTS[one.state],
                state=STATE_NAMES[one.state],
                when=when(one),
                is_late=is_late(one),
                tied=[row for row in tied.get(one.id, []) if row.is_listed],
                pictures=files.get(one.id, []),
                history=[(change, STATE_NAMES[change.state]) for change in history.get(one.id, [])],
                opinion=opinions.get(promises[one.id].id) if one.id in promises else None,
            )
            for one in steps
        ],
        "shown_from": SHOWN_FROM,
    }


def queries_of(call: Call) -> dict[int, Promise]:
    """Promises by milestone."""
    return promise_queries.of_milestones(call.id)


def when(step: Milestone) -> str:
    """The day of a step, in words."""
    if step.state is Progress.DONE and step.actual_on is not None:
        if step.planned_on is not None and step.planned_on != step.actual_on:
            return _(
                "done on %(day)s, planned for %(planned)s",
                day=day(step.actual_on),
                planned=day(step.planned_on),
            )
        return _("done on %(day)s", day=day(step.actual_on))
    if step.state is Progress.DROPPED or step.planned_on is None:
        return ""
    return _("by %(day)s", day=day(step.planned_on))


def is_late(step: Milestone) -> bool:
    """Whether its day has passed and it is neither done nor dropped."""
    waits = step.state in (Progress.PLANNED, Progress.UNDER_WAY)
    return waits and step.planned_on is not None and step.planned_on < _today()


def _today() -> date:
    return today(settings().timezone)


def _opinions(call: Call, promises: Sequence[Promise]) -> dict[int, Opinion]:
    asked = [one for one in promises if one.round]
    ids = [one.id for one in asked]
    found = promise_queries.results(call.id, ids) if ids else {}
    said = promise_queries.comments(call.id, ids) if ids else {}
    return {one.id: opinion_of(one, found[one.id], said.get(one.id, [])) for one in asked}


def opinion_of(promise: Promise, results: Results, comments: Sequence[Any]) -> Opinion:
    """What people say of a promise, or only how many, while they are too few."""
    shown = results.is_shown
    return Opinion(
        promise=promise,
        results=results,
        comments=comments if shown else [],
        is_shown=shown,
        parts=[(key.value, name, results.kept[key]) for key, name in KEPT_NAMES.items()] if shown else [],
        ratings=[(key, name, results.ratings[key - 1]) for key, name in RATINGS.items()] if shown else [],
    )


def numbers(milestone: Milestone) -> str:
    """The public numbers of the contributions a step goes back to, as its form shows them."""
    rows = queries.tied(milestone.call_id, [milestone.id]).get(milestone.id, [])
    return " ".join(row.number for row in rows)


def writing(call: Call, form: StepForm, milestone: Milestone | None = None) -> dict[str, Any]:
    """The form of one step."""
    return {"call": call, "words": words(call), "form": form, "milestone": milestone}


def pictures(call: Call, milestone: Milestone, form: PictureForm) -> dict[str, Any]:
    """The pictures of one step."""
    files = queries.pictures(call.id).get(milestone.id, [])
    return {"call": call, "words": words(call), "form": form, "milestone": milestone, "files": files}


def confirming(call: Call, promise: Promise, said: Confirmation | None, form: WordForm) -> dict[str, Any]:
    """The page that asks whether a promise was kept."""
    is_asked = said is not None or promise_queries.is_asked(promise, actor().user_id)
    return {
        **about(call, promise),
        "said": said,
        "form": form,
        "is_asked": is_asked,
        "why_not": why_not(actor(), "promise.confirm", call),
        "opinion": _opinions(call, [promise]).get(promise.id),
        "shown_from": SHOWN_FROM,
    }


def replying(call: Call, promise: Promise, form: ReplyForm) -> dict[str, Any]:
    """The page on which the agency replies."""
    opinion = _opinions(call, [promise]).get(promise.id)
    return {**about(call, promise), "form": form, "opinion": opinion, "shown_from": SHOWN_FROM}


def about(call: Call, promise: Promise) -> dict[str, Any]:
    """What a promise is: the milestone, or the contribution with its planned answer."""
    step = queries.get(call.id, promise.milestone_id) if promise.milestone_id else None
    row = contributions.get_by_id(call.id, promise.contribution_id) if promise.contribution_id else None
    answer = outcomes.disposition(call.id, row.id) if row is not None else None
    can_read = row is not None and may(actor(), "contribution.read", (row, call))
    return {
        "call": call,
        "words": words(call),
        "agency": agency_name(call.agency),
        "promise": promise,
        "milestone": step,
        "step_when": when(step) if step else "",
        "step_state": STATE_NAMES[step.state] if step else "",
        "contribution": row if can_read else None,
        "answer": answer if can_read else None,
    }


def waiting(one: Waiting) -> dict[str, Any]:
    """One line of the moderators' list."""
    return {
        "call": words(one.call),
        "about": excerpt(one.about.title, 60) if one.about is not None else "",
        "url": url_for(".review", slug=one.call.slug, key=one.key),
        **said(one.words),
    }


def said(row: Confirmation | FollowUp) -> dict[str, Any]:
    """Words that wait for review, and when they came."""
    if isinstance(row, FollowUp):
        return {"text": row.text, "at": row.asked_at, "kind": _("Question about an answer")}
    return {"text": row.comment, "at": row.changed_at, "kind": _("Comment on a promise")}
