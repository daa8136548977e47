"""A call that was answered and published, with something of every kind in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cocreate.accounts.models import User
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Channel, Contribution, Validity
from cocreate.core.actor import Actor
from cocreate.exchange import files, tables
from cocreate.exchange.files import Format
from cocreate.exchange.layouts import Layout
from cocreate.outcomes import publishing, service
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user
from tests.outcomes.conftest import TREE

ADOPTED = AnswerDraft("adopted", measure="写入第七条：先装北门那栋。")
REFUSED = AnswerDraft("not_adopted", reason="这条路归省里管，我们已经转告。")
COVERED = AnswerDraft("already_covered", reference="《实施细则》第三条", since="2025年1月")


class Answered:
    """A call of an agency with an editor and an approver; `publish` brings it to its end."""

    def __init__(self) -> None:
        agency = make_agency(name="市住房和城乡建设局")
        self.editor: User = make_member(agency, "editor")
        self.approver: User = make_member(agency, "approver")
        self.call: Call = make_call(agency=agency, stage=Stage.ANSWERING, slug="lifts")
        self.author = make_user("张祥瑞")

    @property
    def hand(self) -> Actor:
        return actor_of(self.editor)

    def said(self, draft: AnswerDraft | None = ADOPTED, **changes: Any) -> Contribution:
        """A contribution, answered unless `draft` is None."""
        one = make_contribution(self.call, **{"author": self.author} | changes)
        if draft is not None:
            service.answer(self.hand, one, self.call, draft)
        return one

    def answer_with_reason(self, one: Contribution, reason: str) -> None:
        service.answer(self.hand, one, self.call, AnswerDraft("not_adopted", reason=reason))

    def publish(self, next_steps: str = "三月开工。") -> None:
        publishing.write(self.hand, self.call, TREE, next_steps)
        publishing.submit(self.hand, self.call)
        publishing.approve(actor_of(self.approver), self.call)
        publishing.publish(actor_of(self.approver), self.call)


@pytest.fixture
def answered(db_session: Any) -> Answered:
    return Answered()


@pytest.fixture
def town(answered: Answered) -> Answered:
    """Published: one of each kind that matters for what may be shown."""
    answered.said(body="建议先装北门那栋。")
    answered.said(REFUSED, body="把省道也修一修。", channel=Channel.HOTLINE, author=make_user("Alice Brown"))
    answered.said(REFUSED, body="省道坑太多。", author=make_user("欧阳娜娜"))
    answered.said(COVERED, body="一楼要有补偿。", author=make_user("王小明", shows_name=True))
    answered.said(body="我家在三单元，父亲坐轮椅。", is_private=True, author=make_user("李四"))
    agreed = answered.said(None, body="同意楼上。")
    service.assess(answered.hand, [agreed], answered.call, Validity.MERE_AGREEMENT)
    answered.publish()
    return answered


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the table of a call in a format and return the file."""

    def run(call: Call, kind: str, layout: str = "standard", **how: Any) -> Path:
        out = tmp_path / f"{layout}.{kind}"
        actor = how.pop("actor", Actor.guest())
        files.write(tables.of_call(actor, call, Layout(layout), **how), Format(kind), out)
        return out

    return run
