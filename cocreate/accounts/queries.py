"""Every question about people, agencies, seats and settings that is put to the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def _in_force(on: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    return sa.and_(Membership.starts_on <= on, Membership.ends_on.is_(None) | (Membership.ends_on >= on))


def local_today() -> date:
    """The date where the installation stands."""
    return today(settings().timezone)


def actor_statement(*beside: Any) -> sa.Select[Any]:
    """All that `load_actor` needs, in one statement, a row for each seat; `beside` are columns to be read with it."""
    columns = (User, SiteSetting.value, Membership.role, Agency.path, *beside)
    held = sa.and_(Membership.user_id == User.id, _in_force(sa.bindparam("on", type_=sa.Date)))
    joined = (
        sa.select(*columns).select_from(User).outerjoin(SiteSetting, SiteSetting.key == "participation_level")
    )
    joined = joined.outerjoin(Membership, held).outerjoin(Agency, Agency.id == Membership.agency_id)
    return joined.where(User.id == sa.bindparam("user_id")).order_by(Membership.id)


ACTOR = actor_statement()


def load_actor(user_id: int, epoch: int) -> Actor:
    """Whose session it is, in one statement: a guest's when signed out everywhere or the account is closed."""
    return load_actor_beside(ACTOR, user_id, epoch)[0]


def load_actor_beside(statement: sa.Select[Any], user_id: int, epoch: int) -> tuple[Actor, Sequence[Any]]:
    """The same by an `actor_statement`, with what that asks beside; nothing of it for a guest."""
    rows = db.session.execute(statement, {"user_id": user_id, "on": local_today()}).all()
    if not rows or rows[0][0].epoch != epoch or rows[0][0].closed_at is not None:
        return Actor.guest(), ()
    user, level, _role, _path, *beside = rows[0]
    seats = tuple(Seat(row[2].value, row[3]) for row in rows if row[2] is not None)
    chosen = {} if level is None else {"participation_level": level}
    return Actor(user=user, memberships=seats, settings=chosen), beside


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


def nearest_holders(role: Role, path: str) -> list[User]:
    """The people who hold a role today in the agency at `path`, or, where nobody does, in the next one above it."""
    above = [int(part) for part in path.strip("/").split("/")]
    held = sa.select(User, Membership.agency_id).join(Membership, Membership.user_id == User.id)
    held = held.where(User.closed_at.is_(None), Membership.role == role, Membership.agency_id.in_(above))
    rows = db.session.execute(held.where(_in_force(local_today())).order_by(User.id)).all()
    nearest = max((above.index(agency_id) for _user, agency_id in rows), default=0)
    return list({user.id: user for user, agency_id in rows if above.index(agency_id) == nearest}.values())


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
