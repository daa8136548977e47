"""Forms of authors who ask once more or complain, and of those who reply and check."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectChoice

from cocreate.core.i18n import _l
from cocreate.web.form import Form, TextArea

JUSTIFIED, UNJUSTIFIED = "justified", "unjustified"
CORRECTED, EXPLAINED = "corrected", "explained"


class AskForm(Form):
    """One more question about an answer."""

    text = TextArea(_l("What you still want to know"))


class ComplainForm(Form):
    """Why an answer does not satisfy."""

    text = TextArea(_l("What does not satisfy you, and why"))


class ReplyForm(Form):
    """The agency's reply to a question."""

    text = TextArea(_l("The agency's reply"))


class FindingForm(Form):
    """Whether a complaint is justified, and why."""

    finding_is = RadioField(
        _l("Is the complaint justified?"),
        choices=[
            SelectChoice(JUSTIFIED, _l("Justified: the answer is made anew")),
            SelectChoice(UNJUSTIFIED, _l("Not justified: the answer stands")),
        ],
    )
    finding = TextArea(_l("The reason, which its author reads"))

    @property
    def is_justified(self) -> bool:
        """What was chosen."""
        return bool(self.finding_is.data == JUSTIFIED)


class ReportForm(Form):
    """An error in a published outcome."""

    passage = TextArea(_l("The words that are wrong"))
    text = TextArea(_l("What is wrong, or what it should say"))


class ErratumForm(Form):
    """What the agency says to an error that was reported; only approvers correct."""

    settled = RadioField(_l("What becomes of it?"), validate_choice=False)
    correction = TextArea(_l("How it reads when it is right"))
    reply = TextArea(_l("What you say to whoever reported it"))

    def __init__(self, passage: str, *, can_correct: bool, **given: Any) -> None:
        super().__init__(data={"correction": passage, "settled": EXPLAINED}, **given)
        choices = [SelectChoice(EXPLAINED, _l("It stands as it is"))]
        if can_correct:
            choices.append(SelectChoice(CORRECTED, _l("It is corrected, and everybody reads how")))
        self.settled.choices = choices
