"""Jobs that tell of a published outcome: authors of each answer, everybody else once."""

from __future__ import annotations

from collections.abc import Iterable

from cocreate.calls import queries as calls
from cocreate.calls.models import Stage
from cocreate.contributions.models import Contribution
from cocreate.core.jobs import enqueue
from cocreate.notices import queries
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, about, of_call
from cocreate.outcomes import queries as outcomes


def outcome_published(call_id: int, count: int = 0, beyond: int = 0) -> None:
    """Authors hear how each of their contributions was answered, one batch a job; then everybody else."""
    if calls.get_by_id(call_id).stage is not Stage.PUBLISHED:
        return
    rows = queries.authored(call_id, after=beyond, limit=BATCH)
    _tell_answers(call_id, rows)
    if len(rows) == BATCH:
        enqueue("cocreate.notices.telling.outcomes:outcome_published", call_id=call_id, beyond=rows[-1].id)
    else:
        enqueue("cocreate.notices.telling.outcomes:result_published", call_id=call_id)


def result_published(call_id: int, beyond: int = 0) -> None:
    """Supporters and followers hear that the result of a call is out, once a person, one batch a job."""
    call = calls.get_by_id(call_id)
    people = queries.supporters_and_followers(call_id, after=beyond, limit=BATCH)
    one = Tidings(f"outcome:{call_id}", NoticeKind.ANSWERED, call_id, None, of_call(call))
    tell({user_id: [one] for user_id in people})
    if len(people) == BATCH:
        enqueue("cocreate.notices.telling.outcomes:result_published", call_id=call_id, beyond=people[-1])


def _tell_answers(call_id: int, rows: Iterable[Contribution]) -> None:
    found = list(rows)
    answers = outcomes.dispositions(call_id, [row.id for row in found])
    of_the_call = of_call(calls.get_by_id(call_id))
    told: dict[int, list[Tidings]] = {}
    for row in found:
        answer = answers.get(row.id)
        if answer is None or row.author_id is None:
            continue
        said = {"degree": answer.degree, "measure": answer.measure, "reason": answer.reason}
        data = of_the_call | about(row) | said
        one = Tidings(f"answered:{row.id}", NoticeKind.ANSWERED, call_id, row.id, data)
        told.setdefault(row.author_id, []).append(one)
    tell(told)
