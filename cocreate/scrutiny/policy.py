"""Who looks at votes closely, who proposes to set them aside, and who decides."""

from __future__ import annotations

from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call
from cocreate.contributions.policy import of_call
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule
from cocreate.scrutiny.models import DecisionState, VoteDecision
from cocreate.scrutiny.queries import Round

Thing = tuple[Round | VoteDecision, Call]


@rule(_l("Only the supervisors and approvers of this agency review votes."))
def reviews(actor: Actor, call: Call) -> bool:
    return any(actor.holds(role, call.agency_path) for role in ("supervisor", "approver"))


@rule(_l("In a secret ballot nobody can tell which votes are whose, so none can be set aside."))
def is_not_secret(actor: Actor, thing: Thing) -> bool:
    return not getattr(thing[0], "is_secret", False)


@rule(_l("This has been decided already."))
def is_waiting(actor: Actor, thing: Thing) -> bool:
    return isinstance(thing[0], VoteDecision) and thing[0].state is DecisionState.PROPOSED


@rule(_l("Somebody else than the person who proposed it decides."))
def is_another(actor: Actor, thing: Thing) -> bool:
    return isinstance(thing[0], VoteDecision) and thing[0].proposed_by_id != actor.user_id


POLICY: dict[str, Rule] = {
    "votes.review": reviews,
    "votes.review_one": of_call(reviews),
    "votes.set_aside": of_call(reviews) & is_not_secret,
    "votes.decide": of_call(reviews) & is_waiting & is_another,
    "votes.read_decisions": of_calls.is_released | of_calls.is_staff,
}
