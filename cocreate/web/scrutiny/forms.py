"""Forms of those who review votes: propose, and decide."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectChoice, SelectMultipleField, SubmitField

from cocreate.core.i18n import _l
from cocreate.scrutiny.rules import Signal
from cocreate.web.form import Form, TextArea


class ProposalForm(Form):
    """Which signals, and why the votes of the people in them should not count."""

    signals = SelectMultipleField(_l("What the proposal is about"))
    reason = TextArea(_l("Reason"))

    def __init__(self, found: Sequence[Signal]) -> None:
        super().__init__()
        self.signals.choices = [SelectChoice(one.key, one.key) for one in found]


class DecisionForm(Form):
    """Confirm or refuse what somebody else proposed, or propose to undo what stands."""

    remark = TextArea(_l("Your reason"))
    confirm = SubmitField(_l("Confirm"))
    refuse = SubmitField(_l("Refuse"))
    undo = SubmitField(_l("Propose to count them again"))
