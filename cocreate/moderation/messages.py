"""What an author is told about a decision: the same sentences in the moderator's preview and in the notice."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.i18n import _
from cocreate.moderation.models import Act


@dataclass(frozen=True)
class Message:
    """A subject, and paragraphs: the rule, the moderator's own words, what the author can do."""

    subject: str
    paragraphs: tuple[str, ...]


def to_author(act: Act, title: str, rule_title: str = "", text: str = "") -> Message:
    """The message in the present language; `title` is that of the contribution, or the beginning of a comment."""
    subject, closing = _frame(act, title)
    ground = _("It is about this community rule: %(rule)s.", rule=rule_title) if rule_title else ""
    return Message(subject, tuple(part for part in (ground, text.strip(), closing) if part))


def _frame(act: Act, title: str) -> tuple[str, str]:
    if act is Act.RETURN:
        return (
            _("Please change something in “%(title)s”.", title=title),
            _("Your words are kept. Open them, change what is needed and send them again."),
        )
    if act is Act.WITHHOLD:
        return (
            _("“%(title)s” is not shown to the public.", title=title),
            _("Nothing was deleted: you can still read your words and this reason under your number."),
        )
    return (
        _("“%(title)s” is public now.", title=title),
        _("Others can read and support it."),
    )
