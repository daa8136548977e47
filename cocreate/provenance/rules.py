"""What a trace must be, what may be done with it, and when a passage has survived an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _l
from cocreate.provenance.models import Kind, State
from cocreate.provenance.spans import Span, merged, snapped, trimmed

NOTE_LIMIT = 500
LEAST_KEPT = 0.5  # of a passage's characters
MOST_RUNS = 4
NEAR = 16  # characters between two runs that still read as one passage
CRUMB = 2  # characters; a stray run no longer than this is not the passage any more

MOVES: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.CONFIRMED, State.DISMISSED}),
    State.CONFIRMED: frozenset({State.DISMISSED}),
    State.DISMISSED: frozenset({State.CONFIRMED}),
    State.BROKEN: frozenset({State.DISMISSED}),
}


@dataclass(frozen=True)
class Standing:
    """What stands of a passage in a version, and whether that is enough."""

    ranges: tuple[Span, ...]
    kept: float

    @property
    def is_broken(self) -> bool:
        """Whether less than half survived, or in so many pieces that it is no passage any more."""
        return self.kept < LEAST_KEPT or len(merged(self.ranges, NEAR)) > MOST_RUNS


def standing(images: Sequence[Span], size: int) -> Standing:
    """What stands of a passage of `size` characters whose characters went to `images`; stray crumbs are left out."""
    clusters = merged(images, NEAR)
    held = [
        sum(part.size for part in images if part.start >= one.start and part.end <= one.end)
        for one in clusters
    ]
    whole = [
        one
        for one, count in zip(clusters, held, strict=True)
        if count > CRUMB or count == max(held) or count == size
    ]
    kept = [part for part in images if any(one.start <= part.start and part.end <= one.end for one in whole)]
    return Standing(tuple(kept), sum(part.size for part in kept) / size if size else 0.0)


def check_move(before: State, after: State) -> None:
    """Raise Conflict when a trace in this state can't be put into the other."""
    if after not in MOVES[before]:
        raise Conflict(_l("This trace has changed meanwhile. Look at it again before you decide."))


def passage(text: str, span: Span, field: str) -> Span:
    """The span as it is kept: whole characters, no spaces at the ends. Invalid when there is nothing in it."""
    if not 0 <= span.start < span.end <= len(text):
        raise Invalid(_l("Choose a passage that stands in the text."), field)
    kept = trimmed(text, snapped(text, span))
    if not kept.size:
        raise Invalid(_l("Choose a passage that stands in the text."), field)
    return kept


def check_source(kind: Kind, source: Span | None, note: str) -> None:
    """Raise Invalid for a quote of nothing in particular, or a note that is too long."""
    if source is None and kind is not Kind.IDEA:
        raise Invalid(
            _l("Choose the passage of the contribution that was quoted or put in other words."), "source"
        )
    if len(note) > NOTE_LIMIT:
        raise Invalid(_l("At most %(limit)s characters fit here.", limit=NOTE_LIMIT), "note")
