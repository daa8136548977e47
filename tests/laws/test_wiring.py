"""Laws about consequences: every event has its line in the table, and every line its event."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from cocreate.core.events import Event
from cocreate.core.loader import resolve
from cocreate.wiring import WHEN
from tests.laws.house import report, sources


def _events(base: type[Event] = Event) -> set[type[Event]]:
    below = {event for event in base.__subclasses__() if event.__module__.startswith("cocreate.")}
    return below.union(*(_events(event) for event in below))


def test_every_event_has_its_line_in_when() -> None:
    for source in sources():
        if source.path.name == "events.py":
            import_module(source.module)
    found = [f"no line: {event.__module__}.{event.__name__}" for event in _events() - WHEN.keys()]
    found += [f"not an event: {event!r}" for event in WHEN.keys() - _events()]
    assert not found, report(
        "wiring.WHEN has one line for each event, if only with an empty list",
        "add the line in cocreate/wiring.py, or delete the event that nobody needs",
        sorted(found),
    )


def test_events_are_emitted_somewhere() -> None:
    emitted = {
        call.split("(")[0].split(".")[-1]
        for source in sources()
        for _, call in source.calls()
        if call[-1] != ")"
    }
    found = [f"{event.__module__}.{event.__name__}" for event in _events() if event.__name__ not in emitted]
    assert not found, report(
        "an event is a fact that somebody states", "emit it where it happens, or delete it", found
    )


def test_what_is_named_by_dotted_string_exists() -> None:
    found = []
    for event, handlers in WHEN.items():
        for handler in handlers:
            name = handler.__qualname__
            if name.startswith("later("):
                try:
                    resolve(name.removeprefix("later(").removesuffix(")"))
                except (ImportError, AttributeError) as error:
                    found.append(f"{event.__name__}: {name}: {error}")
    assert not found, report("what a job runs exists", "mend the dotted name in cocreate/wiring.py", found)


def test_the_application_loads_every_table() -> None:
    # In a process of its own: other tests import models that the application may have forgotten.
    ask = "import sys, cocreate.app; print(*(name for name in sys.modules if name.startswith('cocreate.')))"
    loaded = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    ).stdout.split()
    found = [
        source.name for source in sources() if source.path.name == "models.py" and source.module not in loaded
    ]
    assert not found, report(
        "whoever makes the application gets every table, or foreign keys and migrations break",
        "import the room in cocreate/wiring.py (its policy or service will do)",
        found,
    )
