"""Forms: what was typed is cleaned once on the way in, kept on the way back, and refused beside its field."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel.support import Translations
from flask import flash, g, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import StringField, TextAreaField
from wtforms.i18n import messages_path

from cocreate.core.errors import Invalid
from cocreate.core.i18n import LANGUAGES, language
from cocreate.core.unicode import Cleaned, clean_line, clean_text
from cocreate.http import keptforms

HARD_LIMIT = 200_000  # what a field takes in at all; the rules of the rooms say what fits


@cache
def _own_words(code: str) -> Any:
    """What WTForms itself says, in a language; read once, since that costs more than all the rest of a form."""
    return Translations.load(messages_path(), [LANGUAGES[code]], domain="wtforms")


class Form(FlaskForm):
    """Base of all forms. The token is checked once for the whole request, by the page."""

    class Meta:
        csrf = False

        def get_translations(self, form: Any) -> Any:
            return _own_words(language())

    def __init__(self, formdata: Any = _Auto, **kwargs: Any) -> None:
        kept = keptforms.take() if formdata is _Auto else None
        super().__init__(formdata=kept if kept is not None else formdata, **kwargs)
        self.form_errors_shown: list[Any] = list(self.form_errors)

    def submitted(self) -> bool:
        """Whether this form was sent and its fields hold what they can hold; refusals stand beside them."""
        if request.method != "POST":
            return False
        refusal: Invalid | None = g.get("refusal")
        if refusal is not None:
            self.validate()
            self.show(refusal)
            return False
        fine = bool(self.validate())
        if not fine:
            g.form_refused = True
        return fine

    def show(self, refusal: Invalid) -> None:
        """Put the reasons of a refusal beside their fields, those of no field above the form."""
        for name, why in refusal.fields.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(why)
            else:
                field.errors = [*(e for e in field.errors if str(e) != str(why)), why]


class _Cleaning:
    """Cleans what was typed; what can't be stored is a refusal, what was taken out is told."""

    clean: Any = staticmethod(clean_line)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = valuelist[0]
        try:
            cleaned: Cleaned = type(self).clean(valuelist[0], HARD_LIMIT)
        except Invalid as refusal:
            self.data = "".join(c for c in valuelist[0] if c != "\0" and not "\ud800" <= c <= "\udfff")
            raise ValueError(str(refusal.why)) from refusal
        self.data = cleaned.text
        for note in cleaned.notes:
            if request.method == "POST" and g.get("refusal") is None:
                flash(str(note), "info")


class TextLine(_Cleaning, StringField):
    """One line of text."""


class TextArea(_Cleaning, TextAreaField):
    """Text of several lines."""

    clean = staticmethod(clean_text)
