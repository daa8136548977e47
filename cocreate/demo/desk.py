"""What the staff of the demo city did besides answering: departments at work, clusters, steps promised, questions after the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cocreate.calls.models import Call
from cocreate.clusters import service as clusters
from cocreate.contributions.models import Contribution
from cocreate.core import clock
from cocreate.core.actor import Actor
from cocreate.core.i18n import use_language
from cocreate.demo.acts import Stage
from cocreate.demo.reading import Entry, desk
from cocreate.demo.settling import standing_at
from cocreate.handling import extensions
from cocreate.handling import queries as handling_queries
from cocreate.handling import service as handling
from cocreate.milestones import progress_queries, promise_queries, promises, reviews
from cocreate.milestones import service as milestones
from cocreate.milestones.models import Progress, Promise
from cocreate.milestones.rules import Step, Word
from cocreate.outcomes import errata, erratum_queries, questions, scheme_changes, templates
from cocreate.outcomes.erratum_models import Settled
from cocreate.outcomes.rules import AnswerDraft

Rows = Sequence[Contribution]
AT_DEPARTMENT = {"accept", "send_back", "ask", "hand_in"}


def play(stage: Stage, calls: Sequence[Entry]) -> None:
    """Let it all happen, each act at its own time on the house's clock; acts of calls that are not there are left out."""
    written = desk()
    for entry in written["templates"]:
        _template(stage, entry)
    for entry in written["schemes"]:
        admin = stage.town.holder("system_admin", entry["agency"])
        scheme_changes.save(admin, stage.town.agencies[entry["agency"]], entry)
    sent = {(call["slug"], one["key"]): id(one) for call in calls for one in call["contributions"]}
    for act in sorted(written["acts"], key=lambda one: (one["day"], one["at"])):
        if act["call"] in stage.calls:
            clock.set_clock(standing_at(stage.calendar.at(act["day"], act["at"])))
            rows = [stage.sent[sent[act["call"], key]] for key in act.get("keys", ())]
            with use_language("zh"):
                _ACTS.get(act["act"], _step)(stage, stage.calls[act["call"]], rows, act)


def _template(stage: Stage, entry: Mapping[str, Any]) -> None:
    texts = {name: text for name, text in entry.items() if name not in ("agency", "name")}
    editor = stage.town.holder("editor", entry["agency"])
    templates.save(editor, stage.town.agencies[entry["agency"]], entry["name"], AnswerDraft(**texts))


def _of(stage: Stage, role: str, call: Call) -> Actor:
    key = next(key for key, agency in stage.town.agencies.items() if agency.id == call.agency_id)
    return stage.town.holder(role, key)


def _give(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    lead = stage.town.agencies[act["to"]]
    handling.give(_of(stage, "editor", call), call, rows, lead, days=act["days"], note=act["note"])


def _step(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    """One step of assignments: by the department, or by those who gave it or look after it."""
    name, department = act["act"], stage.town.agencies[act["to"]]
    role = {"extend": "approver", "supervise": "supervisor"}.get(name, "editor")
    actor = stage.town.holder(role, act["to"]) if name in AT_DEPARTMENT else _of(stage, role, call)
    more: list[Any] = [stage.calendar.day(act["until"])] if "until" in act else []
    more += [act["text"]] if "text" in act else []
    for row in rows:
        assignment = handling_queries.get(row.number, department.slug)
        getattr(handling, name)(actor, assignment, *more)


def _ask_later(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    extensions.ask(_of(stage, "editor", call), call, stage.calendar.day(act["until"]), act["text"])


def _extend_call(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    extensions.extend(_of(stage, "approver", call), call)


def _group(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    clusters.make(_of(stage, "editor", call), call, [row.id for row in rows], act["text"])


def _plan(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    days: dict[str, Any] = {name: stage.calendar.day(act[key]) for name, key in _DAYS.items() if key in act}
    texts = {name: act[name] for name in ("text", "reason") if name in act}
    step = Step(
        Progress(act["state"]), act["title"], numbers=tuple(row.number for row in rows), **days, **texts
    )
    milestones.plan(_of(stage, "editor", call), call, step)


_DAYS = {"planned_on": "planned", "actual_on": "done"}


def _by_author(stage: Stage, row: Contribution) -> Actor:
    return next(actor for actor in stage.town.actors.values() if actor.user_id == row.author_id)


def _ask_again(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    questions.ask(_by_author(stage, rows[0]), rows[0], call, act["text"])


def _reply(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    asked = questions.get_follow_up(rows[0])
    questions.reply(_of(stage, "editor", call), asked, rows[0], call, act["text"])


def _complain(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    questions.complain(_by_author(stage, rows[0]), rows[0], call, act["text"])


def _justify(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    complaint = questions.get_complaint(rows[0])
    questions.decide(_of(stage, "supervisor", call), complaint, call, True, act["text"])


def _say(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    """Those who sent or supported what a step goes back to say whether it was kept; a moderator reads their comments."""
    promises.ask_due()
    promise, moderator = _promise(call, act["title"]), _of(stage, "moderator", call)
    people = promise_queries.people(promise, after=0, limit=len(act["words"]))
    for (user_id, _one), word in zip(people, act["words"], strict=False):
        person = next(actor for actor in stage.town.actors.values() if actor.user_id == user_id)
        said = promises.confirm(person, promise, call, Word(*word))
        if said.comment:
            reviews.show(moderator, said, call, said.words_number)


def _reply_to_words(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    promises.reply(_of(stage, "editor", call), _promise(call, act["title"]), call, act["text"])


def _promise(call: Call, title: str) -> Promise:
    step = next(one for one in progress_queries.of_call(call.id) if one.milestone.title == title)
    return promise_queries.get(call.id, step.promise.id if step.promise else 0)


def _report_error(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    errata.report(_by_author(stage, rows[0]), call, act["passage"], act["text"])


def _correct(stage: Stage, call: Call, rows: Rows, act: Entry) -> None:
    (row,) = erratum_queries.of_call(call.id, Settled.WAITING)
    errata.correct(_of(stage, "approver", call), row, call, act["passage"], act["text"])


_ACTS: dict[str, Callable[[Stage, Call, Rows, Entry], None]] = {
    "give": _give,
    "ask_later": _ask_later,
    "extend_call": _extend_call,
    "group": _group,
    "plan": _plan,
    "ask_again": _ask_again,
    "reply": _reply,
    "complain": _complain,
    "justify": _justify,
    "say": _say,
    "reply_to_words": _reply_to_words,
    "report_error": _report_error,
    "correct": _correct,
}
