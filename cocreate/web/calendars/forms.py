"""What administrators type about working days."""

from __future__ import annotations

from wtforms import FileField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from cocreate.calendars.listing import decoded
from cocreate.core.i18n import _l
from cocreate.web.agencies.forms import DAY, Day
from cocreate.web.form import Form, TextArea, TextLine


class DayForm(Form):
    """One day that differs from its week."""

    day = Day(_l("Day"), [InputRequired(DAY)])
    kind = RadioField(
        _l("This day is"),
        choices=[
            SelectChoice("holiday", _l("a day off")),
            SelectChoice("workday", _l("a make-up working day")),
        ],
        default="holiday",
    )
    name = TextLine(_l("Name"))
    source = TextLine(_l("Official source"))


class YearForm(Form):
    """A whole year, pasted or as a file."""

    days = TextArea(_l("Days of the year"))
    file = FileField(_l("Or a CSV file"))
    source = TextLine(_l("Official source"))

    def text(self) -> str:
        """The list: what the file holds when one was chosen, otherwise what was pasted."""
        raw = self.file.data.read() if self.file.data else b""
        return decoded(raw) if raw else self.days.data or ""


class ActForm(Form):
    """A button that is pressed with intent."""
