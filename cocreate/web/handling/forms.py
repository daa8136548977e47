"""What is typed on the way of an assignment: to whom, by when, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput

from cocreate.accounts.models import Agency
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _, _l
from cocreate.handling.models import Act
from cocreate.handling.queries import NO_SUCH
from cocreate.web.agencies.forms import Day, Number
from cocreate.web.callcards import agency_name
from cocreate.web.form import Form, TextArea

USUAL_DAYS = 10


class GiveForm(Form):
    """To which departments, and for how many working days."""

    lead = SelectField(_l("Department that leads"), validate_choice=False)
    assisting = SelectMultipleField(
        _l("Departments that assist"), validate_choice=False, option_widget=CheckboxInput()
    )
    days = Number(_l("Working days to do it"), [Optional()], default=USUAL_DAYS)
    note = TextArea(_l("What is asked of them"))

    def offer(self, departments: Sequence[Agency]) -> GiveForm:
        """The departments to choose from, by name; deeper ones stand a little further in."""
        self.departments = {one.slug: one for one in departments}
        top = min((one.depth for one in departments), default=0)
        named = [SelectChoice(one.slug, "　" * (one.depth - top) + agency_name(one)) for one in departments]
        self.lead.choices = [SelectChoice("", _("Choose …")), *named]
        self.assisting.choices = named
        return self

    def chosen_lead(self) -> Agency | None:
        """The leading department; NotFound for one that was not offered."""
        return self._agencies([self.lead.data])[0] if self.lead.data else None

    def chosen_assisting(self) -> list[Agency]:
        """The assisting departments; NotFound for one that was not offered."""
        return self._agencies(self.assisting.data or [])

    def _agencies(self, slugs: Iterable[str]) -> list[Agency]:
        try:
            return [self.departments[slug] for slug in slugs]
        except KeyError:
            raise NotFound(_l("There is no such agency.")) from None


class StepForm(Form):
    """One step: its reason, and the day or the text that some steps have."""

    reason = TextArea(_l("Reason"))
    until = Day(_l("New day"), [Optional()])
    text = TextArea(_l("Draft of the answer"))


class Steps:
    """The forms of a page on which several steps can be taken; only the one that was sent is read."""

    def __init__(self, acts: Sequence[Act], **begun: Any) -> None:
        posted = request.form.get("act") if request.method == "POST" else None
        self.act = next((act for act in acts if act.value == posted), None)
        if posted is not None and self.act is None and posted not in set(Act):
            raise NotFound(NO_SUCH)
        self.posted = posted
        self.forms = {act: self._form(act, begun) for act in acts}

    def _form(self, act: Act, begun: dict[str, Any]) -> StepForm:
        prefix = f"{act.value}-"
        if act is self.act:
            return StepForm(prefix=prefix)
        return StepForm(None, prefix=prefix, data=begun)

    @property
    def sent(self) -> StepForm | None:
        """The form that was sent, once it can be read."""
        form = self.forms.get(self.act) if self.act is not None else None
        return form if form is not None and form.submitted() else None
