"""The form in which the official particulars of an outcome are entered."""

from __future__ import annotations

from wtforms import DateField, HiddenField
from wtforms.validators import Optional

from cocreate.core.i18n import _l
from cocreate.exchange.particulars import Given
from cocreate.web.form import Form, TextLine


class ParticularsForm(Form):
    """What an official document says of itself; `seen` is the version that was before the editor."""

    index_number = TextLine(_l("Index number"))
    issuer = TextLine(_l("Published by"))
    signature = TextLine(_l("Signature"))
    written_on = DateField(_l("Written on"), validators=[Optional()])
    seen = HiddenField()

    def given(self) -> Given:
        """What was entered."""
        return Given(
            self.index_number.data or "",
            self.issuer.data or "",
            self.signature.data or "",
            self.written_on.data,
        )
