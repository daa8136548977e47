"""Who may take part, and who may run the tree of agencies: rules that the other rooms build on."""

from __future__ import annotations

from typing import Any

from cocreate.accounts import texts
from cocreate.accounts.models import Role
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, anyone, is_system, rule

MOBILE, EMAIL = "mobile", "email"


@rule(_l("Please sign in first."))
def is_signed_in(actor: Actor, thing: Any) -> bool:
    """Someone with an open account."""
    return actor.user is not None and actor.user.closed_at is None


@rule(_l("Please verify a mobile number first."))
def is_verified(actor: Actor, thing: Any) -> bool:
    """A verified mobile number, or what the administrator has set instead."""
    if actor.user is None:
        return False
    is_mail_enough = actor.settings.get("participation_level", MOBILE) == EMAIL
    by_mail = is_mail_enough and actor.user.email_verified_at is not None
    return by_mail or actor.user.phone_verified_at is not None


@rule(_l("Please read and accept the present terms and privacy rules first."))
def has_accepted_texts(actor: Actor, thing: Any) -> bool:
    """A new version of the terms or of the privacy rules asks again."""
    return actor.user is not None and texts.is_accepted(actor.user)


@rule(_l("Your account is suspended for now. You can read, but not take part."))
def is_not_suspended(actor: Actor, thing: Any) -> bool:
    """Nobody has shut this person out for a time."""
    return actor.user is None or actor.user.suspended_until is None or actor.user.suspended_until <= now()


@rule(_l("Only the system administrator of this agency can do this."))
def is_system_admin(actor: Actor, agency: Any) -> bool:
    """Runs the agency at hand, or some agency when none is at hand."""
    return _holds(actor, Role.SYSTEM_ADMIN, agency)


@rule(_l("Only the system administrator of this agency can do this."))
def is_system_admin_there(actor: Actor, membership: Any) -> bool:
    """Runs the agency in which the membership is held."""
    return _holds(actor, Role.SYSTEM_ADMIN, membership.agency)


@rule(_l("Only a security administrator can do this."))
def is_security_admin(actor: Actor, agency: Any) -> bool:
    """Sets the rules."""
    return _holds(actor, Role.SECURITY_ADMIN, agency)


@rule(_l("Only an audit administrator can do this."))
def is_audit_admin(actor: Actor, agency: Any) -> bool:
    """Reads the audit trail."""
    return _holds(actor, Role.AUDIT_ADMIN, agency)


@rule(_l("This page is for people who work here."))
def is_staff(actor: Actor, thing: Any) -> bool:
    """Anyone with a seat in an agency."""
    return actor.user is not None and bool(actor.memberships)


def _holds(actor: Actor, role: Role, agency: Any) -> bool:
    if actor.user is None:
        return False
    return actor.holds_any(role) if agency is None else actor.holds(role, agency.path)


may_take_part = is_signed_in & is_not_suspended & is_verified & has_accepted_texts

POLICY: dict[str, Rule] = {
    "session.begin": anyone,
    "account.read": is_signed_in,
    "account.change": is_signed_in,
    "agency.list": is_system_admin,
    "agency.plant": is_system,
    "agency.create": is_system_admin,
    "agency.change": is_system_admin,
    "membership.add": is_system_admin,
    "membership.end": is_system_admin_there,
    "setting.change": is_security_admin,
}
