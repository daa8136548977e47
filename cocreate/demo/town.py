"""Founds the demo city: its tree of agencies, its staff with their roles, and the people who take part."""

from __future__ import annotations

from dataclasses import dataclass, field

from cocreate.accounts import addresses, agencies, digests
from cocreate.accounts import queries as accounts
from cocreate.accounts import service as account_acts
from cocreate.accounts.models import Agency, User
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.demo.reading import Entry


@dataclass
class Town:
    """Who is there: agencies by key, everyone who can act by name, and who holds which role where."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    seats: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)

    def holder(self, role: str, agency: str, turn: int = 0) -> Actor:
        """Somebody with the role in the agency or the nearest one above; `turn` lets colleagues alternate."""
        names = self.seats.get((agency, role))
        if names:
            return self.actors[names[turn % len(names)]]
        above = self.parents[agency]
        if above is None:
            raise LookupError(f"Nobody is {role}.")
        return self.holder(role, above, turn)


def found(city: Entry, people: list[Entry]) -> Town:
    """Make agencies, staff and people, in the present transaction."""
    town = Town()
    admin = next(one for one in city["staff"] if one["role"] == "system_admin")
    for entry in city["agencies"]:
        if entry["parent"] is None:
            town.agencies[entry["key"]] = _plant(town, entry)
            _seat(town, admin)
        else:
            _plant_below(town, entry, town.actors[admin["name"]])
        town.parents[entry["key"]] = entry["parent"]
    for entry in city["staff"]:
        if entry is not admin:
            _seat(town, entry)
    for entry in people:
        _settle(town, entry, entry["language"])
    _give_password(town, [one["name"] for one in _known(city, people)], city["password"])
    return town


def _known(city: Entry, people: list[Entry]) -> list[Entry]:
    """Those whose accounts are told at the start: the first citizen, and one member of staff for each role."""
    return [people[0], *(one for one in city["staff"] if one["is_demo_account"])]


def _plant(town: Town, entry: Entry) -> Agency:
    agency = agencies.create_agency(Actor.system(), None, entry["slug"], entry["name"], entry["name_en"])
    agency.contact = entry["contact"]
    return agency


def _plant_below(town: Town, entry: Entry, admin: Actor) -> None:
    parent = town.agencies[entry["parent"]]
    agency = agencies.create_agency(admin, parent, entry["slug"], entry["name"], entry["name_en"])
    agencies.change_agency(
        admin,
        agency,
        entry["name"],
        entry["name_en"],
        entry["contact"],
        agency.approvals_needed,
        agency.answer_days,
    )
    town.agencies[entry["key"]] = agency


def _seat(town: Town, entry: Entry) -> None:
    agency = town.agencies[entry["agency"]]
    agencies.create_admin(Actor.system(), entry["phone"], entry["name"], entry["role"], agency)
    _settle(town, entry, "zh")
    town.seats.setdefault((entry["agency"], entry["role"]), []).append(entry["name"])


def _settle(town: Town, entry: Entry, language: str) -> None:
    """An account that has agreed to the terms, and may act from now on."""
    user = agencies.find_or_make(Actor.system(), addresses.read(entry["phone"]), entry["name"], language)
    account_acts.accept_texts(accounts.actor_of(user), accepts=True)
    town.actors[entry["name"]] = accounts.actor_of(user)


def _give_password(town: Town, names: list[str], password: str) -> None:
    """Hashing is slow by intent, so the demo accounts, whose password is printed anyway, share one hash."""
    shared = digests.of_password(password)
    for name in names:
        user: User = town.actors[name].user
        user.password_hash = shared
    db.session.flush()
