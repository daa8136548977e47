"""Whose words stand where: an outcome's text with its sentences marked, and a contribution's words that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from flask import url_for
from markupsafe import Markup

from cocreate.ballots import queries as ballots
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.bylines import byline
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import Sentence, _n
from cocreate.documents.models import DocumentVersion
from cocreate.provenance import blame, markup, queries, spans
from cocreate.provenance.blame import Part, Trace
from cocreate.provenance.models import Kind
from cocreate.provenance.spans import Segment, Span
from cocreate.text.linkify import paragraphs
from cocreate.web.rich_text import for_reader
from cocreate.web.traces.kinds import KINDS


@dataclass(frozen=True)
class Voice:
    """A contribution whose words or idea stand in a sentence. Nothing of it is shown unless the public sees it."""

    kind: Kind
    number: str | None
    by: str
    before: str
    exact: str
    after: str
    lang: str
    supporters: int

    @property
    def kind_name(self) -> Sentence:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Said:
    """A sentence of the outcome with those whose words stand in it; `place` is where it begins."""

    place: int
    words: str
    voices: tuple[Voice, ...]

    @property
    def count(self) -> int:
        return len({voice.number or voice for voice in self.voices})


@dataclass(frozen=True)
class Whose:
    """The text ready to be shown, and its traced sentences in order."""

    html: Markup
    said: list[Said]
    contributions: int


@dataclass(frozen=True)
class Stands:
    """Where words of a contribution stand in the outcome: the passage there, and the address of its sentence."""

    kind: Kind
    before: str
    exact: str
    after: str
    url: str

    @property
    def kind_name(self) -> Sentence:
        return KINDS[self.kind]


def whose(call: Call, version: DocumentVersion, boilerplate: Iterable[tuple[int, int]] = ()) -> Whose:
    """The text of an outcome with its traces: at most three statements, whatever its length."""
    traces = queries.standing(call.id, at=version.number)
    if not traces:
        return Whose(for_reader(version.html), [], 0)
    cut = blame.blame(len(version.plain), traces, boilerplate)
    parts = [part for part in blame.by_part(spans.sentences(version.plain), cut) if part.traces]
    people = contributions.by_ids(call.id, {trace.contribution_id for part in parts for trace in part.traces})
    support = _support(call.id, traces)
    said = [
        Said(part.start, version.plain[part.start : part.end], tuple(_voices(part.traces, people, support)))
        for part in parts
    ]
    return Whose(for_reader(_marked(version, cut, parts)), said, len(people))


def _support(call_id: int, traces: Iterable[Trace]) -> Mapping[int, int]:
    """How many supporters stand behind those contributions whose support is credited too."""
    credited = {one.contribution_id for one in traces if one.derivation.credits_support}
    return ballots.tallies(call_id, credited) if credited else {}


def _voices(
    traces: Iterable[Trace], people: Mapping[int, Contribution], support: Mapping[int, int]
) -> Iterable[Voice]:
    for trace in traces:
        one = people[trace.contribution_id]
        shown = one.is_listed
        quote = trace.derivation.source_quote if shown else {}
        yield Voice(
            kind=trace.kind,
            number=one.number if shown else None,
            by=byline(one) if shown else "",
            before=quote.get("before", ""),
            exact=quote.get("exact", ""),
            after=quote.get("after", ""),
            lang="en" if one.revision.language == "en" else "zh-Hans",
            supporters=support.get(one.id, 0),
        )


def _marked(version: DocumentVersion, cut: list[Segment], parts: list[Part]) -> str:
    """The HTML with the traced pieces marked, and after each traced sentence the number of its contributions."""
    over = [(segment.start, segment.end, trace) for segment in cut for trace in segment.keys]
    over += [(part.start, part.end, part) for part in parts]
    linked = _linked(version)
    named: set[int] = set()

    def wrap(piece: Segment) -> tuple[str, str]:
        part = next((key for key in piece.keys if isinstance(key, Part)), None)
        traces = [key for key in piece.keys if isinstance(key, Trace)]
        if part is None:
            return "", ""
        before, after = "", ""
        if traces:
            strongest = min((trace.kind for trace in traces), key=list(Kind).index)
            first = "".join(
                f'<span id="at-{one.number}"></span>' for one in traces if one.number not in named
            )
            named.update(one.number for one in traces)
            before, after = f'<mark class="trace is-{strongest}">{first}', "</mark>"
        if piece.end == part.end and not any(start < part.end <= end for start, end in linked):
            after += _count(part)
        return before, after

    segments = spans.segments(len(version.plain), over)
    return markup.annotate(version.html, version.plain, segments, wrap)


def _count(part: Part) -> str:
    count = len(part.contributions)
    label = escape(
        _n(
            "%(num)s contribution stands in this sentence",
            "%(num)s contributions stand in this sentence",
            count,
        )
    )
    return (
        f'<a class="trace-count" id="said-{part.start}" href="#whose-{part.start}" title="{label}" aria-label="{label}">'
        f"{count}</a>"
    )


def _linked(version: DocumentVersion) -> list[Span]:
    """Ranges of the plain text inside links, where no other link can stand."""
    found, begun = [], -1
    for piece in markup.pieces(version.html, version.plain):
        if piece.html.startswith("<a "):
            begun = piece.start
        elif piece.html == "</a>" and begun >= 0:
            found.append(Span(begun, piece.end))
    return found


def stands(call: Call, traces: Iterable[Trace]) -> list[Stands]:
    """Where the traced words of a contribution stand in the published text of its call."""
    return [_stands(call, trace) for trace in traces]


def _stands(call: Call, trace: Trace) -> Stands:
    quote = trace.placement.quote
    return Stands(trace.kind, quote["before"], quote["exact"], quote["after"], place(call, trace.number))


def place(call: Call, number: int) -> str:
    """The address of the passage of a published outcome that a trace leads to."""
    return url_for("outcomes.show", slug=call.slug, _anchor=f"at-{number}")


def own_words(contribution: Contribution, traces: Iterable[Trace]) -> Any:
    """A contribution's text as paragraphs, with the passages marked that stand in the outcome."""
    now = [trace for trace in traces if trace.derivation.revision_number == contribution.revision_number]
    marks = [(trace.source.start, trace.source.end, trace) for trace in now if trace.source is not None]
    if not marks:
        return paragraphs(contribution.body)
    cut = spans.segments(len(contribution.body), marks)
    text = markup.annotate_text(contribution.body, cut, _own_mark)
    return Markup(text)  # escaped piece by piece by `annotate_text`


def _own_mark(piece: Segment) -> tuple[str, str]:
    return ('<mark class="trace">', "</mark>") if piece.keys else ("", "")
