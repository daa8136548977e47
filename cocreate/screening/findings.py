"""What screening says: a finding with its kind, place, reason and confidence; and hiding what was found."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cocreate.core.i18n import Sentence
from cocreate.core.unicode import boundary
from cocreate.screening.normal import widen

RAISES = 0.8  # from this confidence on a finding may raise or hold; below it only marks
STAR = "*"


class Kind(enum.StrEnum):
    WORD = "word"
    PERSONAL_DATA = "personal_data"
    SPAM = "spam"
    ABUSE = "abuse"
    DUPLICATE = "duplicate"
    LINK = "link"


@dataclass(frozen=True)
class Finding:
    """One thing seen in a text: `start` and `end` count code points of the original and cut no visible character.

    `detail` names it more closely (the sort of personal data, the category of a word), `source` the list of a word."""

    kind: Kind
    start: int
    end: int
    confidence: float
    why: Sentence
    detail: str = ""
    source: str = ""

    @property
    def raises(self) -> bool:
        """Whether it is sure enough to order the queue or to hold an item for a person."""
        return self.confidence >= RAISES

    def as_json(self, text: str) -> dict[str, Any]:
        """The finding in the words of the command, with the passage of the text it was found in."""
        return {
            "kind": str(self.kind),
            "start": self.start,
            "end": self.end,
            "text": text[self.start : self.end],
            "confidence": round(self.confidence, 3),
            "why": str(self.why),
        }


# How many visible signs stay at the beginning and at the end of each sort of personal data.
SHOWN = {
    "mobile": (3, 4),
    "landline": (0, 2),
    "id_number": (2, 0),
    "bank_card": (0, 4),
    "plate": (2, 1),
    "email": (1, 0),
}


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with what the findings mark hidden behind stars: 138****1234 for mobile numbers, less of others.

    Visible characters are hidden whole; where findings overlap, everything in either is hidden that one of them hides.
    Spans that were made by hand are widened to whole characters."""
    hidden: set[int] = set()
    for finding in findings:
        hidden |= _hidden(text, finding)
    return "".join(_starred(text, hidden))


def _hidden(text: str, finding: Finding) -> set[int]:
    start, end = widen(text, finding.start, min(finding.end, len(text)))
    places = [
        place for place in _starts(text, start, end) if text[place].isalnum() or ord(text[place]) > 0x2E80
    ]
    head, tail = SHOWN.get(finding.detail, (0, 0))
    return set(places[head : len(places) - tail])


def _starts(text: str, start: int, end: int) -> list[int]:
    """Where the visible characters of a span begin."""
    return [place for place in range(start, end) if boundary(text, place) == place]


def _starred(text: str, hidden: set[int]) -> Iterator[str]:
    if not hidden:
        yield text
        return
    is_hidden = False
    for place, sign in enumerate(text):
        if boundary(text, place) == place:
            is_hidden = place in hidden
            yield STAR if is_hidden else sign
        elif not is_hidden:
            yield sign


def unite(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the text, without findings of a kind that lie inside a surer (or equal, longer) one of it."""
    kept: list[Finding] = []
    by_weight = sorted(findings, key=lambda one: (-(one.end - one.start), -one.confidence))
    covered: dict[Kind, list[Finding]] = {}
    for one in by_weight:
        others = covered.setdefault(one.kind, [])
        if not any(
            other.start <= one.start and one.end <= other.end and other.confidence >= one.confidence
            for other in others
        ):
            others.append(one)
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end, one.kind))
