"""By when a question, a complaint and a reopened answer are due, and what each must hold."""

from __future__ import annotations

from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.i18n import Sentence, _l

# Working days, today not counted.
REPLY_DAYS = 10
CHECK_DAYS = 5
REDO_DAYS = 15
TEXT_LIMIT = 1000
LEAST_LETTERS = 4

NO_ANSWER = _l("There is no published answer yet that you could ask about.")
ASKED_ALREADY = _l("You have asked about this answer already. The agency's reply stands on the same page.")
COMPLAINED_ALREADY = _l("You have said already that this answer does not satisfy you. It is being checked.")
NO_QUESTION = _l("Nobody has asked about this answer.")
NO_COMPLAINT = _l("Nobody has complained about this answer.")
ASK = _l("Please write what you still want to know.")
WHY = _l("Please say in a full sentence what does not satisfy you.")
REPLY = _l("Please answer in a full sentence. The person who asked will read it.")
FINDING = _l("Please give the reason in a full sentence. The person who complained will read it.")


def checked(text: str, field: str, missing: Sentence) -> str:
    """The text without blanks around it. Invalid when it says nothing or is too long."""
    text = text.strip()
    if sum(map(str.isalnum, text)) < LEAST_LETTERS:
        raise Invalid(missing, field)
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            _l(
                "At most %(limit)s characters fit here; this has %(count)s.",
                limit=TEXT_LIMIT,
                count=len(text),
            ),
            field,
        )
    return text


def check_judge(judge: int | None, answered_by: set[int | None]) -> None:
    """Denied for whoever prepared the answer, or replied about it."""
    if judge is not None and judge in answered_by:
        raise Denied(_l("Somebody else must check this, because you wrote the answer."))


def check_open(is_done: bool) -> None:
    """Conflict when a colleague was faster."""
    if is_done:
        raise Conflict(_l("A colleague has dealt with this meanwhile. Look at the page again."))
