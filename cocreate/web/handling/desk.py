"""Gathers what departments, those who assign, and supervisors see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from cocreate.accounts.queries import local_today
from cocreate.calendars import queries as calendars
from cocreate.calendars.rules import Calendar, Deadline
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.contributions.models import State as WrittenState
from cocreate.core.actor import Actor
from cocreate.core.i18n import Sentence, _, _l
from cocreate.core.paging import int_key
from cocreate.handling import extensions, queries, rules, service
from cocreate.handling.models import Act, Assignment, Part, State
from cocreate.handling.policy import sides
from cocreate.handling.queries import Days, Show
from cocreate.http.actor import actor
from cocreate.outcomes import cards, clock, overdue
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import agency_name, words
from cocreate.web.contributionrows import byline
from cocreate.web.handling.forms import StepForm, Steps

ROWS = 50
PART_NAMES: dict[Part, Sentence] = {Part.LEAD: _l("leads"), Part.ASSIST: _l("assists")}
STATE_NAMES: dict[State, tuple[Sentence, str]] = {
    State.GIVEN: (_l("waiting to be accepted"), "wait"),
    State.ACCEPTED: (_l("in work"), "now"),
    State.SENT_BACK: (_l("sent back"), "stop"),
    State.HANDED_IN: (_l("draft handed in"), "done"),
    State.RECALLED: (_l("taken back"), ""),
    State.CLOSED: (_l("closed with the result"), ""),
}
ACT_NAMES: dict[Act, Sentence] = {
    Act.GIVE: _l("Assigned"),
    Act.ACCEPT: _l("Accepted by the department"),
    Act.SEND_BACK: _l("Sent back"),
    Act.ASK: _l("Extension asked for"),
    Act.EXTEND: _l("Extension granted"),
    Act.REFUSE: _l("Extension refused"),
    Act.PRESS: _l("Reminded"),
    Act.SUPERVISE: _l("Put under supervision"),
    Act.HAND_IN: _l("Draft handed in"),
    Act.REOPEN: _l("Given back for more work"),
    Act.RECALL: _l("Taken back"),
    Act.CLOSE: _l("Closed with the result"),
}
SHOWS: dict[Show, Sentence] = {
    Show.OPEN: _l("All open"),
    Show.GIVEN: _l("Waiting to be accepted"),
    Show.SOON: _l("Due soon"),
    Show.OVERDUE: _l("Overdue"),
    Show.ASKED: _l("Extension asked for"),
    Show.DONE: _l("Done"),
}


@dataclass(frozen=True)
class Row:
    """One assignment as a list shows it."""

    one: Assignment
    title: str
    lang: str
    department: str
    part: Any
    state: Any
    tone: str
    deadline: Deadline
    left: int | None
    card: cards.Card | None
    url: str


def days(calendar: Calendar) -> Days:
    """Today, and the day up to which something is due soon."""
    today = local_today()
    return Days(today, calendar.add(today, cards.SOON))


def deadline_of(one: Assignment, calendar: Calendar) -> Deadline:
    """When an assignment is due: a day it was extended to stands, a counted one may still move."""
    if one.first_due_on is not None:
        return Deadline(one.due_on, extended_from=one.first_due_on)
    return Deadline(one.due_on, calendar.provisional(one.given_on, one.due_on) if one.is_open else None)


def row_of(one: Assignment, calendar: Calendar, contribution: Contribution | None = None) -> Row:
    """An assignment as a line; its contribution is loaded, or given."""
    about = contribution or one.contribution
    left = calendar.left(local_today(), one.due_on) if one.is_open else None
    state, tone = STATE_NAMES[one.state]
    return Row(
        one=one,
        title=about.title or excerpt(about.body, 40),
        lang="en" if about.revision.language == "en" else "zh-Hans",
        department=agency_name(one.agency),
        part=PART_NAMES[one.part],
        state=state,
        tone=tone,
        deadline=deadline_of(one, calendar),
        left=left,
        card=cards.card(left) if left is not None else None,
        url=address(one, about),
    )


def address(one: Assignment, contribution: Contribution | None = None) -> str:
    """Where an assignment stands; its contribution is loaded, or given."""
    number = (contribution or one.contribution).number
    return url_for("handling.show", number=number, department=one.agency.slug)


def _chosen(args: Mapping[str, str]) -> tuple[Show, tuple[date, int] | None]:
    show = Show(args["show"]) if args.get("show") in set(Show) else Show.OPEN
    written, _dot, number = (args.get("after") or "").partition(".")
    try:
        after = date.fromisoformat(written)
    except ValueError:
        return show, None
    key = int_key(number)
    return show, (after, key) if key is not None else None


def listing(args: Mapping[str, str], *, call: Call | None = None) -> dict[str, Any]:
    """The context of a list of assignments: those to one's own departments, or those of a call."""
    calendar = calendars.current()
    when, (show, after) = days(calendar), _chosen(args)
    where: dict[str, Any] = {"call_id": call.id} if call else {"paths": own_paths()}
    found = queries.listed(when, show, after=after, limit=ROWS, **where)
    view: dict[str, Any] = {"slug": call.slug} if call else {}
    here = request.endpoint or ""
    counts = queries.counts(when, **where)
    return {
        "rows": [row_of(one, calendar) for one in found.items],
        "show": show,
        "shows": [
            (name, url_for(here, show=key.value, **view), key is show, counts.get(key))
            for key, name in SHOWS.items()
        ],
        "next_url": url_for(here, show=show.value, after=found.next_key, **view) if found.next_key else None,
    }


