"""What can happen to scorecards."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.events import Event


@dataclass(frozen=True)
class ScorecardOpened(Event):
    """The scorecards of an agency and all below it were opened to more people, or closed to some."""

    agency_id: int
    audience: str
