"""Who is credited for each part of a text, and with how many of the characters that stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cocreate.provenance.models import Derivation, Kind, Placement
from cocreate.provenance.spans import Segment, Span, segments

STRENGTH = (Kind.QUOTE, Kind.PARAPHRASE, Kind.IDEA)


@dataclass(frozen=True)
class Trace:
    """A derivation with where it stands in one version."""

    derivation: Derivation
    placement: Placement

    @property
    def number(self) -> int:
        return self.derivation.number

    @property
    def contribution_id(self) -> int:
        return self.derivation.contribution_id

    @property
    def kind(self) -> Kind:
        return self.derivation.kind

    @property
    def ranges(self) -> list[Span]:
        """Where its passage stands, in reading order; of a broken one what is left."""
        return [Span(start, end) for start, end in self.placement.ranges]

    @property
    def source(self) -> Span | None:
        """The passage of the contribution's revision; None for the whole of it."""
        start, end = self.derivation.source_start, self.derivation.source_end
        return None if start is None or end is None else Span(start, end)


@dataclass
class Credit:
    """How many standing characters a contribution is credited with; each counts once, by its strongest kind."""

    quote: int = 0
    paraphrase: int = 0
    idea: int = 0
    supported: bool = False  # that people supported it mattered too
    traces: set[int] = field(default_factory=set)  # their numbers

    @property
    def characters(self) -> int:
        return self.quote + self.paraphrase + self.idea


@dataclass(frozen=True)
class Part:
    """A sentence or paragraph with the traces that lie over it."""

    start: int
    end: int
    traces: tuple[Trace, ...]

    @property
    def contributions(self) -> tuple[int, ...]:
        """Row ids of those who are credited in it, each once."""
        return tuple(dict.fromkeys(trace.contribution_id for trace in self.traces))


def blame(length: int, traces: Iterable[Trace], boilerplate: Iterable[tuple[int, int]] = ()) -> list[Segment]:
    """The text cut into parts that cover it once, each with its traces as keys; what is boilerplate has none."""
    spans = [(start, end, trace) for trace in traces for start, end in trace.ranges]
    common = [(start, end, None) for start, end in boilerplate]
    cut = segments(length, [*spans, *common])
    return [Segment(part.start, part.end, () if None in part.keys else part.keys) for part in cut]


def credit(parts: Iterable[Segment]) -> dict[int, Credit]:
    """What each contribution is credited with, by row id, those with the most characters first."""
    found: dict[int, Credit] = {}
    for part in parts:
        best: dict[int, Kind] = {}
        for trace in sorted(part.keys, key=lambda trace: STRENGTH.index(trace.kind)):
            best.setdefault(trace.contribution_id, trace.kind)
            one = found.setdefault(trace.contribution_id, Credit())
            one.traces.add(trace.number)
            one.supported |= trace.derivation.credits_support
        for contribution_id, kind in best.items():
            one = found[contribution_id]
            setattr(one, kind.value, getattr(one, kind.value) + part.end - part.start)
    return dict(sorted(found.items(), key=lambda item: (-item[1].characters, item[0])))


def by_part(parts: Sequence[Span], blamed: Sequence[Segment]) -> list[Part]:
    """For each sentence or paragraph (in order, apart from each other) the traces over it, in reading order."""
    found = []
    at = 0
    for part in parts:
        while at < len(blamed) and blamed[at].end <= part.start:
            at += 1
        keys: dict[Trace, None] = {}
        ahead = at
        while ahead < len(blamed) and blamed[ahead].start < part.end:
            keys |= dict.fromkeys(blamed[ahead].keys)
            ahead += 1
        found.append(Part(part.start, part.end, tuple(keys)))
    return found
