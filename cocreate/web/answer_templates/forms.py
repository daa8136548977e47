"""What editors type as a template of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectChoice

from cocreate.core.i18n import _, _l
from cocreate.outcomes.rules import BUILT_IN, Degree
from cocreate.web.form import Form, TextLine
from cocreate.web.outcomes.forms import AnswerFields


class TemplateForm(AnswerFields):
    """A text that is used often; the degree it goes with may stay open."""

    has_day = False  # each answer has its own
    name = TextLine(_l("Name of the template"))

    def __init__(self, degrees: Mapping[str, Degree] = BUILT_IN, **given: Any) -> None:
        super().__init__(degrees, **given)
        self.degree.choices = [SelectChoice("", _("Left open")), *self.degree.choices]
        self.degree.data = self.degree.data or ""


class ActForm(Form):
    """A button that is pressed with intent."""
