"""Who may set up ballots, vote in them, and see their results."""

from __future__ import annotations

from cocreate.accounts.policy import may_take_part
from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call
from cocreate.contributions.policy import is_invited, of_call
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, is_system, rule
from cocreate.polls.models import Electorate, Poll, Showing

Thing = tuple[Poll, Call]


@rule(_l("Voting in this ballot has not begun yet, or it is over."))
def is_open(actor: Actor, thing: Thing) -> bool:
    return thing[0].is_open


@rule(_l("Only members of the agency vote in this ballot."))
def is_elector(actor: Actor, thing: Thing) -> bool:
    poll, call = thing
    if poll.electorate is Electorate.STANDARD:
        return True
    paths = (seat.path for seat in actor.memberships)
    return any(path.startswith(call.agency_path) or call.agency_path.startswith(path) for path in paths)


@rule(_l("The result is shown when voting is over and the agency has approved it."))
def is_shown(actor: Actor, thing: Thing) -> bool:
    poll, call = thing
    if poll.showing is Showing.LIVE:
        return call.is_released
    return poll.showing is Showing.AFTER_CLOSE and poll.is_over and poll.approved_at is not None


@rule(_l("While people vote, nobody sees the result, so that it can't sway them."))
def is_over(actor: Actor, thing: Thing) -> bool:
    return thing[0].is_over


@rule(_l("Only the approvers of this agency can do that."))
def is_approver(actor: Actor, thing: Thing) -> bool:
    return actor.holds("approver", thing[1].agency_path)


@rule(_l("The result has been approved already."))
def is_unapproved(actor: Actor, thing: Thing) -> bool:
    return thing[0].approved_at is None


POLICY: dict[str, Rule] = {
    "poll.create": of_calls.is_editor & of_calls.is_open,
    "poll.change": of_call(of_calls.is_editor),
    "poll.read": of_call(of_calls.is_released | of_calls.is_staff),
    "poll.vote": may_take_part & of_call(of_calls.is_released) & of_call(is_invited) & is_elector & is_open,
    "poll.approve": is_approver & is_over & is_unapproved,
    "poll.results": is_shown | (of_call(of_calls.is_staff) & is_over),
    "poll.import": is_system,
}
