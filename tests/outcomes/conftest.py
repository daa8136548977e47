"""A call that is being answered, with an editor and an approver of its agency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cocreate.accounts.models import Agency, User
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.outcomes import publishing, service
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user

TREE: dict[str, Any] = {
    "blocks": [{"type": "paragraph", "text": [{"text": "一、单元门先装。二、费用按楼层分摊。"}]}]
}
REFUSAL = AnswerDraft("not_adopted", reason="这条路归省里管，我们已经转告。")


@dataclass
class Desk:
    """The people and the call of a test."""

    agency: Agency
    call: Call
    editor: User
    approver: User
    author: User

    @property
    def hand(self) -> Actor:
        return actor_of(self.editor)

    @property
    def seal(self) -> Actor:
        return actor_of(self.approver)

    def contribution(self, **changes: Any) -> Contribution:
        return make_contribution(self.call, author=self.author, **changes)

    def answer(self, contribution: Contribution, draft: AnswerDraft = REFUSAL) -> Any:
        return service.answer(self.hand, contribution, self.call, draft)

    def approve(self) -> None:
        publishing.write(self.hand, self.call, TREE)
        publishing.submit(self.hand, self.call)
        publishing.approve(self.seal, self.call)

    def publish(self) -> None:
        self.approve()
        publishing.publish(self.seal, self.call)


@pytest.fixture
def desk(db_session: Any) -> Desk:
    agency = make_agency()
    editor, approver = make_member(agency, "editor"), make_member(agency, "approver")
    return Desk(agency, make_call(agency=agency, stage=Stage.ANSWERING), editor, approver, make_user())


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """The facts that the room told during this test."""
    told: list[Any] = []
    for module in (service, publishing):
        real = module.emit

        def tell(fact: Any, real: Any = real) -> None:
            told.append(fact)
            real(fact)

        monkeypatch.setattr(module, "emit", tell)
    return lambda: told
