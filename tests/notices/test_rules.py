"""Which way a notice goes out, when a digest is due, and when a text message waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.notices.choices import Wish
from cocreate.notices.models import Channel, NoticeKind, Pace
from cocreate.notices.rules import after_quiet, next_digest, ways_out

ZONE = "Asia/Shanghai"
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
ONCE, DAILY, WEEKLY, NEVER = Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.NEVER
MAIL, SMS = Channel.MAIL, Channel.SMS
URGENT, SMALL = NoticeKind.ANSWERED, NoticeKind.COMMENTED


@pytest.mark.parametrize(
    ("kind", "choice", "has_mail", "has_phone", "expected"),
    [
        (URGENT, None, True, True, {MAIL: ONCE}),
        (SMALL, None, True, True, {MAIL: ONCE}),
        (URGENT, None, False, True, {SMS: ONCE}),
        (SMALL, None, False, True, {}),
        (URGENT, None, False, False, {}),
        (URGENT, Wish(), True, True, {MAIL: ONCE}),
        (URGENT, Wish(DAILY), True, True, {MAIL: DAILY}),
        (SMALL, Wish(WEEKLY, ONCE), True, True, {MAIL: WEEKLY, SMS: ONCE}),
        (URGENT, Wish(NEVER), True, True, {}),
        (URGENT, Wish(NEVER, NEVER), False, True, {}),
        (SMALL, Wish(None, ONCE), False, True, {SMS: ONCE}),
        (URGENT, Wish(DAILY, ONCE), False, False, {}),
    ],
)
def test_the_way_out(kind, choice, has_mail, has_phone, expected) -> None:
    assert ways_out(kind, choice, has_mail, has_phone) == expected


@pytest.mark.parametrize(
    ("pace", "local", "due"),
    [
        (DAILY, "2026-11-25T07:59", "2026-11-25T08:00"),
        (DAILY, "2026-11-25T08:00", "2026-11-26T08:00"),
        (WEEKLY, "2026-11-25T10:00", "2026-11-30T08:00"),
        (WEEKLY, "2026-11-30T07:00", "2026-11-30T08:00"),
        (WEEKLY, "2026-11-30T08:00", "2026-12-07T08:00"),
    ],
)
def test_when_a_digest_is_due(pace: Pace, local: str, due: str) -> None:
    zone = ZoneInfo(ZONE)
    at, expected = (
        datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC) for text in (local, due)
    )
    assert next_digest(pace, at, ZONE) == expected


@given(MOMENTS, st.sampled_from([DAILY, WEEKLY]), st.sampled_from([ZONE, "Europe/Berlin", "UTC"]))
def test_a_digest_comes_at_eight_and_soon(moment: datetime, pace: Pace, zone: str) -> None:
    due = next_digest(pace, moment, zone)
    local = due.astimezone(ZoneInfo(zone))
    assert local.hour == 8
    assert pace is DAILY or local.weekday() == 0
    days = 1 if pace is DAILY else 7
    assert timedelta(0) < due - moment <= timedelta(days=days, hours=1)  # a night in autumn is an hour longer


@given(MOMENTS)
def test_no_text_message_wakes_anybody(moment: datetime) -> None:
    sent = after_quiet(moment, ZONE)
    assert 8 <= sent.astimezone(ZoneInfo(ZONE)).hour < 22
    assert timedelta(0) <= sent - moment <= timedelta(hours=10)
    assert after_quiet(sent, ZONE) == sent
