"""Forms of those who answer, write the outcome, and approve it."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from cocreate.contributions.models import Validity
from cocreate.core.i18n import _, _l
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import ANSWERED, CHOICES, AnswerDraft
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.web.rich_text import RichText

VALIDITY_NAMES = {
    Validity.VALID: _l("Valid"),
    Validity.DUPLICATE: _l("Duplicate"),
    Validity.MERE_AGREEMENT: _l("Mere agreement"),
    Validity.NO_SUBSTANCE: _l("Without substance"),
    Validity.OFF_TOPIC: _l("Off topic"),
}


class AnswerForm(Form):
    """The answer to one contribution. `seen` is the version the editor had before them."""

    degree = RadioField(
        _l("How far is it adopted?"),
        choices=[SelectChoice(one.key, one.name) for one in CHOICES],
        validate_choice=False,
    )
    measure = TextArea(_l("What is done"))
    reason = TextArea(_l("Reason"))
    reference = TextLine(_l("Covered by"))
    since = TextLine(_l("Since"))
    passed_to = TextLine(_l("Passed on to"))
    review_date = DateField(_l("Looked at again on"), validators=[Optional()])
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    back = HiddenField()
    following = HiddenField()

    def __init__(self, answer: Disposition | None = None, **given: Any) -> None:
        super().__init__(obj=answer, seen=answer.number if answer else 0, **given)
        if self.degree.data == ANSWERED:
            self.degree.data = None

    def draft(self) -> AnswerDraft:
        """What was typed, for the service."""
        return AnswerDraft(
            degree=self.degree.data or "",
            reason=self.reason.data or "",
            measure=self.measure.data or "",
            reference=self.reference.data or "",
            since=self.since.data or "",
            passed_to=self.passed_to.data or "",
            review_date=self.review_date.data,
        )


class ValidityForm(Form):
    """One validity for the chosen contributions."""

    validity = SelectField(_l("Record as"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.validity.choices = [SelectChoice(key.value, name) for key, name in VALIDITY_NAMES.items()]


class OutcomeForm(Form):
    """The text of the outcome, and what happens next."""

    text = RichText(_l("Text of the outcome"))
    next_steps = TextArea(_l("What happens next"))


class NoteForm(Form):
    """A word of the approver."""

    note = TextArea(_l("Note to the editors"))


class ActForm(Form):
    """A button that is pressed with intent."""


def validity_name(validity: Validity | None) -> Any:
    """A validity in words."""
    return VALIDITY_NAMES[validity] if validity is not None else _("Not assessed")
