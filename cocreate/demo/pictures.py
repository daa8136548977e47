"""The pictures of the demo calls, drawn in code when they are needed."""

from __future__ import annotations

import io
from collections.abc import Callable

from cocreate.demo import indoors, outdoors
from cocreate.demo.drawing import Canvas

SCENES: dict[str, Callable[[], Canvas]] = {
    "lift": outdoors.lift,
    "shelter": outdoors.shelter,
    "ebikes": outdoors.ebikes,
    "school": outdoors.school,
    "lane": outdoors.lane,
    "kerb": outdoors.kerb,
    "plan": indoors.plan,
    "busmap": indoors.busmap,
    "handrail": indoors.handrail,
    "welcome": indoors.welcome,
    "canteen": indoors.canteen,
    "council": indoors.council,
    "projects": indoors.projects,
}
COLOURS = 96  # enough for flat areas with smooth edges, and a third of the bytes


def picture(name: str) -> bytes:
    """A picture as PNG, 1200 by 675. KeyError for a name that is none."""
    made = io.BytesIO()
    SCENES[name]().finished().quantize(COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()
