"""Who may have files made in the background, go on with a sheet of answers, and enter the particulars of an outcome."""

from __future__ import annotations

from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule
from cocreate.exchange.models import AnswerSheet, KeptFile
from cocreate.outcomes import policy as of_outcomes


@rule(_l("This file was made for somebody else."))
def may_have(actor: Actor, thing: tuple[Call, KeptFile]) -> bool:
    call, file = thing
    if file.for_user_id is None:
        return of_calls.is_released.why_not(actor, call) is None
    return file.for_user_id == actor.user_id and of_calls.is_staff.why_not(actor, call) is None


@rule(_l("Somebody else sent this sheet in. Only they can go on with it."))
def sent_it(actor: Actor, thing: tuple[Call, AnswerSheet]) -> bool:
    call, sheet = thing
    return sheet.user_id == actor.user_id and of_calls.is_editor.why_not(actor, call) is None


POLICY: dict[str, Rule] = {
    "adoption.read": of_outcomes.POLICY["outcome.read"],
    "file.download": may_have,
    "sheet.apply": sent_it,
    "particulars.enter": of_calls.is_editor & of_calls.is_released,
}
