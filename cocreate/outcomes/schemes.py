"""Schemes of degrees as data: the built-in one, those that agencies made, which one a call answers by, and changing them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from babel.support import LazyProxy

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Invalid, NotFound
from cocreate.core.i18n import Sentence, _l, language
from cocreate.core.policy import require
from cocreate.outcomes.desk_models import Scheme
from cocreate.outcomes.models import Outcome
from cocreate.outcomes.rules import BUILT_IN, DEGREES, LIMITS, Degree, Group

SLUG = re.compile(r"[a-z][a-z0-9-]{0,17}")
KEY = re.compile(r"[a-z0-9_]{1,11}")
FIELDS = (*LIMITS, "review_date")
MOST = 12


def degree(key: str) -> Degree | None:
    """A degree by its key, whosever scheme it is of; a statement for each scheme that is not at hand yet."""
    slug, joint, _ = key.partition(":")
    if not joint:
        return DEGREES.get(key)
    scheme = db.session.get(Scheme, slug) if SLUG.fullmatch(slug) else None
    if scheme is None:
        return None
    # Held, or the session would let go of it and ask again for each line of a long table.
    db.session.info.setdefault("schemes", {})[slug] = scheme
    return degrees_of(scheme).get(key)


def known(keys: Collection[str]) -> dict[str, Degree]:
    """The built-in degrees, and those of other schemes that are among the keys."""
    others = {key: found for key in keys if key not in DEGREES and (found := degree(key))}
    return {**DEGREES, **others}


def degrees_of(scheme: Scheme | None) -> dict[str, Degree]:
    """The degrees to choose from, by key, in order; those of the built-in scheme for None."""
    if scheme is None:
        return dict(BUILT_IN)
    made = (_degree(scheme.slug, one) for one in scheme.degrees)
    return {one.key: one for one in made}


def of_call(call: Call, outcome: Outcome | None) -> dict[str, Degree]:
    """The degrees that a call is answered by: those its outcome began with, else those of its agency now."""
    scheme = default_of(call.agency_path) if outcome is None else find(outcome.scheme)
    return degrees_of(scheme)


def default_of(agency_path: str) -> Scheme | None:
    """What an agency answers by: its own default scheme or that of the nearest agency above; None is the built-in one."""
    ids = [int(part) for part in agency_path.strip("/").split("/") if part]
    found = db.session.scalars(sa.select(Scheme).where(Scheme.agency_id.in_(ids), Scheme.is_default)).all()
    return max(found, key=lambda one: ids.index(one.agency_id), default=None)


def find(slug: str) -> Scheme | None:
    """A scheme by its short name, if there is one."""
    return db.session.get(Scheme, slug) if slug else None


def get(slug: str) -> Scheme:
    """A scheme by its short name. NotFound when there is none."""
    found = find(slug) if SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound(_l("There is no such scheme."))
    return found


def of_agency(agency: Agency) -> Sequence[Scheme]:
    """The schemes that an agency made, by name."""
    return db.session.scalars(
        sa.select(Scheme).where(Scheme.agency_id == agency.id).order_by(Scheme.slug)
    ).all()


def save(actor: Actor, agency: Agency, data: Mapping[str, Any]) -> Scheme:
    """Make a scheme of plain values, or change it: {"slug", "name", "name_en", "default", "degrees": [{"key", "name",
    "name_en", "group", "like", "needs", "may"}, …]}. Invalid by field.

    Degrees that answers may have been given by stay: once a call has begun to answer by a scheme, its degrees keep
    their keys, their roll-up and their needs; names can change, and further degrees can come."""
    require(actor, "scheme.change", agency)
    slug = str(data.get("slug", ""))
    if not SLUG.fullmatch(slug):
        raise Invalid(_l("Use up to 18 small letters, digits and hyphens, beginning with a letter."), "slug")
    degrees = _checked(data.get("degrees"))
    scheme = db.session.get(Scheme, slug) or Scheme(slug=slug, agency_id=agency.id, degrees=[])
    if scheme.agency_id != agency.id:
        raise Invalid(_l("Another agency has a scheme of this short name."), "slug")
    if _is_used(slug):
        _check_kept(scheme.degrees, degrees)
    scheme.name, scheme.name_en = _name(data, "name"), _name(data, "name_en", 120, is_needed=False)
    scheme.degrees, scheme.by_id, scheme.at = degrees, actor.user_id, now()
    db.session.add(scheme)
    db.session.flush()
    return make_default(actor, agency, scheme) if data.get("default") else scheme


def make_default(actor: Actor, agency: Agency, scheme: Scheme | None) -> Any:
    """Let the agency's calls that begin to answer from now on do so by this scheme; None is the one above, or built in."""
    require(actor, "scheme.change", agency)
    for one in of_agency(agency):
        one.is_default = scheme is not None and one.slug == scheme.slug
    db.session.flush()
    return scheme


def _degree(slug: str, one: Mapping[str, Any]) -> Degree:
    like = DEGREES[one["like"]]
    return Degree(
        f"{slug}:{one['key']}",
        _named(one["name"], one.get("name_en", "")),
        like.mark,
        Group(one["group"]),
        tuple(one["needs"]),
        tuple(one.get("may", ())),
        like.key,
    )


def _named(name: str, name_en: str) -> Sentence:
    """A name that is read in the reader's language, where it has one."""
    if not name_en:
        return name
    return LazyProxy(lambda: name_en if language() == "en" else name, enable_cache=False)


def _is_used(slug: str) -> bool:
    return db.session.scalar(sa.select(Outcome.call_id).where(Outcome.scheme == slug).limit(1)) is not None


def _check_kept(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> None:
    now_by_key = {one["key"]: one for one in after}
    for one in before:
        kept = now_by_key.get(one["key"])
        if kept is None or any(kept[name] != one[name] for name in ("group", "needs")):
            raise Conflict(
                _l(
                    "Calls are answered by this scheme already, so the degree “%(name)s” keeps its key, its "
                    "roll-up and its needs. You can rename it or add others.",
                    name=one["name"],
                )
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
