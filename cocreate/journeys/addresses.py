"""Where a thread leads on; whoever draws it without pages leaves them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Addresses:
    """The published outcome and its steps; a promise by id, a cluster by number, a passage of the outcome by its trace."""

    result: str | None = None
    steps: str | None = None
    promise: Callable[[int], str] | None = None
    cluster: Callable[[int], str] | None = None
    place: Callable[[int], str] | None = None


NOWHERE = Addresses()
