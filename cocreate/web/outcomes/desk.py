"""Gathers what editors and approvers see: the workbench, one contribution to answer, the outcome being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import g, request

from cocreate.accounts import queries as accounts
from cocreate.calendars import queries as calendars
from cocreate.calendars.rules import Deadline
from cocreate.calls import queries as calls
from cocreate.calls.deadlines import answer_deadline
from cocreate.calls.models import Call, Stage
from cocreate.contributions import behalf
from cocreate.contributions.models import Channel, Contribution
from cocreate.core.clock import today
from cocreate.core.policy import may
from cocreate.core.settings import settings
from cocreate.documents import queries as documents
from cocreate.documents.models import DocumentVersion
from cocreate.handling import queries as handling
from cocreate.http.actor import actor
from cocreate.notices import queries as notices
from cocreate.outcomes import drafts, queries, remarks, schemes, templates
from cocreate.outcomes.conflicts import Overtaken
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from cocreate.provenance import queries as provenance
from cocreate.web.callcards import words
from cocreate.web.contributionrows import byline
from cocreate.web.handling import desk as hands
from cocreate.web.outcomes.answers import parts, segments
from cocreate.web.outcomes.forms import AnswerForm, NoteForm, RemarkForm, validity_name
from cocreate.web.rich_text import for_reader


@dataclass(frozen=True)
class Counter:
    """What stands above every page of the desk: how many are answered, and how long there is."""

    valid: int
    answered: int
    deadline: Deadline | None
    workdays_left: int | None


def counter(call: Call, known: tuple[int, int] | None = None) -> Counter:
    """The counter of a call; three statements, one less when it is known how many want an answer and how many have one."""
    calendar = calendars.current()
    # What is published is answered: nothing runs any more.
    due_by = answer_deadline(call, calendar) if call.stage is not Stage.PUBLISHED else None
    left = calendar.left(today(settings().timezone), due_by.day) if due_by else None
    return Counter(*(known or queries.progress(call.id)), due_by, left)


def one(call: Call, contribution: Contribution, form: AnswerForm) -> dict[str, Any]:
    """The context of the page on which one contribution is answered, with the versions of its answer and the remarks."""
    versions = queries.versions(call.id, contribution.id)
    said = remarks.of_contribution(call.id, contribution.id)
    ids = {one.prepared_by_id for one in versions} | {one.removed_by_id for one in versions}
    wanted = ids | {one.author_id for one in said}
    people = accounts.users([user_id for user_id in wanted if user_id is not None])
    outcome = queries.find(call.id)
    labels = {clause.id: clause for clause in calls.clauses(call.id)}
    in_hands = hands.in_hands(handling.of_contribution(call.id, contribution.id), contribution)
    _take_over(form, in_hands)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "one": contribution,
        "by": byline(contribution),
        "clause": labels.get(contribution.clause_id or 0),
        "text_lang": lang_of(contribution),
        "intake": None if contribution.channel is Channel.WEB else behalf.intake(contribution),
        "validity": validity_name(contribution.validity),
        "versions": [(version, parts(version)) for version in versions],
        "people": people,
        "remarks": said,
        "remark_form": RemarkForm(formdata=None),
        "clash": _clash(form, versions),
        "form": form,
        "in_hands": in_hands,
        "begun": drafts.of_person(call.id, contribution.id, actor().user_id),
        "templates": templates.for_call(call, form.degrees),
        "writer": drafts.writers(call.id, [contribution.id], actor().user_id).get(contribution.id),
        "can_answer": may(actor(), "outcome.answer", call) and is_writing(outcome),
    }


def _take_over(form: AnswerForm, in_hands: Sequence[hands.Row]) -> None:
    """Begin the reason with the draft of the department that the address names."""
    proposals = {row.one.agency.slug: row.one.proposal for row in in_hands if row.one.proposal}
    if request.method == "GET" and request.args.get("take") in proposals:
        form.reason.data = proposals[request.args["take"]]


def _clash(form: AnswerForm, versions: Sequence[Disposition]) -> Any:
    """A colleague's answer that came first: shown beside what was typed, which then takes its place knowingly or not at all."""
    refusal = g.get("refusal")
    if not isinstance(refusal, Overtaken):
        return None
    form.seen.data, form.seen.raw_data = refusal.theirs, None  # else what was posted would be shown again
    theirs = next((one for one in versions if one.number == refusal.theirs), None)
    return {
        "theirs": theirs,
        "parts": parts(theirs) if theirs else [],
        "mine": parts(Disposition(**asdict(form.draft()))),
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


def outcome_desk(call: Call, so_far: Written, form: Any) -> dict[str, Any]:
    """The context of the page on which the outcome is written, submitted, approved and published."""
    outcome = so_far.outcome
    gate = queries.gate(call.id)
    may_write = is_writing(outcome) and may(actor(), "outcome.write", call)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call, (gate.valid, gate.answered)),
        "outcome": outcome,
        "html": for_reader(so_far.text.html) if so_far.text else None,
        "gate": gate,
        "traces": provenance.counts([call.id])[call.id],
        "segments": segments(gate.by_degree, gate.valid, lambda key: None, schemes.of_call(call, outcome)),
        "approvals": queries.approvals(call.id) if outcome else [],
        "needed": call.agency.approvals_needed,
        "telling": notices.telling(call.id, "outcome") if outcome and outcome.is_published else None,
        "form": form if may_write else None,
        "note_form": NoteForm(data={"seen": outcome.round}) if outcome else None,
    }


def gate_page(call: Call, form: Any) -> dict[str, Any]:
    """The context of the pages that ask once more before the outcome is submitted or published."""
    gate = queries.gate(call.id)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call, (gate.valid, gate.answered)),
        "gate": gate,
        "traces": provenance.counts([call.id])[call.id],
        "form": form,
    }


def is_writing(outcome: Outcome | None) -> bool:
    return outcome is None or outcome.state is OutcomeState.WRITING


def lang_of(contribution: Contribution) -> str:
    return "en" if contribution.revision.language == "en" else "zh-Hans"
