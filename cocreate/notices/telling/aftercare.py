"""Jobs that tell of what follows a published outcome: promises to look at, replies, complaints, answers made anew."""

from __future__ import annotations

from typing import Any

from cocreate.calls import queries as calls
from cocreate.contributions import queries as contributions
from cocreate.core.jobs import enqueue
from cocreate.milestones import promise_queries
from cocreate.milestones import queries as milestones
from cocreate.notices import audience
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, TITLE, about, of_call, tell_author
from cocreate.outcomes import erratum_queries, question_queries
from cocreate.outcomes import queries as outcomes
from cocreate.text.excerpt import excerpt


def promise_due(call_id: int, promise_id: int, round: int, beyond: int = 0) -> None:
    """Those who sent or supported what a promise is about are asked whether it was kept, one batch a job."""
    promise = promise_queries.get(call_id, promise_id)
    if promise.is_void or promise.round != round:
        return
    call = calls.get_by_id(call_id)
    people = promise_queries.people(promise, after=beyond, limit=BATCH)
    rows = contributions.by_ids(call_id, {contribution_id for _user, contribution_id in people})
    step = milestones.get(call_id, promise.milestone_id).title if promise.milestone_id else ""
    data = of_call(call) | {"step": step, "path": f"/calls/{call.slug}/promises/{promise_id}"}
    once = f"promise:{promise_id}:{round}"
    tell(
        {
            user_id: [Tidings(once, NoticeKind.PROMISE_DUE, call_id, row_id, data | about(rows[row_id]))]
            for user_id, row_id in people
        }
    )
    if len(people) == BATCH:
        enqueue(
            "cocreate.notices.telling.aftercare:promise_due",
            call_id=call_id,
            promise_id=promise_id,
            round=round,
            beyond=people[-1][0],
        )


def follow_up_answered(call_id: int, contribution_id: int, answer_number: int) -> None:
    """Whoever asked once more hears what the agency said."""
    row = question_queries.follow_up(call_id, contribution_id, answer_number)
    if row is not None:
        _tell(
            call_id,
            contribution_id,
            f"follow_up:{answer_number}",
            {"reply": "follow_up", "reason": row.reply},
        )


def complaint_decided(call_id: int, contribution_id: int, answer_number: int, is_justified: bool) -> None:
    """Whoever complained hears whether that was found justified, and why."""
    row = question_queries.complaint(call_id, contribution_id, answer_number)
    if row is not None:
        said = {"reply": "justified" if is_justified else "unjustified", "reason": row.finding}
        _tell(call_id, contribution_id, f"complaint:{answer_number}", said)


def answered_anew(call_id: int, contribution_id: int, number: int) -> None:
    """The author hears of the answer that is public in place of the earlier one; then whoever follows or supports it."""
    answer = outcomes.disposition(call_id, contribution_id)
    if answer is not None:
        said = {"reply": "anew", "reason": answer.measure or answer.reason}
        _tell(call_id, contribution_id, f"anew:{number}", said)
        enqueue(
            "cocreate.notices.telling.aftercare:changed_for_others",
            call_id=call_id,
            contribution_id=contribution_id,
            number=number,
        )


def changed_for_others(call_id: int, contribution_id: int, number: int, beyond: int = 0) -> None:
    """Who supports or follows a contribution hears that its answer has changed, and why, one batch a job."""
    row, answer = (
        contributions.get_by_id(call_id, contribution_id),
        outcomes.disposition(call_id, contribution_id),
    )
    if not row.is_listed or answer is None or answer.number != number:
        return
    people = audience.beside(call_id, contribution_id, after=beyond, limit=BATCH)
    data = of_call(calls.get_by_id(call_id)) | about(row) | {"because": "anew", "reason": answer.why_revised}
    one = Tidings(f"anew:{number}:{row.id}", NoticeKind.RESULT, call_id, row.id, data)
    tell({user_id: [one] for user_id in people if user_id != row.author_id})
    if len(people) == BATCH:
        enqueue(
            "cocreate.notices.telling.aftercare:changed_for_others",
            call_id=call_id,
            contribution_id=contribution_id,
            number=number,
            beyond=people[-1],
        )


def words_reviewed(
    call_id: int,
    user_id: int,
    contribution_id: int | None,
    promise_id: int | None,
    is_shown: bool,
    rule_key: str,
    text: str,
) -> None:
    """Whoever wrote words that are not shown hears by which rule, and what they can do."""
    if is_shown:
        return
    call = calls.get_by_id(call_id)
    data: dict[str, Any] = of_call(call) | {"rule_key": rule_key, "text": text}
    if promise_id is not None:
        data["path"] = f"/calls/{call.slug}/promises/{promise_id}"
    if contribution_id is not None:
        data |= about(contributions.get_by_id(call_id, contribution_id))
    once = f"words:{promise_id or contribution_id}:{call.id}:{len(text)}"
    tell({user_id: [Tidings(once, NoticeKind.WORDS_WITHHELD, call_id, contribution_id, data)]})


def erratum_settled(call_id: int, erratum_id: int, settled: str) -> None:
    """Whoever found an error in a published outcome hears what the agency says to it."""
    row, call = erratum_queries.by_id(call_id, erratum_id), calls.get_by_id(call_id)
    data = of_call(call) | {
        "reply": settled,
        "title": excerpt(row.passage, TITLE),
        "reason": row.reply,
        "path": f"/calls/{call.slug}/outcome#errors" if row.correction else f"/calls/{call.slug}/outcome",
    }
    once = f"erratum:{erratum_id}"
    tell({row.reported_by_id: [Tidings(once, NoticeKind.REPLIED, call_id, None, data)]})


def _tell(call_id: int, contribution_id: int, once: str, said: dict[str, Any]) -> None:
    row = contributions.get_by_id(call_id, contribution_id)
    data = of_call(calls.get_by_id(call_id)) | about(row) | said
    tell_author(row, Tidings(f"{once}:{row.id}", NoticeKind.REPLIED, call_id, row.id, data))
