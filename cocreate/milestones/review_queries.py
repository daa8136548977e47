"""What citizens wrote outside contributions and no moderator has read yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.milestones.models import Confirmation, Milestone, Promise
from cocreate.outcomes.question_models import FollowUp, Standing


@dataclass(frozen=True)
class Waiting:
    """Words that wait, with their call and what they are about."""

    words: Confirmation | FollowUp
    call: Call
    about: Contribution | Milestone | None

    @property
    def key(self) -> str:
        """What names these words in an address."""
        if isinstance(self.words, FollowUp):
            return f"q-{self.words.contribution_id}-{self.words.answer_number}"
        return f"p-{self.words.promise_id}-{self.words.user_id}"


def waiting(paths: Sequence[str], limit: int = 50) -> list[Waiting]:
    """What waits in calls of the agencies at these paths and below, the oldest first; two statements."""
    within = sa.or_(sa.false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
    said = (
        sa.select(Confirmation, Call, Milestone, Contribution)
        .join(
            Promise, sa.and_(Promise.call_id == Confirmation.call_id, Promise.id == Confirmation.promise_id)
        )
        .outerjoin(
            Milestone, sa.and_(Milestone.call_id == Promise.call_id, Milestone.id == Promise.milestone_id)
        )
        .outerjoin(Contribution, _same(Promise))
        .join(Call, Call.id == Confirmation.call_id)
        .join(Call.agency)
        .where(Confirmation.standing == Standing.WAITING, Confirmation.comment != "", within)
        .order_by(Confirmation.changed_at)
        .limit(limit)
        # Most promises are of a step and have no contribution, so its words must not be asked for by an inner join.
        .options(joinedload(Contribution.revision, innerjoin=False))
    )
    asked = (
        sa.select(FollowUp, Call, Contribution)
        .join(Contribution, _same(FollowUp))
        .join(Call, Call.id == FollowUp.call_id)
        .join(Call.agency)
        .where(FollowUp.standing == Standing.WAITING, within)
        .order_by(FollowUp.asked_at)
        .limit(limit)
    )
    found = [Waiting(words, call, step or row) for words, call, step, row in db.session.execute(said)]
    return [*found, *(Waiting(*row) for row in db.session.execute(asked))]


def _same(model: type[Promise] | type[FollowUp]) -> sa.ColumnElement[bool]:
    return sa.and_(Contribution.call_id == model.call_id, Contribution.id == model.contribution_id)


def get(call_id: int, key: str) -> Confirmation | FollowUp:
    """The words that this key names in a call. NotFound when there are none."""
    kind, _dash, rest = key.partition("-")
    first, _dash, second = rest.partition("-")
    found: Confirmation | FollowUp | None = None
    if first.isdecimal() and second.isdecimal() and max(len(first), len(second)) < 19:
        wanted = (call_id, int(first), int(second))
        if kind == "p":
            found = db.session.get(Confirmation, wanted)
        elif kind == "q":
            found = db.session.get(FollowUp, wanted)
    if found is None:
        raise NotFound(_l("These words are not there any more."))
    return found
