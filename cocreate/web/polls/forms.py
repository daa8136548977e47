"""Forms of voters, made for the ballot at hand, and of editors who set ballots up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from cocreate.core.i18n import _l
from cocreate.core.localtime import end_of, start_of
from cocreate.polls.models import Electorate, Method, Poll, PollOption, Showing
from cocreate.polls.rules import AGREE, DISAGREE, PASS, Setup
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.web.polls.names import (
    BUDGET_NAMES,
    ELECTORATE_NAMES,
    METHOD_NAMES,
    RANKING_NAMES,
    SHOWING_NAMES,
)

COST = re.compile(r"^(.*?)\s*[|｜]\s*([\d,，]+)\s*$")


class SheetForm(Form):
    """A voter's sheet; its fields are named "o" and the option's id."""

    def sheet(self) -> dict[int, int]:
        """What was marked, by option id."""
        marks = {int(name[1:]): field.data for name, field in self._fields.items() if name[1:].isdigit()}
        return {option: int(value) for option, value in marks.items() if value not in (None, "", False)}


def sheet_form(poll: Poll, options: Sequence[PollOption], marked: Mapping[int, int]) -> SheetForm:
    """The form of this ballot, filled in with what the voter has marked already."""
    fields = {f"o{one.id}": _field(poll.method, one, len(options)) for one in options}
    kind = type("SheetOfPoll", (SheetForm,), fields)
    is_text = poll.method in (Method.UP_DOWN, Method.RANKING)
    data = {f"o{option}": str(value) if is_text else value for option, value in marked.items()}
    form: SheetForm = kind(data=data)
    return form


def _field(method: Method, option: PollOption, count: int) -> Any:
    label = option.title
    if method is Method.UP_DOWN:
        answers = [("1", _l("For")), ("-1", _l("Against")), ("", _l("No opinion"))]
        return RadioField(label, choices=[SelectChoice(*one) for one in answers], default="")
    if method is Method.POINTS:
        return IntegerField(label, validators=[Optional()])
    if method is Method.RANKING:
        places = [("", "—"), *((str(n), str(n)) for n in range(1, count + 1))]
        return SelectField(label, choices=[SelectChoice(*one) for one in places], default="")
    return BooleanField(label)


class OpinionForm(Form):
    """One statement, and agree, disagree, pass, or nothing to take one's mark back."""

    option = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    value = SelectField(
        choices=[SelectChoice(str(one), "") for one in (AGREE, DISAGREE, PASS)] + [SelectChoice("", "")]
    )

    def mark(self) -> int | None:
        """The mark, None to take it back."""
        return int(self.value.data) if self.value.data else None


class SetupForm(Form):
    """A ballot that an editor sets up. Options stand one on a line, projects with their cost after a |."""

    question = TextLine(_l("What are people asked?"))
    about = TextArea(_l("What they should know before they vote"))
    method = RadioField(_l("How they vote"))
    options = TextArea(_l("What they vote on"))
    points = IntegerField(_l("Points of each voter"), default=10, validators=[Optional()])
    most = IntegerField(_l("At most so many options"), default=3, validators=[Optional()])
    rule = SelectField(_l("How rankings are counted"))
    seats = IntegerField(_l("How many options win"), default=1, validators=[Optional()])
    budget = IntegerField(_l("Budget"), validators=[Optional()])
    money_rule = SelectField(_l("How the money is given"))
    opens_on = DateField(_l("First day"), validators=[InputRequired(_l("Please choose a day."))])
    closes_on = DateField(_l("Last day"), validators=[InputRequired(_l("Please choose a day."))])
    electorate = RadioField(_l("Who may vote"), default=Electorate.STANDARD.value)
    showing = RadioField(_l("When the result is shown"), default=Showing.AFTER_CLOSE.value)
    is_secret = BooleanField(_l("Secret ballot"))

    def __init__(self, today: date) -> None:
        super().__init__(
            data={"opens_on": today, "closes_on": today + timedelta(days=13), "method": "up_down"}
        )
        for field, names in (
            (self.method, METHOD_NAMES),
            (self.rule, RANKING_NAMES),
            (self.money_rule, BUDGET_NAMES),
            (self.electorate, ELECTORATE_NAMES),
            (self.showing, SHOWING_NAMES),
        ):
            field.choices = [SelectChoice(str(key), name) for key, name in names.items()]

    def setup(self) -> Setup:
        """What was typed, for the service."""
        method = Method(self.method.data)
        return Setup(
            method=method,
            question=self.question.data or "",
            options=tuple(_option(line) for line in (self.options.data or "").splitlines() if line.strip()),
            opens_at=start_of(self.opens_on.data),
            closes_at=end_of(self.closes_on.data),
            about=self.about.data or "",
            settings=self._settings(method),
            electorate=Electorate(self.electorate.data),
            showing=Showing(self.showing.data),
            is_secret=bool(self.is_secret.data),
        )

    def _settings(self, method: Method) -> dict[str, Any]:
        if method is Method.POINTS:
            return {"points": self.points.data or 0}
        if method is Method.APPROVAL:
            return {"most": self.most.data or 0}
        if method is Method.RANKING:
            return {"rule": self.rule.data, "seats": self.seats.data or 0}
        if method is Method.BUDGET:
            return {"budget": self.budget.data or 0, "rule": self.money_rule.data, "utility": "cost"}
        return {}


def _option(line: str) -> tuple[str, int | None]:
    """Words of an option, and its cost where one is given."""
    found = COST.match(line.strip())
    if found is None:
        return line.strip(), None
    return found.group(1), int(found.group(2).replace(",", "").replace("，", "")[:18] or 0)


class LaterForm(Form):
    """Show results later or to fewer, with the reason."""

    showing = SelectField(_l("When the result is shown"))
    reason = TextArea(_l("Reason"))

    def __init__(self, poll: Poll) -> None:
        super().__init__()
        stricter = list(SHOWING_NAMES)[: list(SHOWING_NAMES).index(poll.showing)]
        self.showing.choices = [SelectChoice(str(key), SHOWING_NAMES[key]) for key in stricter]
