"""A call with a moderator, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cocreate.accounts.models import Agency, User
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution, State
from cocreate.core.actor import Actor
from cocreate.moderation import queries, service
from cocreate.moderation.models import Act, Case, Decision
from cocreate.moderation.service import Verdict
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member

WORDS = "请删去手机号码后再发送一次。"


@dataclass
class Office:
    """An agency with a call, two moderators, and short ways to do what tests do again and again."""

    agency: Agency
    call: Call
    ann: User
    bea: User

    def waiting(self, call: Call | None = None, **given: Any) -> Contribution:
        """A contribution that waits."""
        return make_contribution(call or self.call, state=State.IN_REVIEW, **given)

    def case(self, contribution: Contribution) -> Case:
        """Its open case."""
        case = queries.find_open(contribution.call_id, contribution.id)
        assert case is not None
        return case

    def decide(
        self, contribution: Contribution, act: Act = Act.PUBLISH, by: User | None = None, **given: Any
    ) -> Decision:
        """Decide its open case as one of the moderators."""
        case = self.case(contribution)
        words = {} if act is Act.PUBLISH else {"rule_key": "privacy", "text": WORDS}
        verdict = Verdict(act, **{"version": case.version} | words | given)
        call = self.call if contribution.call_id == self.call.id else None
        assert call is not None
        return service.decide(self.actor(by), case, contribution, call, verdict)

    def actor(self, user: User | None = None) -> Actor:
        """One of the moderators, acting."""
        return actor_of(user or self.ann)


def open_office() -> Office:
    """An office in the database at hand, whatever the clock says."""
    agency = make_agency()
    ann, bea = make_member(agency, "moderator"), make_member(agency, "moderator")
    bea.name = "周宁"
    return Office(agency, make_call(agency=agency), ann, bea)