def own_paths() -> tuple[str, ...]:
    """Where the reader's own departments are."""
    return actor().paths("editor", "approver", "supervisor")


def possible(one: Assignment) -> list[Act]:
    """What the reader can do with an assignment now; nobody decides on what they asked for themselves."""
    found = rules.acts(one.state, sides(actor(), one), is_asked=one.asked_for is not None)
    if one.asked_by_id is not None and one.asked_by_id == actor().user_id:
        found = [act for act in found if act not in (Act.EXTEND, Act.REFUSE)]
    return found


def one(assignment: Assignment, steps: Steps) -> dict[str, Any]:
    """The context of the page of one assignment, with its history and what can be done."""
    calendar = calendars.current()
    contribution = assignment.contribution
    told = queries.steps(assignment.call_id, [assignment.id])
    accept_by = calendar.add(assignment.given_on, rules.ACCEPT_DAYS)
    return {
        "row": row_of(assignment, calendar),
        "call": assignment.call,
        "words": words(assignment.call),
        "contribution": contribution,
        "by": byline(contribution),
        "accept_by": accept_by if assignment.state is State.GIVEN else None,
        "is_late_to_accept": accept_by < local_today(),
        "history": told,
        "act_names": ACT_NAMES,
        "steps": steps.forms,
        "call_deadline": answer_deadline(assignment.call, calendar),
        "may_answer": actor().holds("editor", assignment.call.agency_path),
        "is_public": contribution.is_listed,
        "waits": contribution.state is WrittenState.IN_REVIEW,
    }


def perform(who: Actor, assignment: Assignment, act: Act, form: StepForm) -> None:
    """Take the step that was sent."""
    reason = form.reason.data or ""
    if act is Act.ASK:
        service.ask(who, assignment, form.until.data, reason)
    elif act is Act.HAND_IN:
        service.hand_in(who, assignment, form.text.data or "")
    elif act is Act.ACCEPT:
        service.accept(who, assignment)
    else:
        REASONED[act](who, assignment, reason)


REASONED: dict[Act, Any] = {
    Act.SEND_BACK: service.send_back,
    Act.EXTEND: service.extend,
    Act.REFUSE: service.refuse,
    Act.PRESS: service.press,
    Act.SUPERVISE: service.supervise,
    Act.REOPEN: service.reopen,
    Act.RECALL: service.recall,
}


def possible_for_call(call: Call, who: Actor) -> list[Act]:
    """What the reader can do to the deadline of a call now."""
    asked = extensions.pending(call)
    path = call.agency_path
    found: list[Act] = []
    if asked is None and who.holds("editor", path):
        found.append(Act.ASK)
    if asked is not None and who.holds("approver", path) and asked.by_id != who.user_id:
        found += [Act.EXTEND, Act.REFUSE]
    if who.holds("supervisor", path):
        found.append(Act.SUPERVISE)
    return found if call.closed_at is not None and call.published_at is None else []


def perform_for_call(who: Actor, call: Call, act: Act, form: StepForm) -> None:
    """Take the step that was sent, to the deadline of a call."""
    reason = form.reason.data or ""
    if act is Act.ASK:
        extensions.ask(who, call, form.until.data, reason)
    elif act is Act.EXTEND:
        extensions.extend(who, call, reason)
    elif act is Act.REFUSE:
        extensions.refuse(who, call, reason)
    else:
        extensions.supervise(who, call, reason)


def call_deadline(call: Call, steps: Steps) -> dict[str, Any]:
    """The context of the page on which the deadline of a call is extended and pressed for."""
    calendar = calendars.current()
    deadline = answer_deadline(call, calendar)
    left = calendar.left(local_today(), deadline.day) if deadline else None
    return {
        "call": call,
        "words": words(call),
        "deadline": deadline,
        "workdays_left": left,
        "card_colour": cards.card(left) if left is not None and call.published_at is None else None,
        "history": queries.steps(call.id, [extensions.THE_CALL]),
        "act_names": ACT_NAMES,
        "steps": steps.forms,
    }


def card_table() -> dict[str, Any]:
    """The context of the supervisors' page: calls with their cards, departments with what they have in hand."""
    calendar = calendars.current()
    when, paths = days(calendar), actor().paths("supervisor")
    late = queries.listed(when, Show.OVERDUE, paths=paths, limit=ROWS)
    return {
        "calls": [(one, words(one.call), agency_name(one.call.agency)) for one in clock.call_cards(paths)],
        "loads": [(one, agency_name(one.agency)) for one in overdue.loads(paths, when.today, when.soon)],
        "late": [row_of(row, calendar) for row in late.items],
        "card_names": cards.CARD_NAMES,
    }


def in_hands(assignments: Sequence[Assignment], contribution: Contribution) -> list[Row]:
    """The assignments of one contribution, for the page on which it is answered."""
    calendar = calendars.current()
    return [row_of(one, calendar, contribution) for one in assignments]


def said(act: Act) -> str:
    """What is told after a step."""
    return {
        Act.ACCEPT: _("Accepted. The clock runs until the day it is due."),
        Act.SEND_BACK: _("Sent back with your reason. It will be assigned anew."),
        Act.ASK: _("Your request lies with those who decide it."),
        Act.EXTEND: _("Extended. The public reads the new day."),
        Act.REFUSE: _("Refused. Your reason is kept with it."),
        Act.PRESS: _("The department is reminded."),
        Act.SUPERVISE: _("It is under supervision now; those responsible are told."),
        Act.HAND_IN: _("Your draft is handed in. The editor of the call takes it from here."),
        Act.REOPEN: _("Given back for more work."),
        Act.RECALL: _("Taken back. The department is told."),
    }[act]
