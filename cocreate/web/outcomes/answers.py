"""How an answer is shown: its parts with their names, and a call's answers as one bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cocreate.core.i18n import _
from cocreate.outcomes import schemes
from cocreate.outcomes.parts import parts
from cocreate.outcomes.rules import BUILT_IN, Degree

__all__ = ["parts", "segments"]
WAITING = "waiting"


def segments(
    by_degree: Mapping[str, int], due: int, address: Any, scheme: Mapping[str, Degree] = BUILT_IN
) -> list[tuple[str, Any, int, str | None]]:
    """The bar of a call, as the macro takes it: it always adds up to all `due` ones, unanswered ones included.

    `address` gives the address that shows one degree, or None; degrees of the call's `scheme` are named even without
    answers, others only where there are some."""
    others = {key: one for key, one in schemes.known(by_degree).items() if by_degree.get(key)}
    shown = [
        (key, degree.name, by_degree.get(key, 0), address(key))
        for key, degree in {**scheme, **others}.items()
    ]
    rest = due - sum(by_degree.values())
    return [*shown, (WAITING, _("Not answered yet"), rest, None)] if rest > 0 else shown


def degree_look(key: str) -> str:
    """The built-in degree whose shape and colour this one has; what is no degree looks like itself."""
    found = schemes.degree(key)
    return found.look if found else key


def degree_name(key: str) -> Any:
    """The name of a degree that an agency made, None for all others, whose words the page knows."""
    found = schemes.degree(key) if ":" in key else None
    return found.name if found else None
