"""How contributions are shown in lists: by whom, their first words, supporters, comments and the answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call
from cocreate.contributions.bylines import byline
from cocreate.contributions.models import Channel, Contribution
from cocreate.core.i18n import _l
from cocreate.http.actor import actor
from cocreate.journeys.marks import Marks, marks
from cocreate.text.excerpt import excerpt

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

    @property
    def key(self) -> tuple[Hashable, ...]:
        """All that the row shows, so that one drawn before can be shown again."""
        one, beside = self.contribution, self.marks
        answer = (beside.answer.degree, beside.answer.number) if beside.answer else None
        shown = (beside.votes, beside.is_mine, beside.comments, answer)
        return (one.call_id, one.id, one.revision_number, self.by, self.can_support, *shown)


CHANNEL_NAMES = {
    Channel.HALL: _l("taken at the hall"),
    Channel.HOTLINE: _l("taken by hotline"),
    Channel.MEETING: _l("said at a meeting"),
    Channel.MAIL: _l("came by letter"),
}


def channel_name(contribution: Contribution) -> Any | None:
    """How it came, where that was not through this site; None for what was written or imported here."""
    return CHANNEL_NAMES.get(contribution.channel)


def rows(call: Call, contributions: Iterable[Contribution]) -> list[Row]:
    """Contributions of one call as rows of a list; one statement, however many."""
    found = list(contributions)
    reader = actor()
    beside = marks(call.id, [one.id for one in found], reader.user_id) if found else {}
    is_voting = of_calls.is_voting.why_not(reader, call) is None
    return [_row(one, beside.get(one.id, NOTHING), is_voting) for one in found]


def _row(contribution: Contribution, beside: Marks, is_voting: bool) -> Row:
    is_own = contribution.author_id is not None and contribution.author_id == actor().user_id
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
