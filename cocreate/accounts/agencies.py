"""Verbs of administrators: agencies, who holds which role in them, and settings of the site."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from cocreate.accounts import addresses, digests, queries, rules
from cocreate.accounts.addresses import Address, Kind
from cocreate.accounts.models import Agency, Language, Membership, Role, SiteSetting, User
from cocreate.accounts.policy import EMAIL, MOBILE
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.core.unicode import clean_line

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY = re.compile(r"[a-z][a-z0-9_.]{0,59}")


def create_agency(actor: Actor, parent: Agency | None, slug: str, name: str, name_en: str = "") -> Agency:
    """Put an agency below another, or with None at the root, which only an operator's command can do.

    Invalid by field for a bad slug or name; Conflict for a second root."""
    require(actor, "agency.create" if parent is not None else "agency.plant", parent)
    if parent is None and queries.root_agency() is not None:
        raise Conflict(_l("There is a root agency already; one installation is one tree."))
    slug = _free_slug(slug)
    agency_id = new_id()
    agency = Agency(
        id=agency_id,
        parent_id=parent.id if parent is not None else None,
        slug=slug,
        path=f"{parent.path if parent is not None else '/'}{agency_id}/",
        **_names(name, name_en),
    )
    db.session.add(agency)
    db.session.flush()
    return agency


def change_agency(
    actor: Actor,
    agency: Agency,
    name: str,
    name_en: str,
    contact: dict[str, str],
    approvals_needed: int,
    answer_days: int,
    may_show_at_once: bool = False,
) -> Agency:
    """Change what an agency is called, how it is reached, its limits (approvals 1 to 3, days 1 to 180), and whether its
    calls may show contributions before they are reviewed."""
    require(actor, "agency.change", agency)
    if not 1 <= approvals_needed <= 3:
        raise Invalid(_l("An outcome is approved by one to three other people."), "approvals_needed")
    if not 1 <= answer_days <= 180:
        raise Invalid(_l("The time to answer is between 1 and 180 days."), "answer_days")
    for field, value in _names(name, name_en).items():
        setattr(agency, field, value)
    agency.contact = {kind: _line(value, 200, kind) for kind, value in contact.items() if value.strip()}
    agency.approvals_needed, agency.answer_days = approvals_needed, answer_days
    agency.may_show_at_once = may_show_at_once
    db.session.flush()
    return agency


def _free_slug(slug: str) -> str:
    slug = slug.strip().lower()
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise Invalid(_l("Use small letters, digits and hyphens, such as housing-bureau."), "slug")
    if db.session.scalar(sa.select(Agency.id).where(Agency.slug == slug)) is not None:
        raise Invalid(_l("Another agency has this short name."), "slug")
    return slug


def _names(name: str, name_en: str) -> dict[str, str]:
    cleaned = _line(name, 80, "name")
    if not cleaned:
        raise Invalid(_l("Please give the agency a name."), "name")
    return {"name": cleaned, "name_en": _line(name_en, 120, "name_en")}


def _line(typed: str, limit: int, field: str) -> str:
    try:
        return clean_line(typed, limit).text
    except Invalid as refusal:
        raise Invalid(refusal.why, field) from None


def add_member(
    actor: Actor,
    agency: Agency,
    typed: str,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give the person with this number or mail address a role, from today on when no day is given.

    A role they held before is opened again. Invalid by field; nobody gives a role to themselves."""
    require(actor, "membership.add", agency)
    user = queries.find_by_address(addresses.read(typed))
    if user is None:
        raise Invalid(_l("Nobody has signed up with this address yet."), "address")
    if user.id == actor.user_id:
        raise Invalid(_l("Nobody can give a role to themselves."), "address")
    return _seat(user, agency, _role(role), starts_on or queries.local_today(), ends_on, actor.user_id)


def _role(name: str) -> Role:
    if name not in set(Role):
        raise Invalid(_l("There is no such role."), "role")
    return Role(name)


def _seat(
    user: User, agency: Agency, role: Role, starts_on: date, ends_on: date | None, by: int | None
) -> Membership:
    rules.check_term(starts_on, ends_on)
    today = queries.local_today()
    held = queries.memberships_of(user.id)
    open_roles = [one.role for one in held if one.ends_on is None or one.ends_on >= today]
    rules.check_separation(role, open_roles)
    membership = next((one for one in held if one.agency_id == agency.id and one.role is role), None)
    if membership is None:
        membership = Membership(user_id=user.id, agency_id=agency.id, role=role)
        db.session.add(membership)
    membership.starts_on, membership.ends_on, membership.created_by_id = starts_on, ends_on, by
    db.session.flush()
    return membership


def end_member(actor: Actor, membership: Membership) -> Membership:
    """End a role at once: yesterday was its last day."""
    require(actor, "membership.end", membership)
    if membership.user_id == actor.user_id:
        raise Conflict(_l("You can't end your own role. Please ask another administrator."))
    membership.ends_on = queries.local_today() - timedelta(days=1)
    db.session.flush()
    return membership


def create_admin(
    actor: Actor, typed: str, name: str, role: str, agency: Agency, password: str | None = None
) -> User:
    """Make (or find) an administrator's account and give it a seat; the operator vouches for the address."""
    require(actor, "agency.plant")
    address = addresses.read(typed)
    if password is not None:
        rules.check_password(password, [address.value])
    user = find_or_make(actor, address, name)
    user.password_hash = digests.of_password(password) if password is not None else user.password_hash
    _seat(user, agency, _role(role), queries.local_today(), None, None)
    return user


def find_or_make(actor: Actor, address: Address, name: str, language: str = Language.ZH) -> User:
    """The account of an address that an operator vouches for."""
    require(actor, "agency.plant")
    user = queries.find_by_address(address)
    if user is None:
        user = User(name=rules.read_name(name), language=Language(language))
        db.session.add(user)
    if address.kind is Kind.PHONE:
        user.phone, user.phone_verified_at = address.value, user.phone_verified_at or now()
    else:
        user.email, user.email_verified_at = address.value, user.email_verified_at or now()
    db.session.flush()
    return user


def change_setting(actor: Actor, key: str, value: Any) -> SiteSetting:
    """Change one setting of the site. Invalid for an odd key, or a level of participation that is none."""
    require(actor, "setting.change")
    if not KEY.fullmatch(key):
        raise Invalid(_l("A setting is named with small letters, digits, dots and underscores."), "key")
    if key == "participation_level" and value not in (MOBILE, EMAIL):
        raise Invalid(_l("The level of participation is either mobile or email."), "value")
    setting = db.session.get(SiteSetting, key) or SiteSetting(key=key)
    setting.value = value
    db.session.add(setting)
    db.session.flush()
    return setting
