"""What security administrators type about word lists."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField

from cocreate.core.i18n import _l
from cocreate.web.form import Form, TextArea, TextLine


class ImportForm(Form):
    """A list as a file."""

    file = FileField(_l("File (CSV or text)"), validators=[FileRequired(_l("Please choose a file."))])
    name = TextLine(_l("Name of the list"))


class EditForm(Form):
    """A short list, line by line."""

    words = TextArea(_l("Words"))


class UseForm(Form):
    """The version that is put in force."""

    version = IntegerField(_l("Version"))
