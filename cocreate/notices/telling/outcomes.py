"""Jobs that tell of a published outcome, batch by batch: authors of each answer, then everybody else once.

Each batch is due since the publication, so that all can read it on the site before the first letters are sent."""

from __future__ import annotations

from collections.abc import Iterable

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Role
from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.jobs import enqueue
from cocreate.notices import audience, queries
from cocreate.notices.models import NoticeKind, Telling
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, about, of_call
from cocreate.outcomes import queries as outcomes

FACT = "outcome"


def outcome_published(call_id: int, count: int = 0, beyond: int = 0) -> None:
    """Authors hear how each of their contributions was answered, one batch a job; then everybody else."""
    call = calls.get_by_id(call_id)
    if call.stage is not Stage.PUBLISHED:
        return
    rows = audience.authored(call_id, after=beyond, limit=BATCH)
    _note(call_id, _tell_answers(call, rows))
    if len(rows) == BATCH:
        does = "cocreate.notices.telling.outcomes:outcome_published"
        enqueue(does, at=call.published_at, call_id=call_id, beyond=rows[-1].id)
    else:
        does = "cocreate.notices.telling.outcomes:result_published"
        enqueue(does, at=call.published_at, call_id=call_id)


def result_published(call_id: int, because: str = "support", beyond: list[int] | None = None) -> None:
    """Supporters, commenters and followers hear that the result is out, once a person, one batch a job."""
    call = calls.get_by_id(call_id)
    batch = audience.CONCERNED[because](call_id, beyond or [], BATCH)
    people = set(batch.people) - audience.authors_among(call_id, batch.people)
    data = of_call(call) | {"because": because}
    one = Tidings(f"outcome:{call_id}", NoticeKind.RESULT, call_id, None, data)
    told = tell({user_id: [one] for user_id in people})
    reasons = list(audience.CONCERNED)
    following = because if batch.next_key else dict(zip(reasons, reasons[1:], strict=False)).get(because)
    _note(call_id, told, is_over=following is None)
    if following is not None:
        does = "cocreate.notices.telling.outcomes:result_published"
        enqueue(does, at=call.published_at, call_id=call_id, because=following, beyond=batch.next_key)


def reviews_due(call_id: int, day: str, count: int, first: int) -> None:
    """Editors hear that answers which put something off have come to their review date."""
    call = calls.get_by_id(call_id)
    path = f"/desk/calls/{call.slug}/answers?show=review"
    data = of_call(call) | {"kind": "review", "day": day, "count": count, "path": path}
    one = Tidings(f"review:{call_id}:{day}:{first}", NoticeKind.DEADLINE, call_id, None, data)
    tell({user.id: [one] for user in accounts.nearest_holders(Role.EDITOR, call.agency_path)})


def _note(call_id: int, told: int, *, is_over: bool = False) -> None:
    """Keep how far it is, for whoever published and waits to see it."""
    row = queries.telling(call_id, FACT)
    if row is None:
        row = Telling(call_id=call_id, fact=FACT, told=0)
        db.session.add(row)
    row.told += told
    if is_over:
        row.finished_at = now()


def _tell_answers(call: Call, rows: Iterable[Contribution]) -> int:
    found = list(rows)
    answers = outcomes.dispositions(call.id, [row.id for row in found])
    of_the_call = of_call(call)
    told: dict[int, list[Tidings]] = {}
    for row in found:
        answer = answers.get(row.id)
        if answer is None or row.author_id is None:
            continue
        said = {"degree": answer.degree, "measure": answer.measure, "reason": answer.reason}
        data = of_the_call | about(row) | said
        one = Tidings(f"answered:{row.id}", NoticeKind.ANSWERED, call.id, row.id, data)
        told.setdefault(row.author_id, []).append(one)
    return tell(told)
