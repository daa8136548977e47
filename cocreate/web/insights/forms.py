"""The form by which a scorecard is opened to more people, or closed."""

from __future__ import annotations

from wtforms import RadioField, SelectChoice

from cocreate.core.i18n import Sentence, _l
from cocreate.insights.models import Audience
from cocreate.web.form import Form, TextArea

AUDIENCES: dict[Audience, Sentence] = {
    Audience.INTERNAL: _l("The agency itself and those above it"),
    Audience.HIERARCHY: _l("Everybody who works in any agency here"),
    Audience.PUBLIC: _l("Everyone"),
}


class OpeningForm(Form):
    """Who may read, and why that was chosen."""

    audience = RadioField(
        _l("Who may read it?"), choices=[SelectChoice(key.value, name) for key, name in AUDIENCES.items()]
    )
    reason = TextArea(_l("Why"))
