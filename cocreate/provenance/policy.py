"""Who may tie passages to contributions; whether the text lies with the approvers is asked by the verbs themselves."""

from __future__ import annotations

from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call, Stage
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, is_system, rule


@rule(_l("Traces are made after the call has closed and until its outcome is published."))
def is_writing(actor: Actor, call: Call) -> bool:
    return call.stage is Stage.ANSWERING


POLICY: dict[str, Rule] = {
    "trace.read": of_calls.is_staff,
    "trace.make": of_calls.is_editor & is_writing,
    "trace.decide": of_calls.is_editor & is_writing,
    "trace.propose": of_calls.is_editor & is_writing,
    "trace.record": is_system,
}
