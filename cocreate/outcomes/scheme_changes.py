"""Changing schemes of degrees: writing and copying them, their versions, the default of an agency, the choice of a call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.outcomes import rules, schemes
from cocreate.outcomes.desk_models import Scheme
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from cocreate.outcomes.publishing import begun
from cocreate.outcomes.rules import BUILT_IN, LIMITS, Group

FAMILY = re.compile(r"[a-z][a-z0-9-]{0,12}[a-z0-9]|[a-z]")  # leaves room for "-12", the number of a version
KEY = re.compile(r"[a-z0-9_]{1,11}")
FIELDS = (*LIMITS, "review_date")
MOST = 12


def save(actor: Actor, agency: Agency, data: Mapping[str, Any]) -> Scheme:
    """Make a scheme of plain values, or change it: {"slug", "name", "name_en", "default", "degrees": [{"key", "name",
    "name_en", "group", "like", "needs", "may"}, …]}. Invalid by field.

    What calls answer by already stays as it is: a change of it is the next version, for calls that begin later."""
    require(actor, "scheme.change", agency)
    values = checked(data)
    before = _before(agency, values["slug"])
    if before is None:
        row = Scheme(slug=values["slug"], family=values["slug"], version=1, agency_id=agency.id)
    elif _says(before, values):
        row = before
    else:
        row = _next(before) if is_used(before.slug) else before
    row.name, row.name_en, row.degrees = values["name"], values["name_en"], values["degrees"]
    row.by_id, row.at, row.retired_at = actor.user_id, now(), None
    db.session.add(row)
    db.session.flush()
    return make_default(actor, agency, row) if data.get("default") else row


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of a scheme, tidied. Invalid by field."""
    slug = str(data.get("slug", "")).strip()
    if slug == schemes.BUILT_IN_SLUG or not schemes.SLUG.fullmatch(slug):
        raise Invalid(_l("Use up to 14 small letters, digits and hyphens, beginning with a letter."), "slug")
    return {
        "slug": slug,
        "name": _name(data, "name"),
        "name_en": _name(data, "name_en", 120, is_needed=False),
        "degrees": _checked(data.get("degrees")),
    }


def make_default(actor: Actor, agency: Agency, scheme: Scheme | None) -> Any:
    """Let the agency's calls that begin to answer from now on do so by this scheme; None is the one above, or built in."""
    require(actor, "scheme.set_default", agency)
    held = Scheme.agency_id == agency.id
    for one in db.session.scalars(sa.select(Scheme).where(held, Scheme.is_default)):
        one.is_default = False
    if scheme is not None:
        if scheme.agency_id != agency.id or scheme.retired_at is not None:
            raise Conflict(_l("Only a scheme of this agency that is still offered can be its default."))
        scheme.is_default = True
    db.session.flush()
    return scheme


def retire(actor: Actor, agency: Agency, scheme: Scheme) -> None:
    """Offer a scheme no longer; calls that answer by it go on with it. Conflict while it is the agency's default."""
    require(actor, "scheme.change", agency)
    if scheme.agency_id != agency.id:
        raise Conflict(_l("Another agency has a scheme of this short name."))
    if any(one.is_default for one in schemes.versions(scheme.family)):
        raise Conflict(_l("This is the agency's default. Choose another default first."))
    for one in schemes.versions(scheme.family):
        one.retired_at = one.retired_at or now()
    db.session.flush()


def use(actor: Actor, call: Call, scheme: Scheme | None) -> Outcome:
    """Let a call be answered by this scheme, None being the built-in one. Conflict once it has answers by another."""
    require(actor, "scheme.choose", call)
    outcome = begun(call)
    rules.check_state(outcome.state, OutcomeState.WRITING)
    wanted = scheme.slug if scheme else ""
    if outcome.scheme == wanted:
        return outcome
    if scheme is not None and scheme not in schemes.of_path(call.agency_path):
        raise Conflict(
            _l("This scheme is not offered to the agency of this call, or a newer version of it is there.")
        )
    if has_answers(call.id):
        raise Conflict(
            _l("This call has answers by its present scheme already. Remove them before you choose another.")
        )
    outcome.scheme = wanted
    db.session.flush()
    return outcome


