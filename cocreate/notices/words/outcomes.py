"""What is said of a published outcome and the answers in it."""

from __future__ import annotations

from cocreate.core.i18n import Sentence, _, _l
from cocreate.notices.models import NoticeKind
from cocreate.notices.words.phrases import Data, Writer, call_name
from cocreate.outcomes import schemes

BECAUSE: dict[str, Sentence] = {
    "support": _l("You support something there. Each contribution has its answer, with the reason."),
    "comment": _l("You commented on something there. Each contribution has its answer, with the reason."),
    "follow": _l("You follow it. Each contribution has its answer, with the reason."),
}


def _answered(data: Data) -> tuple[str, list[str]]:
    degree = schemes.degree(data["degree"])
    subject = _(
        "“%(title)s” has been answered: %(degree)s.",
        title=data["title"],
        degree=degree.name if degree else data["degree"],
    )
    return subject, [data.get("measure", ""), data.get("reason", ""), _published(data)]


def _result(data: Data) -> tuple[str, list[str]]:
    if data["because"] == "anew":
        said = _("You support or follow it. Why the answer has changed: %(reason)s", reason=data["reason"])
        return _("“%(title)s” has been answered anew.", title=data["title"]), [said, _published(data)]
    return _published(data), [str(BECAUSE[data["because"]])]


def _published(data: Data) -> str:
    return _("The result of “%(call)s” is published.", call=call_name(data))


WRITERS: dict[NoticeKind, Writer] = {NoticeKind.ANSWERED: _answered, NoticeKind.RESULT: _result}
