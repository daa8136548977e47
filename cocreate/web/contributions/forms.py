"""Forms of those who write: a contribution, a comment, looking one up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField

from cocreate.calls.models import Clause
from cocreate.contributions.models import Draft
from cocreate.contributions.service import Words
from cocreate.core.i18n import _, _l
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.web.fragments import form_key


def _chosen(typed: object) -> int:
    """A choice as an id; what is none becomes one that no clause has, which the service refuses in words."""
    text = str(typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


class ContributionForm(Form):
    """One field first; the rest may stay as it is."""

    body = TextArea(_l("What do you suggest?"))
    title = TextLine(_l("A title in one line"))
    clause_id = SelectField(_l("Which clause is it about?"), coerce=_chosen, default=0, validate_choice=False)
    is_private = BooleanField(_l("Do not show this in public"))
    key = HiddenField()

    def __init__(self, clauses: Sequence[Clause] = (), draft: Draft | None = None, **kwargs: Any) -> None:
        super().__init__(obj=draft, **kwargs)
        choices = [(clause.id, " ".join(filter(None, (clause.label, clause.heading)))) for clause in clauses]
        self.clause_id.choices = [(0, _("The draft as a whole")), *choices]
        self.key.data = self.key.data or form_key()

    def words(self) -> Words:
        """What was typed, for the service."""
        return Words(
            body=self.body.data or "",
            title=self.title.data or "",
            clause_id=self.clause_id.data or None,
            is_private=bool(self.is_private.data),
        )

    def submission_key(self) -> str:
        """The same for the same words sent twice from one form (a double click), another one once they differ."""
        return submission_key(self.key.data, self.title.data, self.body.data)


class CommentForm(Form):
    """A comment, or an answer to one."""

    body = TextArea(_l("Your comment"))
    parent = HiddenField()
    key = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.key.data = self.key.data or form_key()

    def submission_key(self) -> str:
        """The same for the same words sent twice from one form."""
        return submission_key(self.key.data, self.parent.data, self.body.data)


class LookupForm(Form):
    """Number and code, as they stand on the receipt."""

    number = TextLine(_l("Number"))
    code = TextLine(_l("Look-up code"))


class WithdrawForm(Form):
    """A button that is pressed with intent."""


def submission_key(*parts: str | None) -> str:
    """Forty characters that stand for a form and the words in it."""
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:40]
