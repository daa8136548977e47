"""Gathers what the editor sees beside each other: the outcome with its traces, one contribution, and what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.bylines import byline
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import Sentence, _l
from cocreate.core.paging import int_key
from cocreate.core.policy import why_not
from cocreate.documents.models import DocumentVersion
from cocreate.http.actor import actor
from cocreate.provenance import markup, queries, spans
from cocreate.provenance.blame import Trace
from cocreate.provenance.models import Derivation, Placement, State
from cocreate.provenance.spans import Segment
from cocreate.web.callcards import words
from cocreate.web.outcomes.desk import counter
from cocreate.web.rich_text import for_reader
from cocreate.web.traces.kinds import KINDS

ROWS = 20
STATES: dict[State, Sentence] = {
    State.PROPOSED: _l("To be confirmed"),
    State.CONFIRMED: _l("Confirmed"),
    State.BROKEN: _l("Lost their passage"),
    State.DISMISSED: _l("Dismissed"),
}
CLOSED = _l("The text lies with the approvers. Take it back before you change its traces.")


@dataclass(frozen=True)
class Line:
    """One trace of the list: the passage of the outcome, and what of the contribution it came from."""

    trace: Trace
    contribution: Contribution
    by: str
    target: Mapping[str, str]
    source: Mapping[str, str]
    url: str

    @property
    def number(self) -> int:
        return self.trace.number

    @property
    def kind_name(self) -> Sentence:
        return KINDS[self.trace.kind]

    @property
    def percent(self) -> int | None:
        """How sure the system is of a proposal."""
        score = self.trace.derivation.score
        return round(100 * score) if score is not None else None

    @property
    def left(self) -> int:
        """How many of a hundred characters of its passage still stand."""
        return round(100 * self.trace.placement.kept)


def desk(call: Call, form: Any, decide: Any, *, mends: Derivation | None = None) -> dict[str, Any]:
    """The context of the page; a fixed number of statements, whatever there is."""
    newest = queries.newest(call.id)
    version = newest[1] if newest else None
    counts = queries.counts([call.id])[call.id]
    state = State(request.args["show"]) if request.args.get("show") in set(State) else _first(counts)
    found = queries.listed(call.id, states=(state,), after=int_key(request.args.get("after")), limit=ROWS)
    lines = _lines(call, found.items)
    chosen = _chosen(call, form)
    closed = CLOSED if newest and newest[0].is_closed else None
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "version": version,
        "html": _numbered(version, queries.standing(call.id)) if version else None,
        "state": state,
        "tabs_of": [
            (name, address(call, show=key.value), key is state, counts[key]) for key, name in STATES.items()
        ],
        "lines": lines,
        "next_url": address(call, show=state.value, after=found.next_key) if found.next_key else None,
        "chosen": chosen,
        "chosen_html": _source(chosen),
        "form": form,
        "decide": decide,
        "mends": mends,
        "lost": queries.anchors(call.id, [mends.id])[mends.id].quote["exact"] if mends else None,
        "why_not": closed or why_not(actor(), "trace.make", call),
    }


def address(call: Call, **query: Any) -> str:
    """The address of the desk, at its list."""
    return url_for("traces.index", slug=call.slug, _anchor="list", **query)


def _first(counts: Mapping[State, int]) -> State:
    """What needs a look first: proposals, then what was lost, then what there is."""
    return next((one for one in (State.PROPOSED, State.BROKEN) if counts[one]), State.CONFIRMED)


def _lines(call: Call, traces: list[Trace]) -> list[Line]:
    people = contributions.by_ids(call.id, {trace.contribution_id for trace in traces})
    broken = [one.derivation.id for one in traces if one.placement.is_broken]
    lost = queries.anchors(call.id, broken) if broken else {}
    return [_line(call, trace, people[trace.contribution_id], lost) for trace in traces]


def _line(call: Call, trace: Trace, one: Contribution, lost: Mapping[int, Placement]) -> Line:
    is_broken = trace.placement.is_broken
    placement = lost.get(trace.derivation.id, trace.placement) if is_broken else trace.placement
    source = trace.derivation.source_quote or {"before": "", "exact": "", "after": ""}
    url = url_for("traces.index", slug=call.slug, contribution=one.number, _anchor="make")
    return Line(trace, one, byline(one), placement.quote, source, url)


def _chosen(call: Call, form: Any) -> Contribution | None:
    """The contribution that stands beside the text, if the address or the form names one of this call."""
    typed = getattr(form, "number", None)
    number = (
        typed.data if typed is not None and typed.data else request.args.get("contribution") or ""
    ).strip()
    found = contributions.find(number) if number else None
    return found if found is not None and found.call_id == call.id else None


def _numbered(version: DocumentVersion, traces: list[Trace]) -> Markup:
    """The text with its places, so that a script can tell where a selection begins, and its confirmed traces marked."""
    over = [(start, end, trace.number) for trace in traces for start, end in trace.ranges]
    cut = spans.segments(len(version.plain), over)
    return for_reader(markup.annotate(version.html, version.plain, cut, markup.marked))


def _source(chosen: Contribution | None) -> Markup | None:
    if chosen is None:
        return None
    whole = [Segment(0, len(chosen.body), ())]
    return Markup(markup.annotate_text(chosen.body, whole, _placed))  # escaped piece by piece


def _placed(piece: Segment) -> tuple[str, str]:
    return f'<span data-at="{escape(str(piece.start))}">', "</span>"
