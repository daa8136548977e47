"""What editors choose when they tie a passage of the outcome to a contribution."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.provenance import spans
from cocreate.provenance.models import Kind
from cocreate.provenance.service import Finding
from cocreate.provenance.spans import Span
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.web.traces.kinds import KINDS

NOT_THERE = _l("These words do not stand there. Choose or copy a passage as it is written.")


class TraceForm(Form):
    """A passage here, a passage there. A script fills in where they begin; without one, words are looked for."""

    target = TextArea(_l("Passage of the outcome"))
    target_at = HiddenField()
    number = TextLine(_l("Number of the contribution"))
    source = TextArea(_l("Passage of the contribution"))
    source_at = HiddenField()
    kind = RadioField(
        _l("How was it taken up?"),
        choices=[SelectChoice(kind.value, name) for kind, name in KINDS.items()],
        default=Kind.QUOTE.value,
    )
    credits_support = BooleanField(_l("That people supported it mattered too"))
    note = TextLine(_l("Note for colleagues"))

    def finding(self, text: str, body: str) -> Finding:
        """What was chosen, in the outcome's plain text and the contribution's body. Invalid when it does not stand there."""
        source = self.source.data or ""
        return Finding(
            target=self.place("target", text),
            source=self.place("source", body) if source.strip() else None,
            kind=Kind(self.kind.data),
            credits_support=bool(self.credits_support.data),
            note=self.note.data or "",
        )

    def place(self, name: str, text: str) -> Span:
        """Where the words of a field stand in a text, near where the script says they begin."""
        near = self[f"{name}_at"].data or "0"
        found = spans.locate(text, self[name].data or "", near=int(near) if near.isdecimal() else 0)
        if found is None:
            raise Invalid(NOT_THERE, name)
        return found


class MendForm(Form):
    """Where a trace stands now."""

    target = TextArea(_l("Passage of the outcome"))
    target_at = HiddenField()

    place: Any = TraceForm.place


class DecideForm(Form):
    """A button beside a trace, with a word for colleagues."""

    note = TextLine(_l("Note for colleagues"))
