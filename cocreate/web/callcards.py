"""How a call is shown to readers: its words in their language, its stages with today marked, its line in a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call, Stage
from cocreate.contributions import queries as contributions
from cocreate.core.clock import now
from cocreate.core.i18n import _, _l, day, language
from cocreate.core.localtime import last_day, local_day

STAGE_NAMES = {
    Stage.DRAFT: _l("Not open yet"),
    Stage.COLLECTING: _l("Collecting"),
    Stage.VOTING: _l("Voting"),
    Stage.ANSWERING: _l("Being answered"),
    Stage.PUBLISHED: _l("Result published"),
}
TONES = {Stage.COLLECTING: "now", Stage.VOTING: "now", Stage.ANSWERING: "wait", Stage.PUBLISHED: "done"}


@dataclass(frozen=True)
class Words:
    """A call's own words in the reader's language where it has them; `lang` (of the title) and the others mark
    them for the browser, since not all may be translated."""

    title: str
    summary: str
    promise: str
    lang: str
    summary_lang: str
    promise_lang: str


@dataclass(frozen=True)
class Card:
    """A call as one line of a list."""

    call: Call
    words: Words
    agency: str
    stage: Any
    tone: str
    days_left: int | None
    percent: int
    voices: int


def words(call: Call) -> Words:
    """The call's words for the reader: English where it has them and English is read."""
    own = "en" if call.language == "en" else "zh-Hans"
    picked = []
    for written, in_english in (
        (call.title, call.title_en),
        (call.summary, call.summary_en),
        (call.promise, call.promise_en),
    ):
        picked.append((in_english, "en") if language() == "en" and in_english else (written, own))
    (title, lang), (summary, summary_lang), (promise, promise_lang) = picked
    return Words(title, summary, promise, lang, summary_lang, promise_lang)


def agency_name(agency: Agency) -> str:
    """The agency's name in the reader's language."""
    return agency.name_en if language() == "en" and agency.name_en else agency.name


def days_left(call: Call) -> int | None:
    """Local days until collecting ends, 0 on the last day; None when the call is not collecting."""
    if call.stage is not Stage.COLLECTING or call.closes_at is None or call.closes_at <= now():
        return None
    return (last_day(call.closes_at) - local_day(now())).days


def percent(call: Call) -> int:
    """How much of the whole way from opening to the answers is over; 100 when the result is published."""
    if call.stage is Stage.PUBLISHED:
        return 100
    end = call.answers_by or call.votes_until or call.closes_at
    return min(_share(call.opens_at, end), 97)


def stages(call: Call) -> list[dict[str, Any]]:
    """The stages that readers see, with their dates and, in the present one, how far it is."""
    steps = [
        (
            Stage.COLLECTING,
            _("Collecting"),
            _span(call.opens_at, call.closes_at),
            call.opens_at,
            call.closes_at,
        ),
        (
            Stage.ANSWERING,
            _("Studied and answered"),
            _answers(call),
            call.closed_at,
            call.answers_by,
        ),
        (Stage.PUBLISHED, _("Result published"), _published(call), None, None),
    ]
    if call.votes_until is not None or call.stage is Stage.VOTING:
        vote = (Stage.VOTING, _("Voting"), _until(call.votes_until), call.closes_at, call.votes_until)
        steps.insert(1, vote)
    order = list(Stage)
    here = order.index(call.stage)
    return [
        {
            "name": name,
            "dates": dates,
            "state": _state(order.index(stage), here),
            "percent": _share(start, end) if stage is call.stage else None,
        }
        for stage, name, dates, start, end in steps
    ]


def cards(calls: Sequence[Call]) -> list[Card]:
    """Calls as lines of a list; one statement, however many."""
    figures = contributions.figures([call.id for call in calls]) if calls else {}
    return [
        Card(
            call=call,
            words=words(call),
            agency=agency_name(call.agency),
            stage=STAGE_NAMES[call.stage],
            tone=TONES.get(call.stage, ""),
            days_left=days_left(call),
            percent=percent(call),
            voices=figures[call.id].received,
        )
        for call in calls
    ]


def contacts(call: Call) -> Iterable[tuple[str, str]]:
    """The other ways to reach the agency about this call, with their names."""
    names = {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "address": _("By letter"),
        "person": _("Contact person"),
        "fax": _("Fax"),
        "postcode": _("Postcode"),
        "hours": _("Office hours"),
    }
    return [(names.get(key, key), value) for key, value in (call.contacts or {}).items() if value]


def answer_day(call: Call) -> date | None:
    """The last local day for the answers, as it was promised."""
    return last_day(call.answers_by) if call.answers_by else None


def short_day(value: date) -> str:
    """A date without its year when that is this year's, for narrow places."""
    if value.year != local_day(now()).year:
        return day(value)
    return format_date(value, "MMM d" if language() == "en" else "M月d日")


def _state(place: int, here: int) -> str:
    if place == here:
        return "done" if here == len(Stage) - 1 else "now"
    return "done" if place < here else "next"


def _share(start: datetime | None, end: datetime | None) -> int:
    """How much of the time between two moments is over, in percent."""
    if start is None or end is None or end <= start:
        return 0
    share = (now() - start).total_seconds() / (end - start).total_seconds()
    return round(100 * min(max(share, 0.0), 1.0))


def _span(start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None:
        return ""
    return _("%(first)s to %(last)s", first=short_day(local_day(start)), last=short_day(last_day(end)))


def _until(end: datetime | None) -> str:
    return _("until %(day)s", day=short_day(last_day(end))) if end else ""


def _answers(call: Call) -> str:
    """Until when answers are promised, and that it was extended."""
    if call.answers_by and call.answers_first_by:
        return _("extended to %(day)s", day=short_day(last_day(call.answers_by)))
    return _until(call.answers_by)


def _published(call: Call) -> str:
    return short_day(local_day(call.published_at)) if call.published_at else ""
