"""Facts in the past tense, and the table that says who acts on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Base of all events: ids and plain values only, so that one can be written into a job row."""

    def fields(self) -> dict[str, Any]:
        """The event's values by name."""
        return asdict(self)


Handler = Callable[[Any], None]
_when: dict[type[Event], Sequence[Handler]] = {}


def install(when: Mapping[type[Event], Sequence[Handler]]) -> None:
    """Put the table of consequences in force (wiring does, once)."""
    _when.clear()
    _when.update(when)


def emit(event: Event) -> None:
    """Run the event's handlers, in the present transaction. KeyError when wiring has no line for it."""
    for handler in _when[type(event)]:
        handler(event)
