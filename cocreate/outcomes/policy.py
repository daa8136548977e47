"""Who may answer, write, approve and publish; what the outcome's state allows is asked by the verbs themselves."""

from __future__ import annotations

from cocreate.accounts import policy as of_accounts
from cocreate.accounts.models import Agency
from cocreate.accounts.policy import is_not_suspended, is_signed_in, is_verified
from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call, Stage
from cocreate.contributions.policy import is_author, of_contribution
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, is_system, rule


@rule(_l("Answers are written after the call has closed and until its outcome is published."))
def is_answering(actor: Actor, call: Call) -> bool:
    return call.stage is Stage.ANSWERING


@rule(_l("Answers are revised once they are published."))
def is_published(actor: Actor, call: Call) -> bool:
    return call.stage is Stage.PUBLISHED


@rule(_l("Errors are reported in what is published. This outcome is not."))
def has_outcome(actor: Actor, call: Call) -> bool:
    return call.stage is Stage.PUBLISHED


@rule(_l("Only an editor or an administrator of this agency can do that."))
def edits_here(actor: Actor, agency: Agency) -> bool:
    return actor.holds("editor", agency.path)


@rule(_l("The outcome is published and stands as it is."))
def is_not_published(actor: Actor, call: Call) -> bool:
    return call.stage is not Stage.PUBLISHED


@rule(_l("Only an approver of this agency can do that."))
def is_approver(actor: Actor, call: Call) -> bool:
    return actor.holds("approver", call.agency_path)


@rule(_l("Only an approver or a supervisor of this agency can check that."))
def is_judge(actor: Actor, call: Call) -> bool:
    return any(actor.holds(role, call.agency_path) for role in ("approver", "supervisor"))


_is_author = is_signed_in & is_not_suspended & of_contribution(is_author)

POLICY: dict[str, Rule] = {
    "outcome.read": of_calls.is_released,
    "outcome.work": of_calls.is_staff,
    "outcome.answer": of_calls.is_editor & is_answering,
    "outcome.write": of_calls.is_editor & is_answering,
    "outcome.submit": of_calls.is_editor & is_answering,
    "outcome.approve": is_approver & is_answering,
    "outcome.publish": (of_calls.is_editor | is_approver) & is_answering,
    "outcome.import": is_system,
    "outcome.revise": of_calls.is_editor & is_published,
    "outcome.confirm": is_approver & is_published,
    "outcome.remark": of_calls.is_staff,
    "answer_template.change": edits_here,
    "scheme.read": of_accounts.is_system_admin | edits_here,
    "scheme.change": of_accounts.is_system_admin | edits_here,
    "scheme.set_default": of_accounts.is_system_admin,
    "scheme.choose": of_calls.is_editor & is_not_published,
    "question.ask": _is_author,
    "question.complain": _is_author,
    "question.reply": of_calls.is_editor,
    "question.decide": is_judge,
    "erratum.report": is_signed_in & is_verified & is_not_suspended & has_outcome,
    "erratum.reply": (of_calls.is_editor | is_approver) & has_outcome,
    "erratum.correct": is_approver & has_outcome,
}
