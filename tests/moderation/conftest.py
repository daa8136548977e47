"""An agency whose moderators have something to do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.moderation.office import Office, open_office
from tests.services.clock import StandingClock


@pytest.fixture
def office(db_session: Any, clock: StandingClock) -> Office:
    return open_office()
