"""What is said of a call as a whole."""

from __future__ import annotations

from cocreate.core.i18n import Sentence, _l
from cocreate.notices.models import NoticeKind
from cocreate.notices.words.phrases import Data, Writer, call_name

STAGES: dict[str, Sentence] = {
    "collecting": _l("“%(call)s” is open. You can have your say now."),
    "voting": _l("Voting has begun on “%(call)s”."),
    "answering": _l("“%(call)s” is closed for contributions. The agency is preparing its answers."),
}


def _stage_moved(data: Data) -> tuple[str, list[str]]:
    return str(STAGES[data["stage"]]) % {"call": call_name(data)}, []


WRITERS: dict[NoticeKind, Writer] = {NoticeKind.STAGE_MOVED: _stage_moved}
