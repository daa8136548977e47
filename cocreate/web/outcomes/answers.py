"""How an answer is shown: its parts with their names, and a call's answers as one bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cocreate.core.i18n import _
from cocreate.outcomes.parts import parts
from cocreate.outcomes.rules import DEGREES

__all__ = ["parts", "segments"]
WAITING = "waiting"


def segments(by_degree: Mapping[str, int], due: int, address: Any) -> list[tuple[str, Any, int, str | None]]:
    """The bar of a call, as the macro takes it: it always adds up to all `due` ones, unanswered ones included.

    `address` gives the address that shows one degree, or None."""
    shown = [
        (key, degree.name, by_degree.get(key, 0), address(key))
        for key, degree in DEGREES.items()
        if degree.group is not None or by_degree.get(key)
    ]
    rest = due - sum(by_degree.values())
    return [*shown, (WAITING, _("Not answered yet"), rest, None)] if rest > 0 else shown
