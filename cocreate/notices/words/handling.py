"""What is said of assignments to departments and of deadlines."""

from __future__ import annotations

from datetime import date

from cocreate.core.i18n import Sentence, _, _l, _n, day, language
from cocreate.notices.models import NoticeKind
from cocreate.notices.words.phrases import Data, Writer

MOVES: dict[str, Sentence] = {
    "accept": _l("%(department)s has accepted “%(title)s”."),
    "send_back": _l("%(department)s has sent “%(title)s” back. It needs another assignment."),
    "ask": _l("%(department)s asks for more time for “%(title)s”."),
    "extend": _l("The extension for “%(title)s” is granted."),
    "refuse": _l("The extension for “%(title)s” is refused."),
    "press": _l("You are reminded of “%(title)s”."),
    "supervise": _l("A supervisor watches “%(title)s” until it is done."),
    "hand_in": _l("%(department)s has handed in its draft answer to “%(title)s”."),
    "reopen": _l("The draft answer to “%(title)s” needs more work."),
    "recall": _l("“%(title)s” was taken back. You need not work on it any more."),
}
OF_CALL: dict[str, Sentence] = {
    "ask": _l("An extension is asked for: the answers to “%(call)s”."),
    "extend": _l("The extension is granted: the answers to “%(call)s”."),
    "refuse": _l("The extension is refused: the answers to “%(call)s”."),
    "supervise": _l("A supervisor presses for the answers to “%(call)s”."),
}
WARNINGS: dict[str, Sentence] = {
    "soon": _l("The answers to “%(call)s” are due on %(day)s."),
    "today": _l("The answers to “%(call)s” are due today."),
    "over": _l("Yellow card: the answers to “%(call)s” were due on %(day)s."),
    "red": _l("Red card: the answers to “%(call)s” were due on %(day)s."),
    "waiting": _l("Contributions to “%(call)s” have waited 60 days for an answer."),
    "review": _l("Answers to “%(call)s” promised that you look at them again by now."),
    "limit": _l("Red card: contributions to “%(call)s” have waited three months for an answer."),
}
OF_DEPARTMENT: dict[str, Sentence] = {
    "soon": _l("%(department)s: assignments from “%(call)s” are due on %(day)s."),
    "today": _l("%(department)s: assignments from “%(call)s” are due today."),
    "over": _l("Yellow card for %(department)s: assignments from “%(call)s” were due on %(day)s."),
    "red": _l("Red card for %(department)s: assignments from “%(call)s” were due on %(day)s."),
    "unaccepted": _l("%(department)s: assignments from “%(call)s” should have been accepted by %(day)s."),
}


def _named(data: Data) -> dict[str, str]:
    """The names in the reader's language."""
    english = language() == "en"
    return {
        "call": (english and data.get("call_en")) or data.get("call", ""),
        "department": (english and data.get("department_en")) or data.get("department", ""),
        "title": data.get("title", ""),
        "day": day(date.fromisoformat(data["day"])) if data.get("day") else "",
    }


def _until(data: Data) -> str:
    return _("The day: %(day)s.", day=_named(data)["day"]) if data.get("day") else ""


def _assigned(data: Data) -> tuple[str, list[str]]:
    subject = _n(
        "%(num)s contribution to “%(call)s” is assigned to %(department)s.",
        "%(num)s contributions to “%(call)s” are assigned to %(department)s.",
        data["count"],
        **_named(data),
    )
    part = _("Your department leads.") if data["part"] == "lead" else _("Your department assists.")
    due = _("Please accept within two working days. Due on %(day)s.", day=_named(data)["day"])
    return subject, [part, due]


def _moved(data: Data) -> tuple[str, list[str]]:
    return str(MOVES[data["act"]]) % _named(data), [data.get("reason", ""), _until(data)]


def _extension(data: Data) -> tuple[str, list[str]]:
    return str(OF_CALL[data["act"]]) % _named(data), [data.get("reason", ""), _until(data)]


def _extended(data: Data) -> tuple[str, list[str]]:
    named = _named(data)
    subject = _("The answers to “%(call)s” are extended to %(day)s.", call=named["call"], day=named["day"])
    return subject, [data.get("reason", "")]


def _deadline(data: Data) -> tuple[str, list[str]]:
    words = OF_DEPARTMENT if data.get("department") else WARNINGS
    count = _n("%(num)s contribution.", "%(num)s contributions.", data["count"]) if data.get("count") else ""
    return str(words[data["kind"]]) % _named(data), [count]


WRITERS: dict[NoticeKind, Writer] = {
    NoticeKind.ASSIGNED: _assigned,
    NoticeKind.ASSIGNMENT_MOVED: _moved,
    NoticeKind.EXTENSION: _extension,
    NoticeKind.EXTENDED: _extended,
    NoticeKind.DEADLINE: _deadline,
}
