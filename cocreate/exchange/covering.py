"""The covering note of an outcome: period, channels, totals, next steps, signature and official particulars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cocreate.calls.models import Call
from cocreate.contributions.channels import CHANNEL_NAMES
from cocreate.contributions.models import Validity
from cocreate.core.clock import now
from cocreate.core.i18n import Sentence, _, _l, day, language, number
from cocreate.core.localtime import last_day, local_day
from cocreate.exchange import queries
from cocreate.exchange.adoption import office_of
from cocreate.exchange.models import Particulars
from cocreate.outcomes import schemes
from cocreate.outcomes.models import Outcome
from cocreate.outcomes.rules import GROUP_NAMES, Group, by_group

CLOSED_NAMES: dict[Validity, Sentence] = {
    Validity.DUPLICATE: _l("Duplicates"),
    Validity.MERE_AGREEMENT: _l("Mere agreement"),
    Validity.NO_SUBSTANCE: _l("Without substance"),
    Validity.OFF_TOPIC: _l("Off topic"),
}


@dataclass(frozen=True)
class Note:
    """What the covering note says; counts are of contributions, comments and withdrawn ones left out."""

    title: str
    call_title: str
    agency: str
    issuer: str
    signature: str
    index_number: str
    written_on: date | None
    period: tuple[date, date] | None
    channels: list[tuple[str, str, int]]
    closed: list[tuple[str, str, int]]
    received: int
    valid: int
    by_degree: dict[str, int]
    groups: dict[Group | None, int]
    next_steps: str
    is_published: bool
    as_of: datetime

    @property
    def is_empty(self) -> bool:
        return self.received == 0

    @property
    def totals(self) -> list[tuple[str, int]]:
        """The counts of the official table: adopted, in part, not adopted, and imported ones where there are any."""
        found = [(str(name), self.groups.get(group, 0)) for group, name in GROUP_NAMES.items()]
        imported = self.groups.get(None, 0)
        return [*found, (_("Answered (imported)"), imported)] if imported else found


def note(call: Call, outcome: Outcome | None, is_internal: bool = False) -> Note:
    """The covering note of a call as things stand. Two statements. Staff see it before the outcome is published."""
    is_published = outcome is not None and outcome.is_published
    standing = queries.standing(call.id)
    kept = standing.particulars or Particulars(index_number="", issuer="", signature="")
    came = queries.received(call.id)
    counts = standing.by_degree if is_published or is_internal else {}
    agency = office_of(call)
    published_on = local_day(outcome.published_at) if outcome and outcome.published_at else None
    return Note(
        title=title(call),
        call_title=call_title(call),
        agency=agency,
        issuer=kept.issuer or agency,
        signature=kept.signature or agency,
        index_number=kept.index_number,
        written_on=kept.written_on or published_on,
        period=period(call),
        channels=[(one.value, str(CHANNEL_NAMES[one]), count) for one, count in came.by_channel.items()],
        closed=[(one.value, str(CLOSED_NAMES[one]), count) for one, count in came.closed.items()],
        received=standing.received,
        valid=standing.due,
        by_degree=counts,
        groups=by_group(counts, schemes.known(counts)),
        next_steps=outcome.next_steps if outcome and (is_published or is_internal) else "",
        is_published=is_published,
        as_of=now(),
    )


def call_title(call: Call) -> str:
    """The call's title in the reader's language where it has one."""
    return call.title_en if language() == "en" and call.title_en else call.title


def title(call: Call) -> str:
    """The title of the note; a title that stands in book marks already keeps only them."""
    own = call_title(call).strip()
    if own.startswith("《") and own.endswith("》") and own.count("《") == 1:
        own = own[1:-1]
    own = own.replace("《", "〈").replace("》", "〉")
    return _("Feedback on the consultation “%(title)s” and on how opinions were adopted", title=own)


def period(call: Call) -> tuple[date, date] | None:
    """First and last day on which contributions were taken, when both have come."""
    if call.opens_at is None or call.closes_at is None or call.closes_at > now():
        return None
    return local_day(call.opens_at), last_day(call.closes_at)


def paragraphs(told: Note) -> list[str]:
    """The sentences of the note above its signature, one paragraph each."""
    if told.is_empty:
        return [opening(told), _("No contributions were received while the call was open.")]
    return [opening(told), _came(told), _adopted(told)]


def official_lines(told: Note) -> list[tuple[str, str]]:
    """The official particulars as (name, text); those that are not known are left out."""
    found = [
        (_("Index number"), told.index_number),
        (_("Published by"), told.issuer),
        (_("Written on"), day(told.written_on) if told.written_on else ""),
    ]
    return [(name, text) for name, text in found if text]


def nothing(told: Note) -> str:
    """What stands in a table without lines."""
    if told.is_empty:
        return _("No contributions were received while the call was open.")
    return _("No contribution needed an answer of its own.")


def opening(told: Note) -> str:
    """When the public was asked, and by whom."""
    if told.period is None:
        return _("%(agency)s asked the public about “%(title)s”.", agency=told.agency, title=told.call_title)
    return _(
        "From %(first)s to %(last)s, %(agency)s asked the public about “%(title)s”.",
        first=day(told.period[0]),
        last=day(told.period[1]),
        agency=told.agency,
        title=told.call_title,
    )


def _came(told: Note) -> str:
    listed = _list([_("%(name)s %(count)s", name=name, count=number(n)) for _key, name, n in told.channels])
    return _(
        "Contributions received: %(count)s (%(channels)s).", count=number(told.received), channels=listed
    )


def _adopted(told: Note) -> str:
    listed = _list([_("%(name)s %(count)s", name=name, count=number(n)) for name, n in told.totals])
    found = _("Of these, %(valid)s counted as valid: %(totals)s.", valid=number(told.valid), totals=listed)
    if told.closed:
        rest = _list([_("%(name)s %(count)s", name=name, count=number(n)) for _key, name, n in told.closed])
        found += _(" Closed by a stated rule without an answer of their own: %(rest)s.", rest=rest)
    return found


def _list(items: list[str]) -> str:
    return (", " if language() == "en" else "，").join(items)
