"""Who may read what screening looks for, and who may change it."""

from __future__ import annotations

from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule


@rule(_l("Word lists are read by moderators, supervisors and administrators only."))
def works_with_screening(actor: Actor, thing: object) -> bool:
    return actor.is_system or actor.holds_any("moderator", "supervisor", "security_admin", "system_admin")


@rule(_l("Only a security administrator can change the word lists."))
def guards_the_site(actor: Actor, thing: object) -> bool:
    return actor.is_system or actor.holds_any("security_admin")


POLICY: dict[str, Rule] = {
    "word_list.read": works_with_screening,
    "word_list.change": guards_the_site,
}
