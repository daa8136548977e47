"""What moderators fill in."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from cocreate.core.i18n import _l, language
from cocreate.moderation import community_rules
from cocreate.moderation.models import Act
from cocreate.moderation.service import Verdict
from cocreate.web.form import Form, TextArea


class DecisionForm(Form):
    """One decision: the button that was pressed is `act`."""

    act = SelectField(choices=[SelectChoice(act.value) for act in (Act.PUBLISH, Act.RETURN, Act.WITHHOLD)])
    version = IntegerField(widget=widgets.HiddenInput(), validators=[InputRequired()])
    rule_key = SelectField(_l("Rule"))
    text = TextArea(_l("What the author is told"))
    note = TextArea(_l("Note for colleagues"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        rules = community_rules.in_force().values()
        self.rule_key.choices = [
            SelectChoice("", _l("Choose the rule")),
            *(SelectChoice(rule.key, rule.title(language())) for rule in rules),
        ]

    def verdict(self) -> Verdict:
        """What was decided, as typed."""
        return Verdict(
            act=Act(self.act.data),
            version=self.version.data or 0,
            rule_key=self.rule_key.data or "",
            text=self.text.data or "",
            note=self.note.data or "",
        )
