"""Telling people by day: at night text messages wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.services.clock import StandingClock

MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, ten o'clock where the installation stands


@pytest.fixture(autouse=True)
def by_day(clock: StandingClock) -> StandingClock:
    """Every test of this room begins on a Wednesday morning."""
    clock.set(MORNING)
    return clock
