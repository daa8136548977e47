"""Facts in the past tense, and the table that says who acts on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Base of all events: ids and plain values only, so that one can be written into a job row.

    `is_quiet` facts, like a vote, are so frequent that cached pages may show them some seconds later."""

    is_quiet: ClassVar[bool] = False

    def fields(self) -> dict[str, Any]:
        """The event's values by name."""
        return asdict(self)


Handler = Callable[[Any], None]
_when: dict[type[Event], Sequence[Handler]] = {}
_always: list[Handler] = []


def install(when: Mapping[type[Event], Sequence[Handler]], always: Sequence[Handler] = ()) -> None:
    """Put the table of consequences in force (wiring does, once); `always` hears of every event."""
    _when.clear()
    _when.update(when)
    _always[:] = always


def emit(event: Event) -> None:
    """Run the event's handlers, in the present transaction. KeyError when wiring has no line for it."""
    for handler in (*_always, *_when[type(event)]):
        handler(event)
