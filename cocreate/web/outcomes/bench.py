"""Gathers what the workbench shows: the filter an address asks for, the rows, and what can be done with those chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

from flask import request, url_for

from cocreate.calendars import queries as calendars
from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Stage
from cocreate.clusters import queries as clusters
from cocreate.clusters.models import Cluster
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Channel, Contribution, State, Validity
from cocreate.core.clock import today
from cocreate.core.i18n import Sentence, _, _l
from cocreate.core.paging import int_key
from cocreate.core.policy import may
from cocreate.core.settings import settings
from cocreate.http.actor import actor
from cocreate.outcomes import queries, schemes, templates, undoing, workbench
from cocreate.outcomes.desk_models import Unfinished
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import Degree
from cocreate.outcomes.workbench import NOT_ASSESSED, BenchLine, Filter, Show, Sort
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import words
from cocreate.web.contributionrows import byline
from cocreate.web.outcomes.answers import parts
from cocreate.web.outcomes.desk import counter, is_writing, lang_of
from cocreate.web.outcomes.forms import VALIDITY_NAMES, AnswerForm, validity_name

ROWS = 50
KEPT = (
    "show",
    "q",
    "validity",
    "degree",
    "clause",
    "channel",
    "topic",
    "cluster",
    "least",
    "due",
    "sort",
    "after",
)
SHOWS: dict[Show, Sentence] = {
    Show.ALL: _l("All"),
    Show.UNANSWERED: _l("Unanswered"),
    Show.BEGUN: _l("Begun by me"),
    Show.ANSWERED: _l("Answered"),
    Show.IN_REVIEW: _l("Waiting for review"),
    Show.REOPENED: _l("To be answered anew"),
    Show.ASKED: _l("Questions to reply to"),
    Show.REVIEW: _l("To be looked at again"),
}
SORTS: dict[Sort, Sentence] = {Sort.ARRIVAL: _l("By arrival"), Sort.SUPPORT: _l("Most supported first")}
CHANNELS: dict[Channel, Sentence] = {
    Channel.WEB: _l("Website"),
    Channel.HALL: _l("Service hall"),
    Channel.HOTLINE: _l("Hotline"),
    Channel.MEETING: _l("Meeting"),
    Channel.MAIL: _l("Letter"),
    Channel.IMPORT: _l("Import"),
}


DUES: dict[str, Sentence] = {
    "late": _l("Overdue"),
    "soon": _l("Within five working days"),
    "any": _l("In a department's hands"),
}
FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Row:
    """One line of the workbench."""

    one: Contribution
    by: str
    clause: str
    excerpt: str
    lang: str
    validity: Any
    support: int
    topic: str | None
    answer: Disposition | None
    parts: list[tuple[str, str]]
    begun: Unfinished | None
    remarks: int
    writer: str | None
    waits: bool
    is_due: bool
    due_on: date | None
    workdays_left: int


def chosen(call: Call, args: Mapping[str, str], known: Sequence[Cluster] = ()) -> Filter:
    """The filter that an address asks for; what it can't read is left out. `known` are clusters that are at hand."""
    validity = args.get("validity")
    return Filter(
        show=Show(args["show"]) if args.get("show") in set(Show) else Show.ALL,
        validity=validity if validity in {*Validity, NOT_ASSESSED} else None,
        clause_id=int_key(args.get("clause")),
        degree=(args.get("degree") or "")[:30] or None,
        channel=Channel(args["channel"]) if args.get("channel") in set(Channel) else None,
        topic=(args.get("topic") or "").replace("\0", "")[:40] or None,
        cluster_id=_cluster_id(call, args.get("cluster"), known),
        due_by=_due_by(args.get("due", "")),
        least=min(int_key(args.get("least")) or 0, 10**9),
        text=(args.get("q") or args.get("number") or "").strip()[:100],
        reader=actor().user_id,
        sort=Sort(args["sort"]) if args.get("sort") in set(Sort) else Sort.ARRIVAL,
    )


def _due_by(choice: str) -> date | None:
    """The last day that a choice of the filter means."""
    if choice not in DUES:
        return None
    present = today(settings().timezone)
    days = {"late": present - timedelta(days=1), "any": FAR}
    return days.get(choice) or calendars.current().add(present, 5)


def _cluster_id(call: Call, number: str | None, known: Sequence[Cluster]) -> int | None:
    """The cluster with this number; 0, for what stands in none, when "none" is asked for."""
    if number == "none":
        return 0
    asked = int_key(number)
    if asked is None:
        return None
    found = next((one for one in known if one.number == asked), None) or clusters.find(call.id, asked)
    return found.id if found else None


def of_query(call: Call, query: str) -> Filter:
    """The filter of an address that a form carries with it."""
    return chosen(call, dict(parse_qsl(query.lstrip("?"))))


