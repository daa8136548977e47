"""Keeps the number of answers by degree equal to the rows, also when a contribution stops or starts to count."""

from __future__ import annotations

from collections.abc import Mapping

from cocreate.contributions import queries as contributions
from cocreate.contributions.events import ContributionMoved, ValidityAssessed
from cocreate.contributions.models import Contribution
from cocreate.contributions.rules import wants_answer
from cocreate.core.db import db
from cocreate.core.dialect import insert
from cocreate.outcomes import queries
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
    answer = queries.disposition(event.call_id, event.contribution_id, published_only=False)
    if answer is None:
        return
    now_counts = counts(contributions.get_by_id(event.call_id, event.contribution_id))
    if now_counts != answer.counts:
        answer.counts = now_counts
        db.session.flush()
        add(event.call_id, {answer.degree: 1 if now_counts else -1})
