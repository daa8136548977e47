"""A call being answered, its agency, a department below it, and the people on each side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cocreate.accounts.models import Agency, User
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.handling import queries, service
from cocreate.handling.models import Assignment
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user


@dataclass
class Office:
    """The people and the call of a test."""

    root: Agency
    agency: Agency
    department: Agency
    beside: Agency
    call: Call
    editor: User
    approver: User
    clerk: User
    supervisor: User
    author: User

    @property
    def giver(self) -> Actor:
        return actor_of(self.editor)

    @property
    def hand(self) -> Actor:
        return actor_of(self.clerk)

    @property
    def eye(self) -> Actor:
        return actor_of(self.supervisor)

    @property
    def seal(self) -> Actor:
        return actor_of(self.approver)

    def contribution(self, **changes: Any) -> Contribution:
        return make_contribution(self.call, author=self.author, **changes)

    def give(self, *contributions: Contribution, days: int = 5, **more: Any) -> Assignment:
        """Give contributions (a new one unless named) to the department; returns the first assignment."""
        chosen = contributions or (self.contribution(),)
        service.give(self.giver, self.call, chosen, self.department, days=days, **more)
        return queries.get(chosen[0].number, self.department.slug)


def make_office() -> Office:
    """An office, in the present transaction."""
    root = make_agency("市政府")
    agency = make_agency("市住房和城乡建设局", parent=root)
    department = make_agency("物业科", parent=agency, name_en="Property Division")
    beside = make_agency("市交通局", parent=root)
    return Office(
        root,
        agency,
        department,
        beside,
        make_call(agency=agency, stage=Stage.ANSWERING),
        make_member(agency, "editor"),
        make_member(agency, "approver"),
        make_member(department, "editor", user=make_user("王科员")),
        make_member(root, "supervisor", user=make_user("督查员")),
        make_user("欧阳娜娜"),
    )


@pytest.fixture
def office(db_session: Any) -> Office:
    return make_office()
