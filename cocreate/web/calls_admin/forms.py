"""Forms of those who prepare a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectChoice, SelectField
from wtforms.validators import Optional

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call, DownloadKind, Participation, Visibility
from cocreate.calls.rules import LEGAL_KINDS
from cocreate.calls.service import CallDraft
from cocreate.core.i18n import _, _l, day
from cocreate.core.localtime import last_day, local_day
from cocreate.web.callcards import agency_name
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.web.rich_text import RichText

CONTACTS = ("phone", "email", "address", "person")
SAME = (
    "slug title summary promise title_en summary_en promise_en language topic legal_kind short_period_reason"
).split()
LEGAL = [SelectChoice(kind.key, kind.name) for kind in LEGAL_KINDS.values()]
VISIBILITIES = [
    SelectChoice(Visibility.AFTER_REVIEW, _l("After they have been reviewed")),
    SelectChoice(Visibility.AT_ONCE, _l("At once; they are reviewed afterwards")),
    SelectChoice(Visibility.AT_CLOSE, _l("All together when the call closes")),
    SelectChoice(Visibility.SUMMARY, _l("Only the summary in the outcome")),
    SelectChoice(Visibility.AUTHOR_ONLY, _l("To their author only")),
]
PARTICIPATIONS = [
    SelectChoice(Participation.STANDARD, _l("Everyone with a verified mobile number")),
    SelectChoice(Participation.AGENCY, _l("Members of this agency only")),
]
DOWNLOADS = {
    DownloadKind.DRAFT: _l("The draft"),
    DownloadKind.NOTES: _l("Drafting notes"),
    DownloadKind.COMPARISON: _l("Comparison with the old text"),
    DownloadKind.OTHER: _l("Something else"),
}


class CallForm(Form):
    """Everything an editor writes of a call."""

    agency = SelectField(_l("Agency"), validate_choice=False)
    title = TextLine(_l("Title"))
    slug = TextLine(_l("Web address"))
    language = SelectField(
        _l("Written in"), choices=[SelectChoice("zh", _l("Chinese")), SelectChoice("en", _l("English"))]
    )
    topic = TextLine(_l("Topic"))
    summary = TextArea(_l("What is asked, and why"))
    promise = TextArea(_l("What will happen with what people send, and by when"))
    text = RichText(_l("The text of the call"))
    title_en = TextLine(_l("Title in English"))
    summary_en = TextArea(_l("What is asked, and why (in English)"))
    promise_en = TextArea(_l("What will happen (in English)"))
    legal_kind = SelectField(_l("Legal kind"), choices=LEGAL)
    short_period_reason = TextArea(_l("Reason for a shorter period"))
    first_day = DateField(_l("First day"), validators=[Optional()])
    last_day = DateField(_l("Last day"), validators=[Optional()])
    votes_until_day = DateField(_l("Voting goes on until"), validators=[Optional()])
    answers_by_day = DateField(_l("Answers are promised by"), validators=[Optional()])
    visibility = SelectField(_l("When are contributions shown?"), choices=VISIBILITIES, coerce=Visibility)
    participation = SelectField(_l("Who may take part?"), choices=PARTICIPATIONS, coerce=Participation)
    phone = TextLine(_l("Phone"))
    email = TextLine(_l("E-mail"))
    address = TextLine(_l("Postal address"))
    person = TextLine(_l("Contact person"))

    def offer(self, agencies: Sequence[Agency]) -> CallForm:
        """Let the editor choose one of these agencies."""
        self.agency.choices = [SelectChoice(one.slug, agency_name(one)) for one in agencies]
        return self

    def draft(self, document_id: int | None) -> CallDraft:
        """What was typed, for the service; `document_id` is that of the text."""
        given: dict[str, Any] = {name: self[name].data or "" for name in SAME}
        days = ("first_day", "last_day", "votes_until_day", "answers_by_day")
        contacts = {name: self[name].data for name in CONTACTS if self[name].data}
        return CallDraft(
            **given,
            **{name: self[name].data for name in days},
            visibility=self.visibility.data,
            participation=self.participation.data,
            contacts=contacts,
            document_id=document_id,
        )


def written(call: Call, tree: Any) -> dict[str, Any]:
    """What the form of a call that is there begins with; `tree` is that of its text."""
    days: dict[str, date | None] = {
        "first_day": local_day(call.opens_at) if call.opens_at else None,
        "last_day": last_day(call.closes_at) if call.closes_at else None,
        "votes_until_day": last_day(call.votes_until) if call.votes_until else None,
        "answers_by_day": last_day(call.answers_by) if call.answers_by else None,
    }
    same = {name: getattr(call, name) for name in (*SAME, "visibility", "participation")}
    contacts = {name: (call.contacts or {}).get(name, "") for name in CONTACTS}
    return {**same, **days, **contacts, "text": tree}


class ClausesForm(Form):
    """A draft pasted whole, to be split."""

    pasted = TextArea(_l("Paste the draft"))


class DownloadForm(Form):
    """A file beside the call."""

    kind = SelectField(
        _l("What it is"), choices=[SelectChoice(key.value, name) for key, name in DOWNLOADS.items()]
    )
    title = TextLine(_l("Title"))
    file = FileField(_l("File"), validators=[FileRequired(_l("Please choose a file."))])


class ActForm(Form):
    """A button that is pressed with intent."""


def release_facts(call: Call) -> list[str]:
    """What follows from a release, in sentences."""
    facts = [_("Everyone can read the call, and its address stays as it is.")]
    if call.opens_at and call.closes_at:
        first, last = day(local_day(call.opens_at)), day(last_day(call.closes_at))
        facts.append(_("Contributions are taken from %(first)s to %(last)s.", first=first, last=last))
    facts.append(_("The period can be extended later, but not shortened."))
    facts.append(_("The clauses can't be changed any more, because people may write about them."))
    return facts
