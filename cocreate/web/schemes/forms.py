"""What is typed as a scheme of degrees, row by row, and the choice of a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectChoice, SelectField, SelectMultipleField
from wtforms import Form as Plain

from cocreate.core.i18n import _, _l
from cocreate.outcomes.desk_models import Scheme
from cocreate.outcomes.rules import CHOICES, GROUP_NAMES
from cocreate.outcomes.scheme_changes import FIELDS, MOST
from cocreate.outcomes.schemes import BUILT_IN_SLUG
from cocreate.web.form import Form, TextLine

SPARE = 2  # empty rows to write further degrees into
PART_NAMES = {
    "reason": _l("the reason"),
    "measure": _l("what is done"),
    "reference": _l("what covers it"),
    "since": _l("since when"),
    "passed_to": _l("to whom it was passed on"),
    "review_date": _l("a day to look again"),
}


class DegreeFields(Plain):
    """One degree."""

    key = TextLine(_l("Key"))
    name = TextLine(_l("Name"))
    name_en = TextLine(_l("Name in English"))
    group = SelectField(_l("Counts as"), validate_choice=False)
    like = SelectField(_l("Shape and colour of"), validate_choice=False)
    needs = SelectMultipleField(_l("An answer needs"), validate_choice=False)
    may = SelectMultipleField(_l("It may also say"), validate_choice=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.group.choices = [SelectChoice(key.value, name) for key, name in GROUP_NAMES.items()]
        self.like.choices = [SelectChoice(one.key, one.name) for one in CHOICES]
        for chosen in (self.needs, self.may):
            chosen.choices = [SelectChoice(key, PART_NAMES[key]) for key in FIELDS]

    def plain(self) -> dict[str, Any]:
        """The degree as plain values."""
        names = ("key", "name", "name_en", "group", "like", "needs", "may")
        return {name: self[name].data for name in names}


class SchemeForm(Form):
    """A scheme: rows without key and name are left out."""

    slug = TextLine(_l("Short name"))
    name = TextLine(_l("Name"))
    name_en = TextLine(_l("Name in English"))
    degrees = FieldList(FormField(DegreeFields), max_entries=MOST)
    default = BooleanField(_l("Calls of this agency that begin to answer from now on do so by this scheme"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        while not self.is_submitted() and len(self.degrees) < min(MOST, self._filled() + SPARE):
            self.degrees.append_entry()

    def _filled(self) -> int:
        return sum(bool(row.form.key.data or row.form.name.data) for row in self.degrees)

    def plain(self) -> dict[str, Any]:
        """The scheme as plain values."""
        rows = [row.form.plain() for row in self.degrees if row.form.key.data or row.form.name.data]
        named = {"slug": self.slug.data, "name": self.name.data, "name_en": self.name_en.data}
        return {**named, "default": self.default.data, "degrees": rows}

    @property
    def why_degrees(self) -> list[str]:
        """What is wrong with the degrees, in sentences."""
        return [str(why) for why in self.degrees.errors if not isinstance(why, dict)]


class ChoiceForm(Form):
    """The scheme that a call is answered by."""

    scheme = SelectField(_l("Scheme"), validate_choice=False)

    def __init__(self, offered: Sequence[Scheme | None], now: Scheme | None, **given: Any) -> None:
        super().__init__(data={"scheme": now.slug if now else BUILT_IN_SLUG}, **given)
        self.scheme.choices = [
            SelectChoice(one.slug, one.name) if one else SelectChoice(BUILT_IN_SLUG, _("The built-in one"))
            for one in offered
        ]


class ActForm(Form):
    """A button that is pressed with intent."""
