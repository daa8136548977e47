"""Forms of editors who say how far a step is, of citizens who say whether it was kept, and of moderators who read that."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from cocreate.core.i18n import _l, language
from cocreate.milestones.models import Confirmation, Milestone, Progress
from cocreate.milestones.rules import KEPT_NAMES, STATE_NAMES, Step, Word
from cocreate.moderation import community_rules
from cocreate.web.form import Form, TextArea, TextLine

RATINGS = {
    1: _l("1 – not at all"),
    2: _l("2 – little"),
    3: _l("3 – partly"),
    4: _l("4 – largely"),
    5: _l("5 – fully"),
}


class StepForm(Form):
    """A step: what, how far, by when, and which contributions it goes back to. `seen` is the version the editor saw."""

    title = TextLine(_l("What is to be done"))
    state = RadioField(
        _l("How far is it?"), choices=[SelectChoice(key.value, name) for key, name in STATE_NAMES.items()]
    )
    planned_on = DateField(_l("To be done by"), validators=[Optional()])
    actual_on = DateField(_l("Done on"), validators=[Optional()])
    reason = TextArea(_l("Why it will not be done"))
    text = TextArea(_l("What there is to say about it"))
    numbers = TextArea(_l("Contributions it goes back to"))
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, milestone: Milestone | None = None, numbers: str = "") -> None:
        given: dict[str, Any] = {"state": Progress.PLANNED.value} if milestone is None else {}
        super().__init__(obj=milestone, seen=milestone.number if milestone else 0, numbers=numbers, **given)
        if isinstance(self.state.data, Progress):
            self.state.data = self.state.data.value

    def step(self) -> Step:
        """What was typed, for the service."""
        return Step(
            state=Progress(self.state.data),
            title=self.title.data or "",
            text=self.text.data or "",
            planned_on=self.planned_on.data,
            actual_on=self.actual_on.data,
            reason=self.reason.data or "",
            numbers=tuple(
                (self.numbers.data or "").replace(",", " ").replace("，", " ").replace("、", " ").split()
            ),
        )


class PictureForm(Form):
    """A picture of a step, and what it shows."""

    file = FileField(_l("Picture"), validators=[FileRequired(_l("Please choose a file."))])
    alt = TextLine(
        _l("What the picture shows"),
        description=_l("For people who can't see it, and when it can't be loaded."),
    )


class WordForm(Form):
    """What somebody says of a promise."""

    kept = RadioField(
        _l("Was it kept?"),
        choices=[SelectChoice(key.value, name) for key, name in KEPT_NAMES.items()],
        validate_choice=False,
    )
    rating = RadioField(
        _l("How satisfied are you with what became of it?"),
        choices=[SelectChoice(str(key), name) for key, name in RATINGS.items()],
        validate_choice=False,
    )
    comment = TextArea(_l("What you have seen yourself"))

    def __init__(self, said: Confirmation | None = None) -> None:
        given = {"kept": said.kept.value, "rating": str(said.rating), "comment": said.comment} if said else {}
        super().__init__(data=given)

    def word(self) -> Word:
        """What was said, for the service."""
        rating = self.rating.data or ""
        return Word(
            self.kept.data or "",
            int(rating) if rating in {str(key) for key in RATINGS} else None,
            self.comment.data or "",
        )


class ReplyForm(Form):
    """The agency's word on what people say."""

    text = TextArea(_l("The agency's reply"))


class ReviewForm(Form):
    """Show these words, or withhold them by a rule. `seen` counts the words that were read."""

    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    rule_key = SelectField(_l("Rule"))
    text = TextArea(_l("What the author is told"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        rules = community_rules.in_force().values()
        self.rule_key.choices = [("", "—"), *((rule.key, rule.title(language())) for rule in rules)]