def workbench_page(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the workbench; at most twelve statements with those of the frame."""
    outcome = queries.find(call.id)
    clauses = calls.clauses(call.id)
    live = clusters.live(call.id, limit=100).items
    what = chosen(call, args, live)
    degrees = schemes.of_call(call, outcome)
    found = workbench.page(call.id, what, after=args.get("after"), limit=ROWS)
    rows = [_row(line, {one.id: one.label for one in clauses}) for line in found.items]
    is_whole = found.next_key is None and not args.get("after")
    *progress, count = workbench.progress(call.id, None if is_whole else what)
    can_answer = may(actor(), "outcome.answer", call) and is_writing(outcome)
    opened = next((row for row in rows if row.one.number == args.get("open")), None) if can_answer else None
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call, (progress[0], progress[1])),
        "outcome": outcome,
        "chosen": what,
        "chips": _chips(what, {one.id: one.label for one in clauses}, degrees),
        **_choices(call),
        "clusters": live,
        "clauses": clauses,
        "topics": workbench.topics(call.id),
        "degrees": degrees,
        "rows": rows,
        "count": len(rows) if is_whole else count,
        "can_answer": can_answer,
        "opened": opened,
        "form": _inline(opened, rows, degrees) if opened else None,
        "templates": templates.for_call(call, degrees) if opened else [],
        "last_act": next(iter(undoing.latest(call.id)), None) if can_answer and not opened else None,
        "here": here(),
        "address": here,
        "next_url": here(after=found.next_key) if found.next_key else None,
    }


def _choices(call: Call) -> dict[str, Any]:
    """What the filter offers."""
    return {
        "shows": _shows(call),
        "sorts": SORTS,
        "dues": DUES,
        "due": request.args.get("due", ""),
        "validities": {
            **{key.value: name for key, name in VALIDITY_NAMES.items()},
            NOT_ASSESSED: _("Not assessed"),
        },
        "channels": CHANNELS,
    }


def here(**changes: str | None) -> str:
    """The address of this page of the workbench, below the site's root, without the row that is open."""
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in KEPT and value}
    slug = (request.view_args or {})["slug"]
    return url_for("outcomes.workbench", slug=slug, **kept | changes)


def _shows(call: Call) -> dict[Show, Sentence]:
    """What can be shown at this stage."""
    before, after = {Show.BEGUN, Show.UNANSWERED}, {Show.REOPENED, Show.ASKED, Show.REVIEW}
    others = before if call.stage is Stage.PUBLISHED else after
    return {show: name for show, name in SHOWS.items() if show not in others}


def _chips(
    what: Filter, clauses: Mapping[int, str], degrees: Mapping[str, Degree]
) -> list[tuple[str, str, str]]:
    """What narrows the list, each as (name, value, the address without it)."""
    validity = Validity(what.validity) if what.validity and what.validity != NOT_ASSESSED else None
    degree = degrees.get(what.degree or "")
    found = [
        ("q", _("Words"), what.text),
        ("validity", _("Validity"), str(validity_name(validity)) if what.validity else ""),
        ("degree", _("Answer"), str(degree.name) if degree else what.degree or ""),
        ("clause", _("Clause"), clauses.get(what.clause_id or 0, "?") if what.clause_id is not None else ""),
        ("channel", _("Channel"), str(CHANNELS[what.channel]) if what.channel else ""),
        ("topic", _("Topic"), what.topic or ""),
        ("cluster", _("Cluster"), _cluster_chip(what)),
        ("due", _("Due"), str(DUES[request.args["due"]]) if what.due_by else ""),
        ("least", _("Supporters from"), str(what.least) if what.least else ""),
    ]
    gone: dict[str, None] = {"after": None, "number": None}
    return [(name, value, here(**gone | {key: None})) for key, name, value in found if value]


def _cluster_chip(what: Filter) -> str:
    if what.cluster_id == 0:
        return _("in none")
    return request.args.get("cluster", "") if what.cluster_id is not None else ""


def _row(line: BenchLine, labels: Mapping[int, str]) -> Row:
    one, answer = line.contribution, line.disposition
    return Row(
        one=one,
        by=byline(one),
        clause=labels.get(one.clause_id or 0, ""),
        excerpt=excerpt(one.body, 150),
        lang=lang_of(one),
        validity=validity_name(one.validity) if one.validity else "",
        support=line.support,
        topic=line.topic,
        answer=answer,
        parts=parts(answer) if answer else [],
        begun=line.begun,
        remarks=line.remarks,
        writer=line.writer,
        waits=one.state is State.IN_REVIEW,
        is_due=one.state in contributions.DUE_STATES,
        due_on=line.due_on,
        workdays_left=calendars.current().left(today(settings().timezone), line.due_on) if line.due_on else 0,
    )


def _inline(opened: Row, rows: list[Row], degrees: Mapping[str, Degree]) -> AnswerForm:
    later = rows[rows.index(opened) + 1 :]
    ahead = next((row.one.number for row in later if row.answer is None and row.is_due), "")
    return AnswerForm(degrees, opened.answer, opened.begun, back=here(), following=ahead)


def narrowed(call: Call, numbers: Sequence[str], scope: str, query: str) -> Sequence[int]:
    """The row ids that a bulk act is about: those chosen on the page, or all that the filter finds."""
    if scope == "all":
        return workbench.ids(call.id, replace(of_query(call, query), sort=Sort.ARRIVAL), limit=10**6)
    return workbench.ids_by_numbers(call.id, numbers[:ROWS])
