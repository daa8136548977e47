"""Forms in which the staff enters what was said elsewhere, one by one or by a file."""

from __future__ import annotations

import contextlib
import secrets
from typing import Any

from flask import g
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from cocreate.calls.models import Call
from cocreate.contributions.behalf import Entry
from cocreate.contributions.behalf_rules import CHANNELS
from cocreate.contributions.models import Channel
from cocreate.core.clock import now
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l, _n
from cocreate.core.localtime import last_day, local_day
from cocreate.core.paging import int_key
from cocreate.web.form import Form, TextArea, TextLine


class EntryForm(Form):
    """One contribution; what stays the same from one to the next is kept: channel, day, place and clause."""

    body = TextArea(_l("What the person said"))
    title = TextLine(_l("Title"))
    channel = SelectField(_l("How it came"))
    received_on = DateField(
        _l("Received on"), validators=[InputRequired(_l("Please give the day on which it was received."))]
    )
    place = TextLine(_l("Where"))
    clause_id = SelectField(_l("Clause"), validate_choice=False)  # not shown where the draft has no clauses
    name = TextLine(_l("Name of the person"))
    phone = TextLine(_l("Phone of the person"))
    is_private = BooleanField(_l("The person wants it kept from the public"))
    row = HiddenField()

    def __init__(self, call: Call, clauses: Any, kept: Any) -> None:
        super().__init__(data={**_begin(call, kept), "row": secrets.token_urlsafe(12)})
        self.channel.choices = [SelectChoice(key.value, name) for key, name in CHANNELS.items()]
        self.clause_id.choices = [
            ("", "—"),
            *((str(one.id), f"{one.label} {one.heading}") for one in clauses),
        ]

    def entry(self) -> Entry:
        """What was typed, for the service."""
        return Entry(
            row=(self.row.data or "")[:40] or secrets.token_urlsafe(12),
            channel=Channel(self.channel.data),
            body=self.body.data or "",
            received_on=self.received_on.data,
            title=self.title.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
            place=self.place.data or "",
            clause_id=int_key(self.clause_id.data),
            is_private=bool(self.is_private.data),
        )

    def kept(self) -> dict[str, Any]:
        """What the next entry begins with."""
        clause, place = self.clause_id.data or None, self.place.data or None
        return {
            "channel": self.channel.data,
            "received_on": self.received_on.data.isoformat(),
            "clause_id": clause,
            "place": place,
        }


def _begin(call: Call, kept: Any) -> dict[str, Any]:
    """The present day, or the last one of the call when that is over; then what was kept of the entry before."""
    day = local_day(now())
    if call.closes_at is not None:
        day = min(day, last_day(call.closes_at))
    given = {name: kept[name] for name in ("channel", "clause_id", "place") if kept.get(name)}
    given["received_on"] = day
    with contextlib.suppress(ValueError):
        given["received_on"] = type(day).fromisoformat(kept.get("received_on", ""))
    return given


class FileForm(Form):
    """A file of contributions, and where it comes from."""

    file = FileField(_l("File (CSV or XLSX)"), validators=[FileRequired(_l("Please choose a file."))])
    source = TextLine(_l("Where it comes from"))

    def refuse(self, count: int) -> None:
        """Say that nothing was taken in because of so many bad lines."""
        why = _n(
            "%(num)s bad line, so nothing was taken in.", "%(num)s bad lines, so nothing was taken in.", count
        )
        self.show(Invalid(why, "file"))
        g.form_refused = True
