"""Forms of those who answer, write the outcome, and approve it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request
from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from cocreate.calls.models import Call
from cocreate.contributions.models import Validity
from cocreate.core.i18n import _, _l
from cocreate.outcomes import templates
from cocreate.outcomes.desk_models import Unfinished
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import BUILT_IN, AnswerDraft, Degree
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.web.rich_text import RichText

VALIDITY_NAMES = {
    Validity.VALID: _l("Valid"),
    Validity.DUPLICATE: _l("Duplicate"),
    Validity.MERE_AGREEMENT: _l("Mere agreement"),
    Validity.NO_SUBSTANCE: _l("Without substance"),
    Validity.OFF_TOPIC: _l("Off topic"),
}


class AnswerFields(Form):
    """The parts of an answer; `degrees` are those of the call's scheme, by key."""

    has_day = True
    degree = RadioField(_l("How far is it adopted?"), validate_choice=False)
    measure = TextArea(_l("What is done"))
    reason = TextArea(_l("Reason"))
    reference = TextLine(_l("Covered by"))
    since = TextLine(_l("Since"))
    passed_to = TextLine(_l("Passed on to"))
    review_date = DateField(_l("Looked at again on"), validators=[Optional()])

    def __init__(self, degrees: Mapping[str, Degree] = BUILT_IN, **given: Any) -> None:
        super().__init__(**given)
        self.degrees = degrees
        self.degree.choices = [SelectChoice(key, one.name) for key, one in degrees.items()]
        if self.degree.data not in degrees:
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

    def takes_template(self, call: Call) -> bool:
        """Whether a template was asked for instead of an act: the form begins with it then, and nothing is kept yet."""
        if request.form.get("then") != "template":
            return False
        offered = {str(one.id): one for one in templates.for_call(call, self.degrees)}
        chosen = offered.get(request.form.get("template", ""))
        for name, text in (chosen.fields if chosen else {}).items():
            self[name].data = text
        return True

    def typed(self) -> dict[str, str]:
        """What was typed so far, as plain text by field."""
        draft = self.draft()
        day = draft.review_date.isoformat() if draft.review_date else ""
        return {name: getattr(draft, name) for name in TEXTS} | {"degree": draft.degree, "review_date": day}


TEXTS = ("reason", "measure", "reference", "since", "passed_to")


class AnswerForm(AnswerFields):
    """The answer to one contribution. `seen` is the version the editor had before them.

    It begins with what the person had begun and not kept, else with the answer as it stands."""

    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    back = HiddenField()
    following = HiddenField()

    def __init__(
        self,
        degrees: Mapping[str, Degree] = BUILT_IN,
        answer: Disposition | None = None,
        begun: Unfinished | None = None,
        **given: Any,
    ) -> None:
        if begun is not None:
            start: dict[str, Any] = {**begun.words, "review_date": _day(begun.words.get("review_date"))}
            super().__init__(degrees, data=start | {"seen": begun.seen}, **given)
        else:
            super().__init__(degrees, obj=answer, seen=answer.number if answer else 0, **given)


class RevisionForm(AnswerFields):
    """Another answer in place of the published one, and why. `seen` is the published version the editor had before them."""

    why = TextArea(_l("Why the answer changes"))
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])


class BulkAnswerForm(AnswerFields):
    """One answer to many."""

    replace = BooleanField(_l("Also replace answers that are there already"))


class CloseForm(Form):
    """The rule by which many are closed."""

    validity = SelectField(_l("Record as"))
    rule = TextArea(_l("The rule"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        names = {key: name for key, name in VALIDITY_NAMES.items() if key is not Validity.VALID}
        self.validity.choices = [SelectChoice(key.value, name) for key, name in names.items()]
        self.validity.data = self.validity.data or Validity.MERE_AGREEMENT.value


class ValidityForm(Form):
    """One validity for the chosen contributions."""

    validity = SelectField(_l("Record as"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.validity.choices = [SelectChoice(key.value, name) for key, name in VALIDITY_NAMES.items()]


class TopicForm(Form):
    """The topic that many are put under."""

    topic = TextLine(_l("Topic"))


class OutcomeForm(Form):
    """The text of the outcome, and what happens next."""

    text = RichText(_l("Text of the outcome"))
    next_steps = TextArea(_l("What happens next"))


class NoteForm(Form):
    """A word of the approver; `seen` is the submission (its round) or the proposal (its id) that they have read."""

    note = TextArea(_l("Note to the editors"))
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])


class RemarkForm(Form):
    """A word to colleagues."""

    remark = TextArea(_l("Remark for colleagues"))


class ActForm(Form):
    """A button that is pressed with intent."""


def validity_name(validity: Validity | None) -> Any:
    """A validity in words."""
    return VALIDITY_NAMES[validity] if validity is not None else _("Not assessed")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