def has_answers(call_id: int) -> bool:
    """Whether somebody has prepared an answer that stands; imported replies are of no scheme."""
    written = sa.exists().where(
        Disposition.call_id == call_id, Disposition.is_current, Disposition.imported.is_(False)
    )
    return bool(db.session.scalar(sa.select(written)))


def trial(degrees: Mapping[str, rules.Degree], counts: Mapping[str, int]) -> dict[str | None, int]:
    """How answers counted by degree would stand by these degrees, each taken as the first one that looks alike; None
    counts those that no degree is like."""
    alike: dict[str, str] = {}
    for key, one in degrees.items():
        alike.setdefault(one.look, key)
    found: dict[str | None, int] = dict.fromkeys(degrees, 0)
    for key, one in schemes.known(counts).items():
        at = alike.get(one.look)
        found[at] = found.get(at, 0) + counts.get(key, 0)
    return found


def is_used(slug: str) -> bool:
    """Whether a call answers by this version, or has answered by it."""
    return bool(schemes.uses([slug]))


def _before(agency: Agency, slug: str) -> Scheme | None:
    """The newest version of the scheme that a short name stands for. Invalid when it is not the agency's."""
    named = db.session.get(Scheme, slug)
    if named is None:
        if not FAMILY.fullmatch(slug):
            raise Invalid(
                _l("Use up to 14 small letters, digits and hyphens, beginning with a letter."), "slug"
            )
        return None
    if named.agency_id != agency.id:
        raise Invalid(_l("Another agency has a scheme of this short name."), "slug")
    newest = schemes.versions(named.family)[0]
    lock(newest)
    return newest


def _says(row: Scheme, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == values[name] for name in ("name", "name_en", "degrees"))


def _next(before: Scheme) -> Scheme:
    """The next version; what was the default hands that on."""
    number = before.version + 1
    slug = f"{before.family[:14]}-{number}"
    if number > 999 or db.session.get(Scheme, slug) is not None:
        raise Conflict(
            _l("There is a scheme “%(slug)s” already. Give this one another short name.", slug=slug)
        )
    was_default, before.is_default = before.is_default, False
    return Scheme(
        slug=slug, family=before.family, version=number, agency_id=before.agency_id, is_default=was_default
    )


def _checked(given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not 2 <= len(given) <= MOST:
        raise Invalid(_l("A scheme has between 2 and %(most)s degrees.", most=MOST), "degrees")
    found = [_checked_degree(one) for one in given if isinstance(one, Mapping)]
    if len({one["key"] for one in found}) != len(given):
        raise Invalid(_l("Each degree needs a key of its own."), "degrees")
    return found


def _checked_degree(one: Mapping[str, Any]) -> dict[str, Any]:
    key, group, like = str(one.get("key", "")), one.get("group"), one.get("like")
    needs, may = list(one.get("needs") or ()), list(one.get("may") or ())
    if not KEY.fullmatch(key):
        raise Invalid(_l("A key has up to 11 small letters, digits and underscores."), "degrees")
    if group not in set(Group):
        raise Invalid(_l("Each degree rolls up to adopted, in_part or not_adopted."), "degrees")
    if any(name not in FIELDS for name in needs + may):
        raise Invalid(_l("An answer has these parts: %(names)s.", names=", ".join(FIELDS)), "degrees")
    if not needs or (group == Group.NOT_ADOPTED and not {"reason", "passed_to"} & set(needs)):
        raise Invalid(
            _l("Each degree needs something said, and a refusal the reason or where it was passed on."),
            "degrees",
        )
    return {
        "key": key,
        "name": _name(one, "name"),
        "name_en": _name(one, "name_en", 120, is_needed=False),
        "group": str(group),
        "like": like if like in BUILT_IN else _alike(Group(group)),
        "needs": needs,
        "may": [name for name in may if name not in needs],
    }


def _alike(group: Group) -> str:
    return {Group.ADOPTED: "adopted", Group.IN_PART: "adopted_in_part", Group.NOT_ADOPTED: "not_adopted"}[
        group
    ]


def _name(data: Mapping[str, Any], field: str, limit: int = 80, *, is_needed: bool = True) -> str:
    name = " ".join(str(data.get(field) or "").split())
    if (is_needed and not name) or len(name) > limit:
        raise Invalid(_l("Please give it a name of at most %(limit)s characters.", limit=limit), field)
    return name
