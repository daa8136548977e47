"""Who may do what with a call, and when."""

from __future__ import annotations

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call, Stage
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, anyone, rule


@rule(_l("This call has not been published yet."))
def is_released(actor: Actor, call: Call) -> bool:
    return call.released_at is not None


@rule(_l("Only the editors of this agency can do that."))
def is_editor(actor: Actor, call: Call) -> bool:
    return actor.holds("editor", call.agency_path)


@rule(_l("Only the staff of this agency can see that."))
def is_staff(actor: Actor, call: Call) -> bool:
    roles = ("editor", "moderator", "approver", "supervisor")
    return any(actor.holds(role, call.agency_path) for role in roles)


@rule(_l("Only an editor of an agency can do that."))
def is_any_editor(actor: Actor, thing: object) -> bool:
    return actor.holds_any("editor")


@rule(_l("This page is for people who work on calls."))
def works_on_calls(actor: Actor, thing: object) -> bool:
    return actor.holds_any("editor", "moderator", "approver", "supervisor")


@rule(_l("Only an editor of that agency can open a call for it."))
def edits_for(actor: Actor, agency: object) -> bool:
    return actor.holds("editor", agency.path)  # type: ignore[attr-defined]


@rule(_l("This agency shows contributions after review; an administrator can allow it to show them at once."))
def may_show_at_once(actor: Actor, agency: Agency) -> bool:
    return agency.may_show_at_once


@rule(_l("This call is not taking contributions now."))
def is_collecting(actor: Actor, call: Call) -> bool:
    # The worker may be late to move the stage; the clock decides.
    open_now = call.closes_at is None or now() < call.closes_at
    return call.stage is Stage.COLLECTING and open_now


@rule(_l("Voting on this call is closed."))
def is_voting(actor: Actor, call: Call) -> bool:
    if call.stage is Stage.COLLECTING:
        return call.closes_at is None or now() < call.closes_at or call.votes_until is not None
    return call.stage is Stage.VOTING and (call.votes_until is None or now() < call.votes_until)


@rule(_l("The result of this call is published and stands as it is."))
def is_open(actor: Actor, call: Call) -> bool:
    return call.stage is not Stage.PUBLISHED


@rule(_l("This call has been published already."))
def is_unreleased(actor: Actor, call: Call) -> bool:
    return call.released_at is None


POLICY: dict[str, Rule] = {
    "call.list": anyone,
    "call.read": is_released | is_staff,
    "call.list_own": works_on_calls,
    "call.create": edits_for,
    "call.draft": is_any_editor,
    "call.show_at_once": may_show_at_once,
    "call.revise": is_editor & is_open,
    "call.release": is_editor & is_unreleased,
    "call.follow": is_released,
}
