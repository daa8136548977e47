"""What is said when a promise is to be looked at, and when the agency has replied after its answer."""

from __future__ import annotations

from cocreate.core.i18n import Sentence, _, _l, language
from cocreate.moderation import community_rules
from cocreate.notices.models import NoticeKind
from cocreate.notices.words.phrases import Data, Writer, call_name

REPLIES: dict[str, Sentence] = {
    "follow_up": _l("The agency has replied to your question about “%(title)s”."),
    "justified": _l(
        "Your complaint about the answer to “%(title)s” was found justified. It will be answered anew."
    ),
    "unjustified": _l("Your complaint about the answer to “%(title)s” was checked and not found justified."),
    "anew": _l("“%(title)s” has been answered anew."),
    "corrected": _l("The error that you found in an outcome, in “%(title)s”, has been corrected."),
    "explained": _l("The agency has answered what you reported about “%(title)s” in an outcome."),
}


def _promise_due(data: Data) -> tuple[str, list[str]]:
    step = data.get("step")
    subject = (
        _("Was it kept? “%(step)s” was promised by now.", step=step)
        if step
        else _("Was it kept? A promise about “%(title)s” was to be looked at by now.", title=data["title"])
    )
    return subject, [
        _(
            "It was promised in the result of “%(call)s”. You sent or supported what it goes back to.",
            call=call_name(data),
        ),
        _(
            "Please say whether it was kept, and how satisfied you are. It takes a minute, and you can change it later."
        ),
    ]


def _replied(data: Data) -> tuple[str, list[str]]:
    return str(REPLIES[data["reply"]]) % {"title": data["title"]}, [data.get("reason", "")]


def _withheld(data: Data) -> tuple[str, list[str]]:
    rule = community_rules.find(data.get("rule_key", ""))
    named = _("By the house rule “%(rule)s”.", rule=rule.title(language())) if rule else ""
    return (
        _("Something you wrote about the result of “%(call)s” is not shown.", call=call_name(data)),
        [named, data["text"], _("Your answer itself counts all the same, and you can change the words.")],
    )


WRITERS: dict[NoticeKind, Writer] = {
    NoticeKind.PROMISE_DUE: _promise_due,
    NoticeKind.REPLIED: _replied,
    NoticeKind.WORDS_WITHHELD: _withheld,
}
