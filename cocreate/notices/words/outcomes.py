"""What is said of a published outcome and the answers in it."""

from __future__ import annotations

from cocreate.core.i18n import _
from cocreate.notices.models import NoticeKind
from cocreate.notices.words.phrases import Data, Writer, call_name
from cocreate.outcomes.rules import DEGREES


def _answered(data: Data) -> tuple[str, list[str]]:
    result = _("The result of “%(call)s” is published.", call=call_name(data))
    if not data.get("degree"):
        return result, [_("You took part in it or follow it. Each contribution has its answer there.")]
    degree = DEGREES.get(data["degree"])
    subject = _(
        "“%(title)s” has been answered: %(degree)s.",
        title=data["title"],
        degree=degree.name if degree else data["degree"],
    )
    return subject, [data.get("measure", ""), data.get("reason", ""), result]


WRITERS: dict[NoticeKind, Writer] = {NoticeKind.ANSWERED: _answered}
