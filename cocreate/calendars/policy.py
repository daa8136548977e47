"""Who may change the calendar of working days."""

from __future__ import annotations

from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule


@rule(_l("Only a system administrator can change the calendar."))
def runs_the_site(actor: Actor, thing: object) -> bool:
    return actor.holds_any("system_admin")


POLICY: dict[str, Rule] = {
    "calendar.read": runs_the_site,
    "calendar.change": runs_the_site,
}
