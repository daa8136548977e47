"""The refusal of an editor whom a colleague overtook, with what the colleague wrote."""

from __future__ import annotations

from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _l
from cocreate.outcomes.models import Disposition


class Overtaken(Invalid, Conflict):
    """A colleague has answered meanwhile. `theirs` is the number of their version, 0 when they took the answer away.

    It is a refusal of what was typed, so that a page shows the form again with both answers side by side."""

    status = 409

    def __init__(self, theirs: Disposition | None) -> None:
        super().__init__(
            _l("A colleague has answered this meanwhile. Look at their answer before you change it.")
        )
        self.theirs = theirs.number if theirs else 0
