"""How two moderators can meet over one case."""

from __future__ import annotations

from cocreate.contributions.models import Contribution
from cocreate.core.errors import Conflict
from cocreate.core.i18n import Sentence, _l


class CaseConflict(Conflict):
    """The case is not as the moderator saw it; `number` is that of the contribution it is about."""

    def __init__(self, why: Sentence, contribution: Contribution) -> None:
        super().__init__(why)
        self.number = contribution.number


def decided(contribution: Contribution) -> CaseConflict:
    """Somebody else closed the case, or its author withdrew the contribution."""
    return CaseConflict(
        _l("This case was closed while you were looking at it. Your decision was not recorded."), contribution
    )


def changed(contribution: Contribution) -> CaseConflict:
    """The author sent other words meanwhile."""
    why = _l(
        "The author changed the words while you were looking at them. Please read them again before you decide."
    )
    return CaseConflict(why, contribution)


def taken(contribution: Contribution, name: str) -> CaseConflict:
    """A colleague holds the case."""
    return CaseConflict(_l("%(name)s is working on this case at the moment.", name=name), contribution)
