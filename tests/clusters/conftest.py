"""A call whose contributions an editor groups, and people who vote on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cocreate.accounts.models import User
from cocreate.ballots import service as ballots
from cocreate.calls.models import Call, Stage
from cocreate.clusters import queries, service
from cocreate.clusters.models import Cluster
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user


@dataclass
class Table:
    """The call and the people of a test."""

    call: Call
    editor: User

    @property
    def hand(self) -> Actor:
        return actor_of(self.editor)

    def send(self, body: str = "建议装电梯。", author: User | None = None, **changes: Any) -> Contribution:
        return make_contribution(self.call, author=author, body=body, **changes)

    def several(self, count: int) -> list[Contribution]:
        return [self.send(f"第{number}条：建议装电梯。") for number in range(count)]

    def make(self, *rows: Contribution, title: str = "装电梯") -> Cluster:
        return service.make(self.hand, self.call, [row.id for row in rows], title)

    def support(self, row: Contribution, voter: User | None = None) -> None:
        ballots.support(actor_of(voter or make_user()), row, self.call)

    def members(self, cluster: Cluster) -> list[int]:
        return queries.member_ids(self.call.id, cluster.id)


@pytest.fixture
def table(db_session: Any) -> Table:
    agency = make_agency()
    return Table(make_call(agency=agency, stage=Stage.COLLECTING), make_member(agency, "editor"))
