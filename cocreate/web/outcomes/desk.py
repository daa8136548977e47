"""Gathers what editors and approvers see: the workbench, one contribution to answer, the outcome being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from cocreate.accounts import queries as accounts
from cocreate.calendars import queries as calendars
from cocreate.calendars.rules import Deadline
from cocreate.calls import queries as calls
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, State, Validity
from cocreate.core.clock import today
from cocreate.core.i18n import _
from cocreate.core.paging import int_key
from cocreate.core.policy import may
from cocreate.core.settings import settings
from cocreate.documents import queries as documents
from cocreate.documents.models import DocumentVersion
from cocreate.http.actor import actor
from cocreate.outcomes import queries, rules
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from cocreate.outcomes.queries import Filter, Line, Show
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import words
from cocreate.web.contributionrows import byline
from cocreate.web.outcomes.answers import parts, segments
from cocreate.web.outcomes.forms import VALIDITY_NAMES, AnswerForm, ValidityForm, validity_name
from cocreate.web.rich_text import for_reader

ROWS = 50


@dataclass(frozen=True)
class Counter:
    """What stands above every page of the desk: how many are answered, and how long there is."""

    valid: int
    answered: int
    deadline: Deadline | None
    workdays_left: int | None


@dataclass(frozen=True)
class Row:
    """One line of the workbench."""

    one: Contribution
    by: str
    clause: str
    excerpt: str
    lang: str
    validity: Any
    answer: Disposition | None
    parts: list[tuple[str, str]]
    waits: bool
    is_due: bool


def counter(call: Call, gate: rules.Gate | None = None) -> Counter:
    """The counter of a call; three statements, one when its gate is known."""
    calendar = calendars.current()
    due_by = answer_deadline(call, calendar)
    left = calendar.left(today(settings().timezone), due_by.day) if due_by else None
    if gate is not None:
        return Counter(gate.valid, gate.answered, due_by, left)
    due = contributions.figures([call.id])[call.id].due
    return Counter(due, queries.answered([call.id])[call.id], due_by, left)


def chosen(args: Mapping[str, str]) -> Filter:
    """The filter that an address asks for; what it can't read is left out."""
    return Filter(
        show=Show(args["show"]) if args.get("show") in set(Show) else Show.ALL,
        validity=Validity(args["validity"]) if args.get("validity") in set(Validity) else None,
        clause_id=int_key(args.get("clause")),
        degree=args["degree"] if args.get("degree") in rules.DEGREES else None,
        number=(args.get("number") or "").strip()[:20] or None,
    )


