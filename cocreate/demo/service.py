"""Fills an empty database with the demo city, as if its people had lived through the last months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from cocreate.accounts.queries import root_agency
from cocreate.core import clock
from cocreate.core.localtime import local_day
from cocreate.core.settings import settings
from cocreate.demo import desk, reading, timeline, town, votes
from cocreate.demo.acts import Stage, find_any_call
from cocreate.demo.settling import settle, standing_at
from cocreate.demo.timeline import Calendar

FOUNDED = timedelta(days=150)
TELL_EVERY = 400


def load(progress: Callable[[str], None]) -> bool:
    """Load the demo content into a home without a call or an agency; whether it did. `progress` hears a line now and then.

    Everything happens at its own time on the house's clock, in the present transaction."""
    if find_any_call() or root_agency() is not None:
        return False
    present = clock.now()
    calendar = Calendar(local_day(present), ZoneInfo(settings().timezone))
    people, calls = reading.people(), reading.calls()
    steps = timeline.steps(calls, [one["name"] for one in people], calendar)
    steps = [step for step in steps if step.at < present]
    try:
        clock.set_clock(standing_at(present - FOUNDED))
        stage = Stage(town.found(reading.city(), people), calendar)
        for done, step in enumerate(steps):
            if done % TELL_EVERY == 0:
                progress(f"Demo content: {done} of {len(steps)}")
            clock.set_clock(standing_at(step.at))
            stage.play(step)
        votes.cast(stage.marks)
        desk.play(stage, calls)
        settle(stage.concerning(people[0]["name"]))
    finally:
        clock.set_clock(None)
    progress(f"Demo content: {len(steps)} of {len(steps)}")
    return True


def accounts() -> list[str]:
    """The accounts that can be signed in to, one per role, as lines to print."""
    city = reading.city()
    citizen = reading.people()[0]
    known = [("citizen", citizen)] + [(one["role"], one) for one in city["staff"] if one["is_demo_account"]]
    lines = [f"{role:<15} {one['phone']}  {one['name']}" for role, one in known]
    return [*lines, f"{'password':<15} {city['password']}"]
