"""A scorecard as plain values under fixed keys, for commands, JSON and tables."""

from __future__ import annotations

from typing import Any

from cocreate.insights.cards import Card, Row
from cocreate.insights.rules import Figures, share
from cocreate.milestones.models import Kept
from cocreate.outcomes.rules import Group


def scorecard(card: Card) -> dict[str, Any]:
    """The whole card: {"agency", "audience", "from", "to", "counted_at", "figures": {…}, "parts": [{…}, …]}."""
    return {
        "agency": card.scope.agency.slug,
        "audience": card.scope.audience.value,
        "from": card.period.first.isoformat(),
        "to": card.period.last.isoformat(),
        "counted_at": card.counted_at.isoformat(),
        "figures": line(Row(card.scope.agency, card.whole), card),
        "parts": [line(row, card) for row in card.rows],
    }


def line(row: Row, card: Card) -> dict[str, Any]:
    """One line; a share of fewer than five, and what fewer than five people said, is None."""
    found = row.figures
    return {
        "agency": row.agency.slug,
        "name": row.agency.name,
        "without_below": row.is_own,
        "received": found.received,
        "valid": found.valid,
        "answered": found.answered,
        "in_time": found.in_time,
        "in_time_share": _rounded(share(found.in_time, found.judged)),
        "median_working_days": found.median_days,
        **_adoption(found),
        **_said(found),
        "reopened": found.reopened,
        "reopened_share": _rounded(share(found.reopened, found.answered)),
        "waiting": found.waiting,
        "overdue": found.overdue,
        "longest_waiting_days": found.waiting_days(card.today),
        "longest_waiting_since": found.waiting_since.isoformat() if found.waiting_since else None,
    }


def _adoption(found: Figures) -> dict[str, int]:
    return {
        "adopted": found.groups.get(Group.ADOPTED, 0),
        "adopted_in_part": found.groups.get(Group.IN_PART, 0),
        "not_adopted": found.groups.get(Group.NOT_ADOPTED, 0),
        "answered_elsewhere": found.groups.get(None, 0),
    }


def _said(found: Figures) -> dict[str, Any]:
    said = found.results
    shown = said.is_shown
    return {
        "asked_and_answered": said.count if shown else None,
        "kept": said.kept[Kept.KEPT] if shown else None,
        "partly_kept": said.kept[Kept.PARTLY] if shown else None,
        "not_kept": said.kept[Kept.NOT_KEPT] if shown else None,
        "satisfaction": round(said.mean, 2) if shown else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
