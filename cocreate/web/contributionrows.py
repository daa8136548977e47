"""How contributions are shown in lists: by whom, their first words, supporters, comments and the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from cocreate.ballots.queries import tallies_for
from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.bylines import byline
from cocreate.contributions.models import Channel, Contribution
from cocreate.contributions.queries import Place
from cocreate.core.i18n import _l
from cocreate.http.actor import actor
from cocreate.journeys.marks import Marks, marks
from cocreate.text.excerpt import excerpt
from cocreate.web.fragments import pieces

__all__ = ["Row", "byline", "rows"]
NOTHING = Marks()


@dataclass(frozen=True)
class Row:
    """One contribution as a list shows it."""

    contribution: Contribution
    by: str
    is_own: bool
    excerpt: str
    lang: str
    marks: Marks
    can_support: bool
    channel: Any | None = None


@dataclass(frozen=True)
class Line:
    """One contribution in a long list: its words as they were drawn for everybody, and what is the reader's own."""

    number: str
    words: Markup
    votes: int
    is_mine: bool
    can_support: bool


CHANNEL_NAMES = {
    Channel.HALL: _l("taken at the hall"),
    Channel.HOTLINE: _l("taken by hotline"),
    Channel.MEETING: _l("said at a meeting"),
    Channel.MAIL: _l("came by letter"),
}


def channel_name(contribution: Contribution) -> Any | None:
    """How it came, where that was not through this site; None for what was written or imported here."""
    return CHANNEL_NAMES.get(contribution.channel)


def rows(call: Call, chosen: Iterable[Contribution]) -> list[Row]:
    """Contributions of one call as rows of a list; one statement, however many."""
    found = list(chosen)
    reader = actor()
    beside = marks(call.id, [one.id for one in found], reader.user_id) if found else {}
    is_voting = of_calls.is_voting.why_not(reader, call) is None
    return [_row(one, beside.get(one.id, NOTHING), reader.user_id, is_voting) for one in found]


def row_for(reader_id: int | None, call: Call, one: Contribution) -> Row:
    """One contribution as one reader sees it, or as everybody does (None), without what they may do; one statement."""
    return _row(one, marks(call.id, [one.id], reader_id)[one.id], reader_id, is_voting=False)


def lines(call: Call, places: Iterable[Place]) -> list[Line]:
    """Public contributions of one call as lines of a list: words kept for everybody, and the reader's own marks.

    One statement when all words are at hand, two when none are."""
    found = list(places)
    reader = actor()
    own: dict[int, tuple[int, bool]] = {}  # by contribution the votes, and whether the reader's is among them

    def gather(keys: list[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Row]]:
        wanted = contributions.by_ids(call.id, [row_id for _call_id, row_id in keys])
        beside = marks(call.id, wanted, reader.user_id) if wanted else {}
        own.update({row_id: (one.votes, one.is_mine) for row_id, one in beside.items()})
        return {
            (call.id, row_id): {"row": _for_everybody(row, beside[row_id])} for row_id, row in wanted.items()
        }

    drawn = pieces("contributions/_words.html", [(call.id, one.id) for one in found], gather)
    rest = [one.id for one in found if one.id not in own]
    votes = own | (tallies_for(reader.user_id, call.id, rest) if rest else {})
    is_voting = of_calls.is_voting.why_not(reader, call) is None
    return [
        Line(
            one.number,
            drawn[call.id, one.id],
            *votes.get(one.id, (0, False)),
            is_voting and (one.author_id is None or one.author_id != reader.user_id),
        )
        for one in found
        if (call.id, one.id) in drawn
    ]


def _for_everybody(contribution: Contribution, beside: Marks) -> Row:
    """The row without anything that is only one reader's, since what is drawn of it is kept."""
    return _row(contribution, replace(beside, votes=0, is_mine=False), None, is_voting=False)


def _row(contribution: Contribution, beside: Marks, reader_id: int | None, is_voting: bool) -> Row:
    is_own = contribution.author_id is not None and contribution.author_id == reader_id
    text = excerpt(contribution.body, 140)
    return Row(
        contribution=contribution,
        by=byline(contribution),
        is_own=is_own,
        excerpt="" if contribution.title.rstrip("…") == text.rstrip("…。") else text,
        lang="en" if contribution.revision.language == "en" else "zh-Hans",
        marks=beside,
        channel=channel_name(contribution),
        can_support=is_voting and not is_own and contribution.is_listed,
    )
