"""The small multiples of a scorecard: one panel for each figure, in each the same agencies in the same order on one scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from cocreate.core.i18n import Sentence, _, _n, number
from cocreate.insights.cards import Card, Row
from cocreate.insights.rules import COMPARED_FROM, Figures, share
from cocreate.milestones.rules import BEST, KEPT_NAMES
from cocreate.outcomes.rules import GROUP_NAMES, Group
from cocreate.web.callcards import agency_name

STEPS = (5, 10, 20, 30, 60, 90, 180, 360)  # ends of the scale of days
LOOKS = {Group.ADOPTED: "adopted", Group.IN_PART: "adopted_in_part", Group.NOT_ADOPTED: "not_adopted"}


@dataclass(frozen=True)
class Part:
    """A stretch of a bar, in percent of its whole length."""

    look: str
    start: float
    width: float


@dataclass(frozen=True)
class Line:
    """One agency in one panel: the words (and `alt`) say all that is drawn, a dot, a bar of parts, or points of a line."""

    name: str
    slug: str | None
    words: str
    dot: float | None = None
    parts: Sequence[Part] = ()
    points: Sequence[tuple[float, float | None]] = ()
    alt: str = ""  # the same in full, where the words that fit beside a drawing are shorter


@dataclass(frozen=True)
class Panel:
    """One figure; `whole` is where the agency with all below it stands, `ends` are the words at both ends of the scale."""

    key: str
    title: str
    lines: Sequence[Line]
    ends: tuple[str, str] = ("0%", "100%")
    whole: float | None = None
    legend: Sequence[tuple[str, Sentence]] = field(default=())


Draw = Callable[[Figures], dict[str, Any]]


def panels(card: Card) -> list[Panel]:
    """All panels of a scorecard; those of which there is nothing to say are left out."""
    most = max([row.figures.median_days or 0 for row in card.rows] + [card.whole.median_days or 0])
    end = next((step for step in STEPS if step >= most), ceil(most))
    found = [
        _panel(card, "in-time", _("Answered in time"), _in_time),
        _panel(card, "days", _("Working days to the answer"), lambda one: _days(one, end), ("0", str(end))),
        _panel(card, "adoption", _("How far adopted"), _adoption, legend=_legend(GROUP_NAMES, LOOKS)),
        _panel(card, "open", _("Still open past their day"), lambda one: _open(one, card)),
        _panel(
            card, "kept", _("Confirmed as kept"), _kept, legend=[(k.value, v) for k, v in KEPT_NAMES.items()]
        ),
        _panel(card, "satisfaction", _("Satisfaction"), _satisfaction, ("1", str(BEST))),
        _panel(card, "reopened", _("Opened again"), _reopened),
    ]
    if len(card.period.months) > 1:
        found.append(_panel(card, "months", _("In time, month by month"), _months))
    return found


def _legend(names: Any, looks: Any) -> list[tuple[str, Sentence]]:
    return [(looks[key], name) for key, name in names.items()]


def _panel(
    card: Card, key: str, title: str, draw: Draw, ends: tuple[str, str] = ("0%", "100%"), **more: Any
) -> Panel:
    lines = [
        Line(_name(row), None if row.is_own else row.agency.slug, **draw(row.figures)) for row in card.rows
    ]
    is_compared = len(card.rows) > 1
    return Panel(key, title, lines, ends, draw(card.whole).get("dot") if is_compared else None, **more)


def _name(row: Row) -> str:
    name = agency_name(row.agency)
    return _("%(name)s itself", name=name) if row.is_own else name


def percent(value: float) -> str:
    """A share as people write it."""
    return f"{int(value * 100 + 0.5)}%"


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s", part=number(part), whole=number(whole))


def _shared(part: int, whole: int) -> dict[str, Any]:
    """A share as a dot, with both numbers; of few only the numbers."""
    found = share(part, whole)
    if found is None:
        return {"words": _of(part, whole) if whole else _("none yet")}
    return {"words": f"{percent(found)} · {_of(part, whole)}", "dot": found * 100}


def _in_time(one: Figures) -> dict[str, Any]:
    return _shared(one.in_time, one.judged)


def _days(one: Figures, end: float) -> dict[str, Any]:
    if one.median_days is None:
        return {"words": _("none yet")}
    days = one.median_days
    words = (
        _n("%(num)s working day", "%(num)s working days", ceil(days))
        if days == int(days)
        else _("%(days)s working days", days=number(days))
    )
    few = one.answered < COMPARED_FROM
    return {"words": words, "dot": None if few else days / end * 100}


def _adoption(one: Figures) -> dict[str, Any]:
    counts = [(LOOKS[key], GROUP_NAMES[key], one.groups.get(key, 0)) for key in Group]
    return _stacked(counts, one.classified)


def _kept(one: Figures) -> dict[str, Any]:
    said = one.results
    if not said.is_shown:
        return {"words": _("fewer than five answers")}
    return _stacked([(key.value, name, said.kept[key]) for key, name in KEPT_NAMES.items()], said.count)


def _stacked(counts: Sequence[tuple[str, Sentence, int]], whole: int) -> dict[str, Any]:
    if not whole:
        return {"words": _("none yet")}
    told = _(", ").join(f"{name} {number(count)}" for _look, name, count in counts)
    if whole < COMPARED_FROM:
        return {"words": told}
    parts, start = [], 0.0
    for look, _name_, count in counts:
        width = count / whole * 100
        parts.append(Part(look, start, width))
        start += width
    words = " · ".join(percent(one.width / 100) for one in parts)
    return {"words": words, "parts": [one for one in parts if one.width], "alt": told}


def _satisfaction(one: Figures) -> dict[str, Any]:
    said = one.results
    if not said.is_shown:
        return {"words": _("fewer than five answers")}
    words = _n(
        "%(mean)s from %(num)s person", "%(mean)s from %(num)s people", said.count, mean=f"{said.mean:.1f}"
    )
    return {"words": words, "dot": (said.mean - 1) / (BEST - 1) * 100}


def _reopened(one: Figures) -> dict[str, Any]:
    return _shared(one.reopened, one.answered)


def _open(one: Figures, card: Card) -> dict[str, Any]:
    drawn = _shared(one.overdue, one.valid)
    days = one.waiting_days(card.today)
    if days is not None:
        drawn["words"] += _("; the longest wait is %(days)s days", days=number(days))
    return drawn


def _months(one: Figures) -> dict[str, Any]:
    shares = [share(month.in_time, month.judged) for month in one.months]
    last = max(len(shares) - 1, 1)
    points = [
        (place / last * 100, None if value is None else value * 100) for place, value in enumerate(shares)
    ]
    told = [
        f"{month.first:%Y-%m} {percent(value)}"
        for month, value in zip(one.months, shares, strict=True)
        if value is not None
    ]
    if not told:
        return {"words": _("too few in each month")}
    return {"words": told[-1], "points": points, "alt": _(", ").join(told)}
