"""Keeps the number of answers by degree equal to the rows, also when a contribution stops or starts to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from cocreate.contributions import queries as contributions
from cocreate.contributions.events import ContributionMoved, ValiditiesAssessed, ValidityAssessed
from cocreate.contributions.models import Contribution
from cocreate.contributions.rules import wants_answer
from cocreate.core.batches import pieces
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.outcomes import queries, waiting
from cocreate.outcomes.models import AnswerFigures


def counts(contribution: Contribution) -> bool:
    """Whether the answer to this contribution stands in the figures: the gate asks for it."""
    return wants_answer(contribution.kind, contribution.state, contribution.validity)


def add(call_id: int, changes: Mapping[str, int]) -> None:
    """Add the changes, by degree, to a call's figures; one statement a degree."""
    for degree, change in sorted(changes.items()):
        if change:
            new = insert(db.session, AnswerFigures).values(call_id=call_id, degree=degree, answered=change)
            grown = {"answered": AnswerFigures.answered + change}
            keys = ["call_id", "degree"]
            db.session.execute(new.on_conflict_do_update(index_elements=keys, set_=grown))


def contribution_changed(event: ContributionMoved | ValidityAssessed) -> None:
    """Count an answer, or no longer, when its contribution was reviewed, withdrawn or assessed."""
    count_again(event.call_id, [event.contribution_id])


def contributions_assessed(event: ValiditiesAssessed) -> None:
    """The same for many that were assessed at once."""
    count_again(event.call_id, event.contribution_ids)


def count_again(call_id: int, ids: Collection[int]) -> None:
    """Let the answers to these count by what their rows say now, and note which of them wait."""
    changes: Counter[str] = Counter()
    for some in pieces(ids):
        changes.update(_recounted(call_id, some))
    db.session.flush()
    add(call_id, changes)
    for some in pieces(ids):
        waiting.look_again(call_id, some)


def _recounted(call_id: int, ids: Sequence[int]) -> Counter[str]:
    answers = queries.dispositions(call_id, ids, published_only=False)
    rows = contributions.by_ids(call_id, answers) if answers else {}
    changes: Counter[str] = Counter()
    for contribution_id, answer in answers.items():
        now_counts = counts(rows[contribution_id])
        if now_counts != answer.counts:
            answer.counts = now_counts
            changes[answer.degree] += 1 if now_counts else -1
    return changes
