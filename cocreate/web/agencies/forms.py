"""What administrators type about agencies and who works in them."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from cocreate.accounts.models import Role
from cocreate.core.i18n import _l
from cocreate.web.form import Form, TextLine

ROLES = [
    SelectChoice(Role.EDITOR.value, _l("Editor")),
    SelectChoice(Role.MODERATOR.value, _l("Moderator")),
    SelectChoice(Role.APPROVER.value, _l("Approver")),
    SelectChoice(Role.SUPERVISOR.value, _l("Supervisor")),
    SelectChoice(Role.SYSTEM_ADMIN.value, _l("System administrator")),
    SelectChoice(Role.SECURITY_ADMIN.value, _l("Security administrator")),
    SelectChoice(Role.AUDIT_ADMIN.value, _l("Audit administrator")),
]
CONTACTS = ("phone", "email", "post")
NUMBER = _l("Please give a whole number.")
DAY = _l("Please give a day as year-month-day, such as 2026-12-31.")


class Number(IntegerField):
    """A whole number, with its refusal in the reader's words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(NUMBER)) from None


class Day(DateField):
    """A day, with its refusal in the reader's words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(DAY)) from None


class AgencyForm(Form):
    """A new agency."""

    name = TextLine(_l("Name"))
    name_en = TextLine(_l("Name in English"))
    slug = TextLine(_l("Short name for addresses"))


class AgencyChangeForm(Form):
    """What can be changed about an agency."""

    name = TextLine(_l("Name"))
    name_en = TextLine(_l("Name in English"))
    phone = TextLine(_l("Telephone"))
    email = TextLine(_l("E-mail address"))
    post = TextLine(_l("Postal address"))
    approvals_needed = Number(_l("People who approve an outcome"), [InputRequired(NUMBER)])
    answer_days = Number(_l("Working days to answer"), [InputRequired(NUMBER)])
    may_show_at_once = BooleanField(_l("Calls may show contributions before they are reviewed"))

    def draft(self) -> dict[str, Any]:
        """The arguments of `change_agency`."""
        return {
            "name": self.name.data or "",
            "name_en": self.name_en.data or "",
            "contact": {kind: self[kind].data or "" for kind in CONTACTS},
            "approvals_needed": self.approvals_needed.data,
            "answer_days": self.answer_days.data,
            "may_show_at_once": self.may_show_at_once.data,
        }


class MemberForm(Form):
    """A role for somebody."""

    address = TextLine(_l("Mobile number or e-mail address of the account"))
    role = SelectField(_l("Role"), choices=ROLES)
    starts_on = Day(_l("First day"), [Optional()])
    ends_on = Day(_l("Last day"), [Optional()])