def workbench(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the workbench; at most twelve statements with those of the frame."""
    outcome = queries.find(call.id)
    clauses = calls.clauses(call.id)
    what = chosen(args)
    found = queries.workbench(call.id, what, after=int_key(args.get("after")), limit=ROWS)
    rows = _rows(found.items, {one.id: one.label for one in clauses})
    can_answer = may(actor(), "outcome.answer", call) and _is_writing(outcome)
    opened = next((row for row in rows if row.one.number == args.get("open")), None)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "outcome": outcome,
        "chosen": what,
        "shows": shows(),
        "validities": VALIDITY_NAMES,
        "clauses": clauses,
        "rows": rows,
        "can_answer": can_answer,
        "opened": opened if can_answer else None,
        "form": _inline(opened, rows) if opened and can_answer else None,
        "bulk": ValidityForm() if can_answer else None,
        "here": _here(),
        "next_url": _here(after=found.next_key) if found.next_key else None,
    }


def shows() -> dict[Show, str]:
    """What the workbench can show, in words."""
    return {
        Show.ALL: _("All"),
        Show.UNANSWERED: _("Unanswered"),
        Show.ANSWERED: _("Answered"),
        Show.IN_REVIEW: _("Waiting for review"),
    }


def one(call: Call, contribution: Contribution, form: AnswerForm) -> dict[str, Any]:
    """The context of the page on which one contribution is answered, with the versions of its answer."""
    versions = queries.versions(call.id, contribution.id)
    people = accounts.users({one.prepared_by_id for one in versions if one.prepared_by_id})
    outcome = queries.find(call.id)
    labels = {clause.id: clause for clause in calls.clauses(call.id)}
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "one": contribution,
        "by": byline(contribution),
        "clause": labels.get(contribution.clause_id or 0),
        "text_lang": _lang(contribution),
        "validity": validity_name(contribution.validity),
        "versions": [
            (version, parts(version), people.get(version.prepared_by_id or 0)) for version in versions
        ],
        "form": form,
        "can_answer": may(actor(), "outcome.answer", call) and _is_writing(outcome),
    }


@dataclass(frozen=True)
class Written:
    """The outcome of a call as far as it is written."""

    outcome: Outcome | None
    text: DocumentVersion | None

    def values(self) -> dict[str, Any]:
        """What the form begins with."""
        steps = self.outcome.next_steps if self.outcome else ""
        return {"text": self.text.tree if self.text else None, "next_steps": steps}


def written(call: Call) -> Written:
    """The outcome with the newest version of its text."""
    outcome = queries.find(call.id)
    return Written(outcome, documents.latest(outcome.document_id) if outcome else None)


def outcome_desk(call: Call, so_far: Written, form: Any, note_form: Any) -> dict[str, Any]:
    """The context of the page on which the outcome is written, submitted, approved and published."""
    outcome = so_far.outcome
    gate = queries.gate(call.id)
    may_write = _is_writing(outcome) and may(actor(), "outcome.write", call)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call, gate),
        "outcome": outcome,
        "html": for_reader(so_far.text.html) if so_far.text else None,
        "gate": gate,
        "segments": segments(gate.by_degree, gate.valid, lambda key: None),
        "approvals": queries.approvals(call.id) if outcome else [],
        "needed": call.agency.approvals_needed,
        "form": form if may_write else None,
        "note_form": note_form,
    }


def gate_page(call: Call, form: Any) -> dict[str, Any]:
    """The context of the pages that ask once more before the outcome is submitted or published."""
    gate = queries.gate(call.id)
    return {"call": call, "words": words(call), "counter": counter(call, gate), "gate": gate, "form": form}


def following(call: Call, contribution: Contribution) -> str | None:
    """The number of the next contribution that has no answer, those before this one last."""
    unanswered = Filter(show=Show.UNANSWERED)
    for after in (contribution.id, None):
        lines = queries.workbench(call.id, unanswered, after=after, limit=1).items
        if lines:
            return lines[0].contribution.number
    return None


def _is_writing(outcome: Outcome | None) -> bool:
    return outcome is None or outcome.state is OutcomeState.WRITING


def _rows(lines: list[Line], labels: Mapping[int, str]) -> list[Row]:
    return [
        Row(
            one=line.contribution,
            by=byline(line.contribution),
            clause=labels.get(line.contribution.clause_id or 0, ""),
            excerpt=excerpt(line.contribution.body, 150),
            lang=_lang(line.contribution),
            validity=validity_name(line.contribution.validity),
            answer=line.disposition,
            parts=parts(line.disposition) if line.disposition else [],
            waits=line.contribution.state is State.IN_REVIEW,
            is_due=line.contribution.state in contributions.DUE_STATES,
        )
        for line in lines
    ]


def _inline(opened: Row, rows: list[Row]) -> AnswerForm:
    later = rows[rows.index(opened) + 1 :]
    ahead = next((row.one.number for row in later if row.answer is None and row.is_due), "")
    return AnswerForm(opened.answer, back=_here(), following=ahead)


def _here(**changes: str | None) -> str:
    """The address of this page of the workbench, below the site's root, without the row that is open."""
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in KEPT and value}
    slug = (request.view_args or {})["slug"]
    return url_for("outcomes.workbench", slug=slug, **kept | changes)


KEPT = ("show", "validity", "clause", "degree", "number", "after")


def _lang(contribution: Contribution) -> str:
    return "en" if contribution.revision.language == "en" else "zh-Hans"
