"""Who may read the scorecard of an agency, and who may open it to more people."""

from __future__ import annotations

from typing import Protocol

from cocreate.accounts.policy import is_security_admin
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule
from cocreate.insights.models import Audience


class Scope(Protocol):
    """What a scorecard is about: the path of an agency, and to whom it is open."""

    path: str
    audience: Audience


@rule(_l("This scorecard is internal. It can be opened to everybody by the security administrator."))
def is_open(actor: Actor, scope: Scope) -> bool:
    """Opened to the public."""
    return scope.audience is Audience.PUBLIC


@rule(_l("This scorecard is internal: only this agency and those above it can read it."))
def is_within(actor: Actor, scope: Scope) -> bool:
    """A seat in the agency or above it; anywhere in the tree when it is open to the hierarchy."""
    if scope.audience is Audience.HIERARCHY and actor.memberships:
        return True
    return any(scope.path.startswith(seat.path) for seat in actor.memberships)


POLICY: dict[str, Rule] = {
    "scorecard.read": is_open | is_within,
    "scorecard.open": is_security_admin,
}
