"""Who may give contributions to departments, and who may do what with them there."""

from __future__ import annotations

from cocreate.calls import policy as of_calls
from cocreate.calls.models import Call
from cocreate.contributions import policy as of_contributions
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule
from cocreate.handling import queries
from cocreate.handling.models import Act, Assignment
from cocreate.handling.rules import WHO, WHO_WHY, Side


def sides(actor: Actor, assignment: Assignment) -> set[Side]:
    """On which sides of an assignment this person stands; roles hold for everything below."""
    giver, department = assignment.call.agency_path, assignment.agency.path
    held = {
        Side.GIVER: actor.holds("editor", giver),
        Side.DEPARTMENT: actor.holds("editor", department),
        Side.APPROVER: actor.holds("approver", giver),
        Side.SUPERVISOR: actor.holds("supervisor", giver) or actor.holds("supervisor", department),
    }
    return {side for side, is_held in held.items() if is_held}


def _by_side(act: Act) -> Rule:
    @rule(WHO_WHY[act])
    def stands_there(actor: Actor, assignment: Assignment) -> bool:
        return bool(WHO[act] & sides(actor, assignment))

    return stands_there


@rule(_l("Only those who work on it can see this assignment."))
def works_on_it(actor: Actor, assignment: Assignment) -> bool:
    return bool(sides(actor, assignment)) or actor.holds("approver", assignment.agency.path)


@rule(_l("This page is for people who work here."))
def works_somewhere(actor: Actor, thing: object) -> bool:
    return actor.holds_any("editor", "approver", "supervisor")


@rule(_l("Only a supervisor can see this."))
def supervises_somewhere(actor: Actor, thing: object) -> bool:
    return actor.holds_any("supervisor")


@rule(_l("Only a supervisor can do that."))
def supervises(actor: Actor, call: Call) -> bool:
    return actor.holds("supervisor", call.agency_path)


@rule(_l("Only an approver of this agency can do that."))
def approves(actor: Actor, call: Call) -> bool:
    return actor.holds("approver", call.agency_path)


@rule(_l("This contribution is not public."))
def is_assigned(actor: Actor, thing: tuple[Contribution, Call]) -> bool:
    """An editor of a department that has the contribution in hand may read it, and nothing more."""
    contribution, _call = thing
    paths = actor.paths("editor")
    return bool(paths) and queries.is_assigned(contribution.call_id, contribution.id, paths)


POLICY: dict[str, Rule] = {
    # Opens what the room below declares: it can't know of assignments.
    "contribution.read": of_contributions.POLICY["contribution.read"] | is_assigned,
    "assignment.list_own": works_somewhere,
    "assignment.read": works_on_it,
    "assignment.give": of_calls.is_editor & of_calls.is_released & of_calls.is_open,
    **{f"assignment.{act.value}": _by_side(act) for act in WHO},
    "deadline.read": of_calls.is_staff,
    "deadline.ask": of_calls.is_editor & of_calls.is_released & of_calls.is_open,
    "deadline.extend": approves & of_calls.is_open,
    "deadline.refuse": approves & of_calls.is_open,
    "deadline.supervise": supervises & of_calls.is_open,
    "clock.read": supervises_somewhere,
}
