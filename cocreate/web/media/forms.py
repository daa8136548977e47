"""The form that brings a file in."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from cocreate.core.i18n import _l
from cocreate.web.form import Form, TextLine


class UploadForm(Form):
    """One file, and what it shows when it is a picture."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Please choose a file."))])
    alt = TextLine(
        _l("What the picture shows"),
        description=_l(
            "For people who can't see it, and when it can't be loaded. Leave it empty for documents."
        ),
    )
