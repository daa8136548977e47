"""Gathers what the pages of ballots show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cocreate.calls.models import Call
from cocreate.core.clock import now
from cocreate.core.i18n import _, day
from cocreate.core.localtime import last_day
from cocreate.core.policy import may, why_not
from cocreate.http.actor import actor
from cocreate.polls import queries, results
from cocreate.polls.models import Method, Poll, PollOption
from cocreate.polls.rules import fair_order, next_options, start_of
from cocreate.web.callcards import words
from cocreate.web.polls.forms import LaterForm, SheetForm
from cocreate.web.polls.names import BUDGET_NAMES, ELECTORATE_NAMES, METHOD_NAMES, SHOWING_NAMES, explained
from cocreate.web.polls.pictures import picture

HOUR = 3600


def frame(poll: Poll, call: Call) -> dict[str, Any]:
    """What every page of a ballot shows of it."""
    return {
        "poll": poll,
        "call": call,
        "words": words(call),
        "method": METHOD_NAMES[poll.method],
        "when": when(poll),
        "explained": explained(poll.method, poll.settings),
        "showing": SHOWING_NAMES[poll.showing],
        "electorate": ELECTORATE_NAMES[poll.electorate],
        "money_rule": BUDGET_NAMES.get(poll.settings.get("rule", "")),
        "can_see_result": may(actor(), "poll.results", (poll, call)),
    }


def when(poll: Poll) -> str:
    """When people vote, in words."""
    if poll.opens_at > now():
        return _("from %(day)s", day=day(poll.opens_at))
    if poll.is_over:
        return _("closed on %(day)s", day=day(last_day(poll.closes_at)))
    return _("open until the end of %(day)s", day=day(last_day(poll.closes_at)))


def listed(call: Call) -> dict[str, Any]:
    """The ballots of a call."""
    lines = [
        {
            "poll": poll,
            "method": METHOD_NAMES[poll.method],
            "when": when(poll),
            "can_see_result": may(actor(), "poll.results", (poll, call)),
        }
        for poll in queries.of_call(call.id)
    ]
    return {
        "call": call,
        "words": words(call),
        "lines": lines,
        "can_edit": may(actor(), "poll.create", call),
        "can_review": may(actor(), "votes.review", call),
    }


def beside(call: Call) -> Callable[[], dict[str, Any]]:
    """Loads the ballots that stand beside a call, when they have to be drawn anew."""
    return lambda: {"call": call, "polls": [(poll, when(poll)) for poll in queries.of_call(call.id)]}


def start(poll: Poll) -> int:
    """Where this reader starts: a place of their own, for guests another one each hour."""
    return start_of(poll.id, actor().user_id or f"hour {int(now().timestamp()) // HOUR}")


def voting(poll: Poll, call: Call, options: Sequence[PollOption], form: SheetForm) -> dict[str, Any]:
    """The sheet, in the reader's own order."""
    shown = fair_order([one for one in options if not one.is_hidden], start(poll))
    has_voted = poll.is_secret and queries.has_voted(poll, actor().user_id)
    return {
        **frame(poll, call),
        "form": form,
        "fields": [(one, form[f"o{one.id}"]) for one in shown],
        "why_not": why_not(actor(), "poll.vote", (poll, call)),
        "is_guest": actor().is_guest,
        "has_voted": has_voted,
        "changes": queries.changes(poll),
        "spent": _spent(poll, options, form),
    }


def _spent(poll: Poll, options: Sequence[PollOption], form: SheetForm) -> int:
    """What the sheet as it stands takes of the points or of the budget; counted again while it is filled in."""
    values = [form[f"o{one.id}"].data for one in options]
    if poll.method is Method.POINTS:
        return sum(value for value in values if isinstance(value, int) and value > 0)
    return sum(one.cost or 0 for one, value in zip(options, values, strict=True) if value)


def thanks(poll: Poll, sheet: Mapping[int, int]) -> str:
    """What a voter is told."""
    if not sheet:
        return _("Your vote is withdrawn.")
    if poll.is_secret:
        return _("Your vote is in the ballot box.")
    return _("Your vote counts. You can change it until voting ends.")


def stating(poll: Poll, call: Call, number: int | None) -> dict[str, Any]:
    """One statement to agree to or not: the one asked for, or the least known that this person has not marked."""
    options = [one for one in queries.options(poll) if not one.is_hidden]
    mine = queries.marks_of(poll, actor().user_id)
    counts = queries.counts(poll)
    votes: dict[int, int] = {}
    for (option, _value), n in counts.items():
        votes[option] = votes.get(option, 0) + n
    asked = next((one for one in options if one.number == number), None)
    waiting = next_options(options, votes, mine, start(poll))
    return {
        **frame(poll, call),
        "statement": asked or (waiting[0] if waiting else None),
        "mine": mine,
        "marked": [one for one in options if one.id in mine],
        "has_voted": False,
        "left": len(waiting),
        "total": len(options),
        "why_not": why_not(actor(), "poll.vote", (poll, call)),
        "is_guest": actor().is_guest,
        "changes": queries.changes(poll),
    }


def resulting(poll: Poll, call: Call) -> dict[str, Any]:
    """The count, as picture and table."""
    found = results.result(poll)
    return {
        **frame(poll, call),
        "result": found,
        "shown": picture(found, actor().user_id),
        "changes": queries.changes(poll),
        "is_approved": poll.approved_at is not None,
    }


def managed(poll: Poll, call: Call, form: LaterForm) -> dict[str, Any]:
    """One ballot for its editors."""
    return {
        **frame(poll, call),
        "form": form,
        "options": queries.options(poll),
        "voters": queries.counts(poll).get(queries.VOTERS, 0),
        "changes": queries.changes(poll),
        "can_approve": may(actor(), "poll.approve", (poll, call)),
        "can_change": bool(form.showing.choices),
    }
