"""What is said of a single contribution: its receipt, a moderator's decision, a comment on it."""

from __future__ import annotations

from cocreate.core.i18n import _, _n, language
from cocreate.moderation import community_rules, messages
from cocreate.moderation.models import Act
from cocreate.notices.models import NoticeKind
from cocreate.notices.words.phrases import Data, Writer

ACTS = {
    NoticeKind.PUBLISHED: Act.PUBLISH,
    NoticeKind.RETURNED: Act.RETURN,
    NoticeKind.WITHHELD: Act.WITHHOLD,
}


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


def _decided(kind: NoticeKind) -> Writer:
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


def _joined(data: Data) -> tuple[str, list[str]]:
    others = data["others"]
    subject = _n(
        "“%(title)s” stands with %(num)s similar contribution now.",
        "“%(title)s” stands with %(num)s similar contributions now.",
        others,
        title=data["title"],
    )
    return subject, [
        _("What they have in common: %(what)s", what=data["what"]),
        _("Your text, your name and your supporters stay as they are. They are answered together."),
    ]


WRITERS: dict[NoticeKind, Writer] = {
    NoticeKind.RECEIVED: _received,
    NoticeKind.PUBLISHED: _decided(NoticeKind.PUBLISHED),
    NoticeKind.RETURNED: _decided(NoticeKind.RETURNED),
    NoticeKind.WITHHELD: _decided(NoticeKind.WITHHELD),
    NoticeKind.COMMENTED: _commented,
    NoticeKind.JOINED: _joined,
}
