"""What people choose about being told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from cocreate.core.i18n import Sentence, _l
from cocreate.notices.choices import Wish
from cocreate.notices.models import Pace, Topic
from cocreate.web.form import Form, TextLine

TOPICS: dict[Topic, tuple[Sentence, Sentence]] = {
    Topic.OWN: (
        _l("What you send in"),
        _l("The receipt, what a moderator decided, the answer, and what became of a promise."),
    ),
    Topic.TALK: (
        _l("Comments"),
        _l("When somebody comments on what you wrote, answers you, or comments on what you follow."),
    ),
    Topic.FOLLOWED: (
        _l("What you support or follow"),
        _l("The next step of a call, and its result."),
    ),
    Topic.WORK: (_l("Your work here"), _l("What is handed to you, what is due, and warnings.")),
}
MAIL_PACES = [
    SelectChoice(Pace.AT_ONCE.value, _l("At once")),
    SelectChoice(Pace.DAILY.value, _l("Once a day, at eight in the morning")),
    SelectChoice(Pace.WEEKLY.value, _l("Once a week, on Monday morning")),
    SelectChoice(Pace.NEVER.value, _l("No letters, only on the site")),
]


class ChoicesForm(Form):
    """How each topic reaches the person, by letter and by text message."""

    own_mail = SelectField(_l("By mail"), choices=MAIL_PACES)
    own_sms = BooleanField(_l("By text message too"))
    talk_mail = SelectField(_l("By mail"), choices=MAIL_PACES)
    talk_sms = BooleanField(_l("By text message too"))
    followed_mail = SelectField(_l("By mail"), choices=MAIL_PACES)
    followed_sms = BooleanField(_l("By text message too"))
    work_mail = SelectField(_l("By mail"), choices=MAIL_PACES)
    work_sms = BooleanField(_l("By text message too"))

    def only(self, topics: Iterable[Topic]) -> None:
        """Leave out the fields of other topics."""
        for topic in set(Topic) - set(topics):
            del self[f"{topic.value}_mail"], self[f"{topic.value}_sms"]

    def pair(self, topic: Topic) -> tuple[Any, Any]:
        """The two fields of a topic."""
        return self[f"{topic.value}_mail"], self[f"{topic.value}_sms"]

    def wishes(self, topics: Iterable[Topic]) -> dict[Topic, Wish]:
        """What was chosen about these topics."""
        pairs = {topic: self.pair(topic) for topic in topics}
        return {
            topic: Wish(Pace(mail.data), Pace.AT_ONCE if sms.data else Pace.NEVER)
            for topic, (mail, sms) in pairs.items()
        }


class WebhookForm(Form):
    """An address of one's own to which facts are posted."""

    url = TextLine(_l("Address"))


class UnsubscribeForm(Form):
    """One button."""
