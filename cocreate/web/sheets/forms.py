"""The form that brings a spreadsheet of answers back."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from cocreate.core.i18n import _l
from cocreate.web.form import Form


class SheetForm(Form):
    """A file, as it was exported and filled in."""

    file = FileField(_l("File (XLSX or CSV)"), validators=[FileRequired(_l("Please choose a file."))])
