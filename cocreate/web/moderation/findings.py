"""What screening sees in a case's words, as the moderator reads it: marked passages, and the reasons beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cocreate.contributions.models import Contribution
from cocreate.core.i18n import Sentence, _l
from cocreate.core.settings import settings
from cocreate.screening import screener
from cocreate.screening.findings import Finding, Kind
from cocreate.text.excerpt import excerpt

KINDS: dict[Kind, Sentence] = {
    Kind.WORD: _l("Listed word"),
    Kind.PERSONAL_DATA: _l("Personal information"),
    Kind.SPAM: _l("Advertising"),
    Kind.ABUSE: _l("Abuse"),
    Kind.DUPLICATE: _l("Repetition"),
    Kind.LINK: _l("Link"),
}
MOST_SHOWN = 20
WHOLE = {Kind.SPAM, Kind.DUPLICATE}  # about a text, not about a passage


@dataclass(frozen=True)
class Seen:
    """One finding in words: its kind, the passage (none when it is about the whole text), why, and whether it is sure."""

    kind: Sentence
    passage: str
    why: Sentence
    is_sure: bool


@dataclass(frozen=True)
class Screened:
    """The surest findings, how many more there are, and the text in pieces: (whether it is marked, its words)."""

    rows: list[Seen]
    more: int
    pieces: list[tuple[bool, str]]


def screened(contribution: Contribution) -> Screened:
    """What screening sees now in the title and the text of a contribution."""
    looked = screener.of(settings().home)
    body = looked.screen(contribution.body)
    rows = [_seen(contribution.title, one) for one in looked.screen(contribution.title)]
    rows += [_seen(contribution.body, one) for one in body]
    rows = sorted(dict.fromkeys(rows), key=lambda row: not row.is_sure)
    return Screened(rows[:MOST_SHOWN], max(0, len(rows) - MOST_SHOWN), list(_pieces(contribution.body, body)))


def _seen(text: str, one: Finding) -> Seen:
    passage = "" if one.kind in WHOLE else excerpt(text[one.start : one.end], 60)
    return Seen(KINDS[one.kind], passage, one.why, one.raises)


def _pieces(text: str, findings: Iterable[Finding]) -> Iterator[tuple[bool, str]]:
    """The text cut where passages begin and end; passages that overlap are marked as one."""
    past = 0
    for one in sorted((one for one in findings if one.kind not in WHOLE), key=lambda one: one.start):
        start, end = max(past, one.start), one.end
        if end <= past:
            continue
        if start > past:
            yield False, text[past:start]
        yield True, text[start:end]
        past = end
    if past < len(text):
        yield False, text[past:]
