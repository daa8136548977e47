"""Who may say how far the promised steps are, who may say whether they were kept, and who reads that before the public does."""

from __future__ import annotations

from typing import Any

from cocreate.accounts.policy import is_not_suspended, is_signed_in
from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call, Stage
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule


@rule(_l("The steps of an outcome are written down once it is published."))
def is_published(actor: Actor, call: Call) -> bool:
    return call.stage is Stage.PUBLISHED


@rule(_l("Only the moderators of this agency can do that."))
def moderates(actor: Actor, call: Call) -> bool:
    return actor.holds("moderator", call.agency_path)


@rule(_l("Only moderators can see what waits."))
def is_moderator(actor: Actor, thing: Any) -> bool:
    return actor.holds_any("moderator")


POLICY: dict[str, Rule] = {
    "milestone.read": of_calls.is_released,
    "milestone.work": of_calls.is_staff,
    "milestone.set": of_calls.is_editor & is_published,
    "promise.confirm": is_signed_in & is_not_suspended,
    "promise.reply": of_calls.is_editor,
    "words.list": is_moderator,
    "words.review": moderates,
}
