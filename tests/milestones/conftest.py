"""A published outcome with people who sent and supported what was promised, and the agency's staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from cocreate.accounts.models import Agency, User
from cocreate.ballots import service as ballots
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.milestones import promises, service
from cocreate.milestones.models import Milestone, Progress, Promise
from cocreate.milestones.rules import Step, Word
from cocreate.outcomes import publishing
from cocreate.outcomes import service as answers
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user

TREE: dict[str, Any] = {"blocks": [{"type": "paragraph", "text": [{"text": "单元门先装，年底前完成。"}]}]}


def in_days(count: int) -> date:
    return today() + timedelta(days=count)


def planned(count: int = 30, **changes: Any) -> Step:
    return Step(
        **{"state": Progress.PLANNED, "title": "首批十栋楼装上电梯", "planned_on": in_days(count)} | changes
    )


def done(**changes: Any) -> Step:
    return Step(**{"state": Progress.DONE, "title": "首批十栋楼装上电梯", "actual_on": today()} | changes)


@dataclass
class Aftermath:
    """The people and the call of a test: one contribution was promised to be looked at, the other refused."""

    agency: Agency
    call: Call
    editor: User
    approver: User
    moderator: User
    author: User
    supporters: list[User]
    kept: Contribution
    refused: Contribution

    @property
    def hand(self) -> Actor:
        return actor_of(self.editor)

    @property
    def people(self) -> list[User]:
        return [self.author, *self.supporters]

    def plan(self, step: Step | None = None) -> Milestone:
        return service.plan(self.hand, self.call, step or planned(numbers=(self.kept.number,)))

    def due(self, milestone: Milestone) -> Promise:
        """The promise of a step, asked about at once."""
        service.change(self.hand, milestone, self.call, done(numbers=(self.kept.number,)))
        promises.ask_due()
        return self.promise(milestone)

    def promise(self, milestone: Milestone) -> Promise:
        return db.session.query(Promise).filter_by(call_id=self.call.id, milestone_id=milestone.id).one()

    def say(
        self, user: User, promise: Promise, kept: str = "kept", rating: int | None = 4, comment: str = ""
    ) -> Any:
        return promises.confirm(actor_of(user), promise, self.call, Word(kept, rating, comment))


def publish(call: Call, editor: User, approver: User) -> None:
    hand, seal = actor_of(editor), actor_of(approver)
    publishing.write(hand, call, TREE)
    publishing.submit(hand, call)
    publishing.approve(seal, call)
    publishing.publish(seal, call)


@pytest.fixture
def office(db_session: Any, clock: Any) -> Aftermath:
    agency = make_agency()
    editor, approver, moderator = (make_member(agency, role) for role in ("editor", "approver", "moderator"))
    call = make_call(agency=agency)
    author, supporters = make_user("宋远"), [make_user() for _ in range(5)]
    kept, refused = make_contribution(call, author=author), make_contribution(call, author=make_user())
    for one in supporters:
        ballots.support(actor_of(one), kept, call)
    call.stage = Stage.ANSWERING
    db.session.flush()
    hand = actor_of(editor)
    plan = AnswerDraft("planned", reason="要等明年的预算定下来。", review_date=in_days(60))
    answers.answer(hand, kept, call, plan)
    answers.answer(hand, refused, call, AnswerDraft("not_adopted", reason="这条路归省里管，我们已经转告。"))
    publish(call, editor, approver)
    return Aftermath(agency, call, editor, approver, moderator, author, supporters, kept, refused)
