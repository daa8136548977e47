"""Who may look at what waits, and who may decide on it."""

from __future__ import annotations

from typing import Any

from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, anyone, rule

Matter = tuple[Any, ...]  # a contribution, its call, and maybe its open case


@rule(_l("Only moderators can see what waits."))
def is_moderator(actor: Actor, thing: Any) -> bool:
    return actor.holds_any("moderator")


@rule(_l("Only the moderators of this agency can do that."))
def moderates(actor: Actor, matter: Matter) -> bool:
    return actor.holds("moderator", matter[1].agency_path)


@rule(_l("Nobody decides on their own contribution. A colleague will."))
def is_not_author(actor: Actor, matter: Matter) -> bool:
    return matter[0].author_id is None or matter[0].author_id != actor.user_id


POLICY: dict[str, Rule] = {
    "case.list": is_moderator,
    "case.read": moderates,
    "case.claim": moderates & is_not_author,
    "case.release": moderates,
    "case.decide": moderates & is_not_author,
    "community_rule.read": anyone,
}
