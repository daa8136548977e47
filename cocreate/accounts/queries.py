"""Every question about people, agencies, seats and settings that is put to the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.accounts.addresses import Address, Kind
from cocreate.accounts.models import Agency, Failure, Membership, Role, SignInCode, SiteSetting, User
from cocreate.core.actor import Actor, Seat
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.settings import settings


def get_user(user_id: int) -> User:
    """A person by id. NotFound when there is none."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(_l("There is no such account."))
    return user


def users(user_ids: Collection[int]) -> dict[int, User]:
    """People by id, in one statement."""
    found = db.session.scalars(sa.select(User).where(User.id.in_(user_ids))) if user_ids else ()
    return {user.id: user for user in found}


def find_by_address(address: Address) -> User | None:
    """Whose number or mail address this is, or None."""
    column = User.phone if address.kind is Kind.PHONE else User.email
    return db.session.scalar(sa.select(User).where(column == address.value))


def _in_force(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(Membership.starts_on <= on, Membership.ends_on.is_(None) | (Membership.ends_on >= on))


def local_today() -> date:
    """The date where the installation stands."""
    return today(settings().timezone)


def seats_of(user_id: int, on: date) -> tuple[Seat, ...]:
    """The roles a person holds on a day, each with the path of its agency."""
    held = sa.select(Membership.role, Agency.path).join(Agency, Agency.id == Membership.agency_id)
    held = held.where(Membership.user_id == user_id, _in_force(on)).order_by(Membership.id)
    rows = db.session.execute(held)
    return tuple(Seat(role.value, path) for role, path in rows)


def load_actor(user_id: int, epoch: int) -> Actor:
    """Whose session it is, in two statements: a guest's when signed out everywhere or the account is closed."""
    found = sa.select(User, SiteSetting.value).outerjoin(
        SiteSetting, SiteSetting.key == "participation_level"
    )
    row = db.session.execute(found.where(User.id == user_id)).one_or_none()
    if row is None or row[0].epoch != epoch or row[0].closed_at is not None:
        return Actor.guest()
    chosen = {} if row[1] is None else {"participation_level": row[1]}
    return Actor(user=row[0], memberships=seats_of(user_id, local_today()), settings=chosen)


def actor_of(user: User) -> Actor:
    """The same for a person at hand, as jobs and commands that act for somebody need it."""
    return load_actor(user.id, user.epoch)


def agency(slug: str) -> Agency:
    """An agency by slug. NotFound when there is none."""
    # A NUL, which an address can carry as %00, is more than PostgreSQL can compare.
    found = db.session.scalar(sa.select(Agency).where(Agency.slug == slug)) if "\0" not in slug else None
    if found is None:
        raise NotFound(_l("There is no such agency."))
    return found


def root_agency() -> Agency | None:
    """The top of the tree, or None before the first administrator is made."""
    return db.session.scalar(sa.select(Agency).where(Agency.parent_id.is_(None)))


def agencies(under: Collection[str] = ("/",)) -> list[Agency]:
    """The agencies at or below the given paths, each after the one above it."""
    below = [Agency.path.startswith(path, autoescape=True) for path in under]
    found = db.session.scalars(sa.select(Agency).where(sa.or_(sa.false(), *below)))
    return sorted(found, key=lambda one: [int(part) for part in one.path.strip("/").split("/")])


def membership(membership_id: int) -> Membership:
    """A membership with its agency and its person. NotFound when there is none."""
    loaded = sa.select(Membership).options(joinedload(Membership.agency), joinedload(Membership.user))
    # A number that no database can hold comes from an address that somebody made up.
    is_possible = 0 < membership_id < 2**63
    found = db.session.scalar(loaded.where(Membership.id == membership_id)) if is_possible else None
    if found is None:
        raise NotFound(_l("There is no such membership."))
    return found


def members(agency_id: int) -> list[Membership]:
    """All memberships of one agency with their people, those in force first, the newest on top."""
    chosen = sa.select(Membership).options(joinedload(Membership.user))
    chosen = chosen.where(Membership.agency_id == agency_id)
    on = local_today()
    found = db.session.scalars(chosen.order_by(Membership.starts_on.desc(), Membership.id.desc()))
    return sorted(found, key=lambda one: one.ends_on is not None and one.ends_on < on)


def memberships_of(user_id: int) -> list[Membership]:
    """All memberships of one person with their agencies."""
    chosen = sa.select(Membership).options(joinedload(Membership.agency)).where(Membership.user_id == user_id)
    return list(db.session.scalars(chosen.order_by(Membership.id)))


def holders(role: Role, path: str) -> list[User]:
    """The people who hold a role today for the agency at `path`, in it or above it."""
    above = [int(part) for part in path.strip("/").split("/")]
    held = sa.select(User).join(Membership, Membership.user_id == User.id).where(User.closed_at.is_(None))
    held = held.where(Membership.role == role, Membership.agency_id.in_(above), _in_force(local_today()))
    return list(db.session.scalars(held.distinct().order_by(User.id)))


def settings_dict() -> dict[str, Any]:
    """All settings that administrators have changed."""
    return {one.key: one.value for one in db.session.scalars(sa.select(SiteSetting))}


def code(code_id: int) -> SignInCode | None:
    """A code that was sent, or None once it has been swept away."""
    return db.session.get(SignInCode, code_id)


def codes_since(address: str, client: str, since: datetime) -> list[SignInCode]:
    """The codes sent to an address or asked for by a client (both digests) since a moment, oldest first."""
    either = (SignInCode.address == address) | (SignInCode.client == client)
    recent = sa.select(SignInCode).where(either, SignInCode.sent_at > since)
    return list(db.session.scalars(recent.order_by(SignInCode.sent_at, SignInCode.id)))


def failures(keys: Collection[str], since: datetime) -> dict[str, list[datetime]]:
    """When each key failed since a moment, oldest first."""
    recent = sa.select(Failure.key, Failure.at).where(Failure.key.in_(keys), Failure.at > since)
    found: dict[str, list[datetime]] = {key: [] for key in keys}
    for key, at in db.session.execute(recent.order_by(Failure.at)):
        found[key].append(at)
    return found
