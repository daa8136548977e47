"""What a notice says, in the present language: the same sentences on the site, in a letter and in a text message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cocreate.core.i18n import Sentence, _, _l, language
from cocreate.core.settings import settings
from cocreate.moderation import community_rules, messages
from cocreate.moderation.models import Act
from cocreate.notices.models import NoticeKind
from cocreate.outcomes.rules import DEGREES
from cocreate.text.excerpt import excerpt

SMS_LENGTH = 300
Data = dict[str, Any]

STAGES: dict[str, Sentence] = {
    "collecting": _l("“%(call)s” is open. You can have your say now."),
    "voting": _l("Voting has begun on “%(call)s”."),
    "answering": _l("“%(call)s” is closed for contributions. The agency is preparing its answers."),
}
ACTS = {
    NoticeKind.PUBLISHED: Act.PUBLISH,
    NoticeKind.RETURNED: Act.RETURN,
    NoticeKind.WITHHELD: Act.WITHHOLD,
}


@dataclass(frozen=True)
class Message:
    """A subject, paragraphs, and the path of the page where more stands, below the site's root."""

    subject: str
    paragraphs: tuple[str, ...]
    path: str

    @property
    def url(self) -> str:
        """The full address, in the present language."""
        root = settings().base_url + settings().path_prefix
        return f"{root}/en{self.path}" if language() == "en" else root + self.path

    @property
    def short(self) -> str:
        """The text of an SMS: the subject, what matters most, and the address."""
        return f"{excerpt(' '.join((self.subject, *self.paragraphs[:1])), SMS_LENGTH)} {self.url}"


def message(kind: NoticeKind, data: Data) -> Message:
    """The message of a notice; `data` holds what it was about when it was written (see telling.py)."""
    subject, paragraphs = WRITERS[kind](data)
    path = f"/contributions/{data['number']}" if data.get("number") else f"/calls/{data['slug']}"
    return Message(subject, tuple(part for part in paragraphs if part), path)


def _call(data: Data) -> str:
    return str((language() == "en" and data.get("call_en")) or data["call"])


def _received(data: Data) -> tuple[str, list[str]]:
    paragraphs = [
        _(
            "Its number is %(number)s and its look-up code is %(code)s.",
            number=data["number"],
            code=data["code"],
        ),
        _("With both you can see what becomes of it at any time, also without signing in."),
    ]
    if data.get("waits"):
        paragraphs.append(_("A moderator reads it before anybody else can see it."))
    return _("We have received “%(title)s”.", title=data["title"]), paragraphs


def _decided(kind: NoticeKind) -> Callable[[Data], tuple[str, list[str]]]:
    def write(data: Data) -> tuple[str, list[str]]:
        if kind is NoticeKind.PUBLISHED and not data.get("listed"):
            return (
                _("“%(title)s” has been reviewed and accepted.", title=data["title"]),
                [_("It counts in full and will be answered. The public does not see it now.")],
            )
        rule = community_rules.find(data.get("rule_key", ""))
        written = messages.to_author(
            ACTS[kind], data["title"], rule.title(language()) if rule else "", data.get("text", "")
        )
        return written.subject, list(written.paragraphs)

    return write


def _commented(data: Data) -> tuple[str, list[str]]:
    if data.get("is_answer"):
        return _("Someone answered your comment on “%(title)s”.", title=data["title"]), []
    return _("Someone commented on “%(title)s”.", title=data["title"]), []


def _answered(data: Data) -> tuple[str, list[str]]:
    result = _("The result of “%(call)s” is published.", call=_call(data))
    if not data.get("degree"):
        return result, [_("You took part in it or follow it. Each contribution has its answer there.")]
    degree = DEGREES.get(data["degree"])
    subject = _(
        "“%(title)s” has been answered: %(degree)s.",
        title=data["title"],
        degree=degree.name if degree else data["degree"],
    )
    return subject, [data.get("measure", ""), data.get("reason", ""), result]


def _stage_moved(data: Data) -> tuple[str, list[str]]:
    return str(STAGES[data["stage"]]) % {"call": _call(data)}, []


WRITERS: dict[NoticeKind, Callable[[Data], tuple[str, list[str]]]] = {
    NoticeKind.RECEIVED: _received,
    NoticeKind.PUBLISHED: _decided(NoticeKind.PUBLISHED),
    NoticeKind.RETURNED: _decided(NoticeKind.RETURNED),
    NoticeKind.WITHHELD: _decided(NoticeKind.WITHHELD),
    NoticeKind.COMMENTED: _commented,
    NoticeKind.ANSWERED: _answered,
    NoticeKind.STAGE_MOVED: _stage_moved,
}
