"""Who may send, read, change and withdraw."""

from __future__ import annotations

from cocreate.accounts.policy import may_take_part
from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call, Participation, Stage
from cocreate.contributions.models import Contribution, State
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, anyone, is_system, rule


@rule(_l("This contribution is not public."))
def is_listed(actor: Actor, contribution: Contribution) -> bool:
    return contribution.is_listed


@rule(_l("Only its author can do that."))
def is_author(actor: Actor, contribution: Contribution) -> bool:
    return actor.user_id is not None and contribution.author_id == actor.user_id


@rule(_l("Only the staff of this agency can see that."))
def is_staff(actor: Actor, thing: tuple[Contribution, Call]) -> bool:
    contribution, call = thing
    return of_calls.is_staff.why_not(actor, call) is None


@rule(_l("It has been withdrawn already."))
def is_not_withdrawn(actor: Actor, contribution: Contribution) -> bool:
    return contribution.state is not State.WITHDRAWN


@rule(_l("Words can be changed while they wait for review or after they were returned to you."))
def can_change(actor: Actor, contribution: Contribution) -> bool:
    return contribution.state in (State.IN_REVIEW, State.RETURNED)


@rule(_l("This call is for members of the agency."))
def is_invited(actor: Actor, call: Call) -> bool:
    if call.participation is not Participation.AGENCY:
        return True
    return any(
        seat.path.startswith(call.agency_path) or call.agency_path.startswith(seat.path)
        for seat in actor.memberships
    )


@rule(_l("Comments are closed."))
def takes_comments(actor: Actor, call: Call) -> bool:
    return call.is_released and of_calls.is_open.why_not(actor, call) is None


@rule(_l("Only editors and moderators of this agency can enter what was said elsewhere."))
def is_clerk(actor: Actor, call: Call) -> bool:
    return any(actor.holds(role, call.agency_path) for role in ("editor", "moderator"))


@rule(
    _l("Contributions from elsewhere are entered from the opening of a call until its answers are published.")
)
def takes_entries(actor: Actor, call: Call) -> bool:
    return call.is_released and call.stage in (Stage.COLLECTING, Stage.VOTING, Stage.ANSWERING)


def of_contribution(of_one: Rule) -> Rule:
    """The same rule, asked of a pair of contribution and call."""
    return Rule(lambda actor, thing: of_one.why_not(actor, thing[0]), of_one.name)


def of_call(of_one: Rule) -> Rule:
    """The same rule, asked of the call in a pair of contribution and call."""
    return Rule(lambda actor, thing: of_one.why_not(actor, thing[1]), of_one.name)


POLICY: dict[str, Rule] = {
    "contribution.draft": of_calls.is_released,
    "contribution.submit": may_take_part & is_invited & of_calls.is_collecting,
    "contribution.comment": may_take_part
    & of_call(is_invited)
    & of_call(takes_comments)
    & of_contribution(is_listed),
    "contribution.read": of_contribution(is_listed) | of_contribution(is_author) | is_staff,
    "contribution.hold_receipt": of_contribution(is_author),
    "contribution.revise": of_contribution(is_author)
    & of_contribution(can_change)
    & of_call(of_calls.is_open),
    "contribution.withdraw": of_contribution(is_author)
    & of_contribution(is_not_withdrawn)
    & of_call(of_calls.is_open),
    "contribution.assess": of_call(of_calls.is_editor) & of_call(of_calls.is_open),
    "contribution.lookup": anyone,
    "contribution.import": is_system,
    "contribution.enter": is_clerk & takes_entries,
    "contribution.hold_slip": of_call(is_clerk),
}
