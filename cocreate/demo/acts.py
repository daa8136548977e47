"""Lets the people of the demo city act: every step of the timeline is one call of the room's own service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cocreate.calls import queries as call_queries
from cocreate.calls import service as call_acts
from cocreate.calls.models import Call, Visibility
from cocreate.calls.service import CallDraft
from cocreate.contributions import service as contributions
from cocreate.contributions.models import Channel, Contribution, Validity
from cocreate.contributions.service import Words
from cocreate.core.actor import Actor
from cocreate.core.i18n import use_language
from cocreate.demo import showing, votes
from cocreate.demo.reading import Entry, comments, prose
from cocreate.demo.timeline import Calendar, Step
from cocreate.demo.town import Town
from cocreate.documents import rules as documents
from cocreate.moderation import queries as cases
from cocreate.moderation import service as moderation
from cocreate.moderation.models import Act
from cocreate.moderation.service import Verdict
from cocreate.outcomes import publishing
from cocreate.outcomes import service as outcomes
from cocreate.outcomes.rules import AnswerDraft
from cocreate.provenance import queries as provenance
from cocreate.provenance import service as traces
from cocreate.provenance import spans
from cocreate.provenance.models import Kind
from cocreate.provenance.service import Finding

ACTS = {"withheld": Act.WITHHOLD, "returned": Act.RETURN}


@dataclass
class Stage:
    """Where the story is played: who is there, the days, and what has been made so far."""

    town: Town
    calendar: Calendar
    calls: dict[str, Call] = field(default_factory=dict)
    clauses: dict[str, list[int]] = field(default_factory=dict)
    sent: dict[int, Contribution] = field(default_factory=dict)  # by the identity of the entry
    roots: dict[int, Contribution] = field(default_factory=dict)  # what a comment stands under
    marks: list[votes.Mark] = field(default_factory=list)  # support, cast together at the end

    def play(self, step: Step) -> None:
        """Do what the step says; the clock must stand at its time."""
        with use_language(step.call["language"]):
            getattr(self, f"_{step.verb}")(step)

    def concerning(self, name: str) -> set[int]:
        """Ids of what the person sent, and of the comments below it."""
        user_id = self.town.actors[name].user_id
        own = {row.id for row in self.sent.values() if row.author_id == user_id}
        return own | {row.id for row in self.sent.values() if row.root_id in own}

    def _official(self, role: str, step: Step) -> Actor:
        return self.town.holder(role, step.call["agency"])

    def _call(self, step: Step) -> Call:
        return self.calls[step.call["slug"]]

    def _write(self, step: Step) -> None:
        entry, editor = step.call, self._official("editor", step)
        document_id = showing.document(editor, entry)
        call = call_acts.create(editor, self.town.agencies[entry["agency"]], self._draft(entry, document_id))
        self.calls[entry["slug"]] = call
        if "draft" in entry:
            clauses = [(one["label"], one["heading"], one["text"]) for one in entry["draft"]["clauses"]]
            rows = call_acts.set_clauses(editor, call, clauses)
            self.clauses[entry["slug"]] = [row.id for row in rows]
            showing.downloads(editor, call, entry)

    def _draft(self, entry: Entry, document_id: int) -> CallDraft:
        days, other = entry["days"], entry.get("translation", {})
        is_english = entry["language"] == "en"
        return CallDraft(
            slug=entry["slug"],
            title=entry["title"],
            summary=entry["summary"],
            promise=entry["promise"],
            title_en=entry["title"] if is_english else other.get("title", ""),
            summary_en=entry["summary"] if is_english else other.get("summary", ""),
            promise_en=entry["promise"] if is_english else other.get("promise", ""),
            language=entry["language"],
            topic=entry["topic"],
            legal_kind=entry["legal_kind"],
            visibility=Visibility(entry["visibility"]),
            contacts=entry["contact"],
            first_day=self.calendar.day(days["opens"]),
            last_day=self.calendar.day(days["closes"]),
            votes_until_day=self._day(days.get("votes_until")),
            answers_by_day=self._day(days.get("answers_due")),
            document_id=document_id,
        )

    def _day(self, day: int | None) -> date | None:
        return None if day is None else self.calendar.day(day)

    def _release(self, step: Step) -> None:
        call_acts.release(self._official("editor", step), self._call(step))

    def _move(self, step: Step) -> None:
        call_acts.move_by_clock(self._call(step))

    def _send(self, step: Step) -> None:
        entry, slug = step.entry, step.call["slug"]
        clause = self.clauses[slug][entry["clause"] - 1] if "clause" in entry else None
        words = Words(entry["text"], entry.get("title", ""), clause, entry.get("private", False))
        row = contributions.submit(
            self.town.actors[entry["author"]],
            self._call(step),
            words,
            channel=Channel(entry.get("channel", "web")),
        )
        self.sent[id(entry)] = row
        for _, comment in comments(entry):
            self.roots[id(comment)] = row

    def _comment(self, step: Step) -> None:
        root, above = self.roots[id(step.entry)], self.sent[id(step.under)]
        self.sent[id(step.entry)] = contributions.comment(
            self.town.actors[step.entry["author"]],
            root,
            self._call(step),
            step.entry["text"],
            parent=above if above.is_comment else None,
        )

    def _review(self, step: Step) -> None:
        row, call = self.sent[id(step.entry)], self._call(step)
        case = cases.find_open(call.id, row.id)
        moderator = self.town.holder("moderator", step.call["agency"], turn=row.id)
        decided = step.entry.get("decision", {})
        verdict = Verdict(
            act=ACTS.get(step.entry.get("state", ""), Act.PUBLISH),
            version=case.version if case else 0,
            rule_key=decided.get("rule", ""),
            text=decided.get("message", ""),
        )
        moderation.decide(moderator, case, row, call, verdict)

    def _support(self, step: Step) -> None:
        row = self.sent[id(step.entry)]
        voter = self.town.actors[step.who].user_id
        if row.is_listed and voter is not None:
            self.marks.append(votes.mark(row.call_id, row.id, voter))

    def _assess(self, step: Step) -> None:
        row, validity = self.sent[id(step.entry)], Validity(step.entry["validity"])
        outcomes.assess(self._official("editor", step), [row], self._call(step), validity)

    def _answer(self, step: Step) -> None:
        row, editor, call = self.sent[id(step.entry)], self._official("editor", step), self._call(step)
        outcomes.assess(editor, [row], call, Validity.VALID)
        outcomes.answer(editor, row, call, self._answer_draft(step.entry["answer"]))

    def _answer_draft(self, answer: Entry) -> AnswerDraft:
        review = answer.get("review_in_days")
        fields: dict[str, Any] = {key: answer.get(key, "") for key in ("reference", "since", "passed_to")}
        return AnswerDraft(
            degree=answer["degree"],
            reason=answer["reason"],
            measure=measure_of(answer),
            review_date=self._day(review),
            **fields,
        )

    def _write_outcome(self, step: Step) -> None:
        editor, call = self._official("editor", step), self._call(step)
        text = step.call["outcome"]
        publishing.write(
            editor,
            call,
            documents.from_markdown(f"{text['title']}（{text['number']}）\n\n{prose(text['text'])}"),
        )
        for entry in step.call["contributions"]:
            self._tie(editor, call, entry)
        publishing.submit(editor, call)

    def _tie(self, editor: Actor, call: Call, entry: Entry) -> None:
        """Tie the passages that an answer names to the words they came from."""
        version = provenance.version(call.id)
        for trace in entry.get("answer", {}).get("traces", ()):
            row = self.sent[id(entry)]
            target = spans.locate(version.plain, trace["to"]) if version else None
            source = spans.locate(row.body, trace["from"])
            if version is not None and target is not None:
                traces.trace(editor, call, row, version, Finding(target, source, Kind(trace["kind"])))

    def _approve(self, step: Step) -> None:
        publishing.approve(self._official("approver", step), self._call(step))

    def _publish(self, step: Step) -> None:
        publishing.publish(self._official("editor", step), self._call(step))


def measure_of(answer: Entry) -> str:
    """What was done, and which words of the outcome take the contribution up."""
    quoted = "；".join(f"“{trace['to']}”" for trace in answer.get("traces", ()))
    written = f"写入正文：{quoted}。" if quoted else ""
    return "\n".join(part for part in (answer.get("measure", ""), written) if part)


def find_any_call() -> bool:
    """Whether the database holds a call already."""
    return bool(call_queries.everything())
